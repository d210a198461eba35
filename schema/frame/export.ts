// What people take away as a file: a module says what is in it, the house finds out who asks and sends it.
import type { Viewer } from './access/viewer.ts';
import type { Services } from './services.ts';

interface Asked {
  /** Null: nobody has signed in. */
  viewer: Viewer | null;
  /** What a colon of the path stands for. */
  params: Readonly<Record<string, string | undefined>>;
  query: URLSearchParams;
  requestId: string;
}

export interface ExportedFile {
  /** Of its text, which is UTF-8: `text/csv`. */
  type: string;
  /** What it is called when it is kept; null: a program reads it again and again. */
  name: string | null;
  /** In parts, when it may be long. */
  text: string | AsyncIterable<string>;
}

/** Why there is no file, in a sentence for whoever reads the answer. */
export interface ExportRefusal {
  status: 400 | 401 | 403 | 404;
  says: string;
}

export type Exporter = (services: Pick<Services, 'pool' | 'clock' | 'settings'>, asked: Asked) => Promise<ExportedFile | ExportRefusal>;

export const NO_FILE: ExportRefusal = { status: 404, says: 'Not found' };

/** To whoever may not have it. @param says as whom to sign in */
export const notForThem = (viewer: Viewer | null, says: string): ExportRefusal => ({ status: viewer ? 403 : 401, says });
