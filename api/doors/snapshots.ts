// Answers that are the same for all of a class of viewers: executed and written once a change, however many ask.
import type { Live } from '@xieshou/schema/frame/services.ts';
import type { ExecutionResult } from 'graphql';

/** An answer whose data is written already. Yoga takes `stringify` for its JSON; the fast lane puts the bytes together. */
export interface Snapshot extends ExecutionResult {
  stringify(result: ExecutionResult): string;
  /** The JSON up to its extensions. */
  bytes: Buffer;
  /** Points that it was, counted once. */
  cost?: number;
}

/**
 * What is read may move by itself (yesterday's ranks, a row changed by another program): besides the marks of the push,
 * time ends a snapshot, in milliseconds.
 */
const KEPT_MS = 1000;
/** Characters of all snapshots and their keys; the oldest go first. */
const MOST_CHARACTERS = 16_000_000;

interface Kept {
  revision: number;
  /** Monotonic milliseconds. */
  at: number;
  answer: Promise<ExecutionResult | Snapshot>;
  characters: number;
}

/** The snapshots of a server. */
export class Snapshots {
  #kept = new Map<string, Kept>();
  #characters = 0;
  readonly #live: Pick<Live, 'revision'>;

  constructor(live: Pick<Live, 'revision'>) {
    this.#live = live;
  }

  /**
   * The answer as of the last change that anybody here has heard of. Whoever asks while it is being read waits for the
   * same; one with errors is for nobody else.
   * @param key question and class of viewers: nobody is answered with what another class may read
   */
  read(key: string, execute: () => Promise<ExecutionResult>): Promise<ExecutionResult | Snapshot> {
    const kept = this.#kept.get(key);
    const revision = this.#live.revision();
    if (kept && kept.revision === revision && performance.now() - kept.at < KEPT_MS) return kept.answer;
    const entry: Kept = { revision, at: performance.now(), answer: execute().then(written), characters: key.length };
    this.#keep(key, entry);
    entry.answer.then(
      (answer) => {
        if ('bytes' in answer) this.#grow(key, entry, answer.bytes.length);
        else this.#drop(key, entry);
      },
      () => this.#drop(key, entry),
    );
    return entry.answer;
  }

  #keep(key: string, entry: Kept): void {
    const before = this.#kept.get(key);
    if (before) this.#drop(key, before);
    this.#kept.set(key, entry);
    this.#characters += entry.characters;
    this.#trim();
  }

  #grow(key: string, entry: Kept, characters: number): void {
    if (this.#kept.get(key) !== entry) return;
    entry.characters += characters;
    this.#characters += characters;
    this.#trim();
  }

  #drop(key: string, entry: Kept): void {
    if (this.#kept.get(key) !== entry) return;
    this.#kept.delete(key);
    this.#characters -= entry.characters;
  }

  #trim(): void {
    for (const [key, entry] of this.#kept) {
      if (this.#characters <= MOST_CHARACTERS) return;
      this.#drop(key, entry);
    }
  }
}

function written(result: ExecutionResult): ExecutionResult | Snapshot {
  if (result.errors) return result;
  const start = `{"data":${JSON.stringify(result.data)},"extensions":`;
  return { data: result.data, bytes: Buffer.from(start), stringify: ({ extensions }) => start + endOf(extensions) };
}

/** The whole JSON of a snapshot with the extensions of one request. */
export function bytesOf({ bytes, extensions }: Snapshot): Buffer {
  return Buffer.concat([bytes, Buffer.from(endOf(extensions))]);
}

const endOf = (extensions: ExecutionResult['extensions']) => `${JSON.stringify(extensions ?? {})}}`;
