// What could not be sent: kept on the device with its photos, and sent in its order when the network is back. Each has the
// key of its one effect, so that a report that had arrived after all is not made twice.
import { get, set } from 'idb-keyval';
import { useSyncExternalStore } from 'react';
import { renewPage } from './graphql.ts';
import { preferences } from './preferences.ts';
import { words as bookOfWords } from './words.ts';

/** A mutation that waits, as plain data. */
export interface Kept {
  /** Its idempotency key. */
  key: string;
  /** The name of its mutation: it is sent with the text of that name that the server knows by then. */
  operation: string;
  input: Record<string, unknown>;
  /** Files that the server has already. */
  attachmentIds: readonly string[];
  /** Those it has not. */
  files: readonly Blob[];
  /** What it is, for the person. */
  label: string;
  at: number;
  /** Who wrote it; null: nobody was signed in. It is sent for nobody else. */
  by: string | null;
}

/** As earlier versions have kept it, by the hash of its text. */
type FormerKept = Omit<Kept, 'operation'> & { operation?: string; hash?: string };

/** What came of something that was sent at last. */
interface Outcome {
  label: string;
  /** Why it was not taken; null: it has arrived. */
  refusal: string | null;
}

const STORE_KEY = 'xieshou.outbox';
const TRY_EVERY_MS = 15_000;

/** Top-level errors that say no for good; after any other it is sent again. */
const REFUSING = new Set(['FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT', 'CONFLICT', 'QUERY_TOO_COMPLEX']);

/** `unsent`: nobody was reached, try again later. `outdated`: this page is, what follows may be sent all the same. */
type Sending = Outcome | 'unsent' | 'outdated';

/** `unsent`: nobody was reached, try again later. */
type Upload = { id: string; location: GeoPoint | null } | { message: string } | 'unsent';

/** Sends one file. @param useExif asks the server for time and place that the camera wrote */
export async function uploadFile(file: Blob, useExif = false): Promise<Upload> {
  try {
    const answer = await fetch('/uploads', {
      method: 'POST',
      body: file,
      credentials: 'same-origin',
      headers: { 'content-type': file.type, 'accept-language': preferences().language, ...(useExif ? { 'x-use-exif': '1' } : {}) },
    });
    const body = (await answer.json()) as { id?: string; location?: GeoPoint | null; error?: { message: string } };
    if (body.id) return { id: body.id, location: body.location ?? null };
    return answer.status === 503 ? 'unsent' : { message: body.error?.message ?? '' };
  } catch {
    return 'unsent';
  }
}

interface GeoPoint {
  longitude: number;
  latitude: number;
}

class Outbox {
  #kept: readonly Kept[] = [];
  #mine: readonly Kept[] = [];
  #person: string | null = null;
  #isSure = false;
  #listeners = new Set<() => void>();
  #tell: (outcome: Outcome) => void = () => {};
  #isSending = false;
  readonly #ready: Promise<void>;

  constructor() {
    this.#ready = get<FormerKept[]>(STORE_KEY)
      .then(async (kept) => this.#show(await Promise.all((kept ?? []).map(byName))))
      .catch(() => {}); // a browser without a store keeps what it can: until it is closed
    addEventListener('online', () => void this.flush());
    setInterval(() => this.#mine.length > 0 && void this.flush(), TRY_EVERY_MS);
  }

  /** @param person who is here now; null: nobody @param isSure the server says so, not the device's memory */
  serve(person: string | null, isSure: boolean): void {
    this.#person = person;
    this.#isSure = isSure;
    this.#show(this.#kept);
    void this.flush();
  }

  /** Who is told what came of it. */
  onOutcome(tell: (outcome: Outcome) => void): void {
    this.#tell = tell;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What whoever is here has written. */
  mine = (): readonly Kept[] => this.#mine;

  /** Keeps it; on the device when this resolves. */
  async keep(kept: Omit<Kept, 'by'>): Promise<void> {
    await this.#ready;
    await this.#store([...this.#kept.filter(({ key }) => key !== kept.key), { ...kept, by: this.#person }]);
  }

  async flush(): Promise<void> {
    await this.#ready;
    if (this.#isSending || !this.#isSure || !navigator.onLine) return;
    this.#isSending = true;
    try {
      const tried = new Set<string>();
      const untried = () => this.#mine.find(({ key }) => !tried.has(key));
      for (let next = untried(); next; next = untried()) {
        const { key } = next;
        tried.add(key);
        const outcome = await this.#send(next);
        if (outcome === 'unsent') return;
        if (outcome === 'outdated') continue;
        await this.#store(this.#kept.filter((kept) => kept.key !== key));
        this.#tell(outcome);
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** Files first; each is noted as soon as it has arrived, so that what is sent again is the same. */
  async #send(first: Kept): Promise<Sending> {
    let item = first;
    for (let file = item.files[0]; file; file = item.files[0]) {
      const upload = await uploadFile(file);
      if (upload === 'unsent') return 'unsent';
      // A picture that is refused must not hold the words back.
      const attachmentIds = 'id' in upload ? [...item.attachmentIds, upload.id] : item.attachmentIds;
      item = { ...item, attachmentIds, files: item.files.slice(1) };
      await this.#store(this.#kept.map((kept) => (kept.key === item.key ? item : kept)));
    }
    return sendMutation(item);
  }

  async #store(kept: readonly Kept[]): Promise<void> {
    this.#show(kept);
    await set(STORE_KEY, kept).catch(() => {});
  }

  #show(kept: readonly Kept[]): void {
    this.#kept = kept;
    this.#mine = kept.filter(({ by }) => by === null || by === this.#person);
    for (const listener of this.#listeners) listener();
  }
}

async function sendMutation({ key, operation, input, attachmentIds, label }: Kept): Promise<Sending> {
  const words = bookOfWords[preferences().language];
  try {
    const { hashOfMutation } = await import('./kept-mutations.ts');
    const hash = hashOfMutation(operation);
    if (!hash) return { label, refusal: words.keptOutdated };
    const answer = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json', 'accept-language': preferences().language, 'idempotency-key': key },
      body: JSON.stringify({
        variables: { input: withFiles(input, attachmentIds) },
        extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
      }),
    });
    const { data, errors } = (await answer.json()) as {
      data?: Record<string, { message?: string } | string> | null;
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    const result = Object.entries(data ?? {}).find(([name]) => name !== '__typename')?.[1];
    if (result) return { label, refusal: (typeof result === 'object' && result.message) || null };
    const { message = '', extensions: { code = '' } = {} } = errors?.[0] ?? {};
    // Under this key it had arrived before, with a text of that time.
    if (code === 'IDEMPOTENCY_CONFLICT') return { label, refusal: null };
    if (REFUSING.has(code)) return { label, refusal: message };
    if (code !== 'PERSISTED_QUERY_NOT_FOUND') return 'unsent';
    renewPage();
    return 'outdated';
  } catch {
    return 'unsent';
  }
}

/** What earlier versions have kept, as it is kept now. */
async function byName({ hash = '', operation, ...kept }: FormerKept): Promise<Kept> {
  if (operation) return { ...kept, operation };
  const { nameOfFormer } = await import('./kept-mutations.ts');
  return { ...kept, operation: nameOfFormer(hash, kept.input) ?? '' };
}

/** An input with its files, as it is always sent. */
export function withFiles(input: Record<string, unknown>, attachmentIds: readonly string[]): Record<string, unknown> {
  return attachmentIds.length > 0 ? { ...input, attachmentIds } : input;
}

export const outbox = new Outbox();

export function useKept(): readonly Kept[] {
  return useSyncExternalStore(outbox.subscribe, outbox.mine);
}
