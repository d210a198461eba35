// Rows that could not be used, written down with line and reason while the rest goes on.
import { createWriteStream, type WriteStream } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { csvRow } from '@xieshou/schema/ground/csv.ts';
import type { BadRow } from './rows.ts';

/** Where the refused rows of a file go: a folder of choice, never beside the file. */
export function rejectsPath(file: string, folder: string): string {
  return join(folder, `${basename(file, extname(file))}.rejects.csv`);
}

export class Rejects {
  readonly path: string;
  #stream: WriteStream | null = null;
  count = 0;
  first: BadRow | null = null;

  constructor(path: string) {
    this.path = path;
  }

  add(bad: BadRow): void {
    this.first ??= bad;
    this.count += 1;
    if (!this.#stream) {
      this.#stream = createWriteStream(this.path);
      this.#stream.write(csvRow(['line', 'reason', 'row']));
    }
    this.#stream.write(csvRow([bad.line, bad.reason, bad.text]));
  }

  async close(): Promise<void> {
    const stream = this.#stream;
    if (stream) await new Promise((resolve) => stream.end(resolve));
  }
}
