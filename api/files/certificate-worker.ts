// The thread that draws papers: one after the other, as they are asked for.
import { parentPort } from 'node:worker_threads';
import { drawCertificate, type Paper } from './certificate-pdf.ts';

/** What the thread answers: the bytes, or what went wrong. */
export interface Drawn {
  ticket: number;
  bytes?: Uint8Array;
  error?: string;
}

parentPort?.on('message', ({ ticket, paper }: { ticket: number; paper: Paper }) => {
  drawCertificate(paper).then(
    (bytes) => parentPort?.postMessage({ ticket, bytes } satisfies Drawn),
    (error: Error) => parentPort?.postMessage({ ticket, error: error.message } satisfies Drawn),
  );
});
