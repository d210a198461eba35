// What could not be sent: kept on the device with its photos, and sent in its order when the network is back. Each has the
// key of its one effect, so that a report that had arrived after all is not made twice.
import { get, set } from 'idb-keyval';
import { useSyncExternalStore } from 'react';
import type { TypedDocumentNode } from 'urql';
import { answerOf, isSuccess } from './answer.ts';
import { newKey, renewPage } from './graphql.ts';
import { language } from './language.ts';
import { words as bookOfWords } from './words.ts';

/** A mutation that waits, as plain data. */
export interface Kept {
  /** Its idempotency key. */
  key: string;
  /** The name of its mutation: it is sent with the text of that name that the server knows by then. */
  operation: string;
  /** Of its text, as earlier versions have kept it: its name is found when it is sent. */
  hash?: string;
  input: Record<string, unknown>;
  /** Files that the server has already. */
  attachmentIds: readonly string[];
  /** Those it has not. */
  files: readonly Blob[];
  /** What it is, for the person. */
  label: string;
  at: number;
  /** It waits for nothing else that waits. */
  isUrgent?: boolean;
  /** Who wrote it; null: nobody was signed in. It is sent for nobody else. */
  by: string | null;
}

/** What came of something that was sent at last. */
interface Outcome {
  operation: string;
  label: string;
  /** Why it was not taken; null: it has arrived. */
  refusal: string | null;
  /** What the server has answered, of what has arrived. */
  success?: object;
}

/** Hashes of mutations that this page has in hand, by their names: what it keeps, it can send without loading more. */
const inHand = new Map<string, string>();

/** The name by which a mutation is kept, told apart and sent. */
export function operationName(document: TypedDocumentNode<unknown, never>): string {
  const operation = document.definitions.find(({ kind }) => kind === 'OperationDefinition');
  const name = (operation as { name?: { value: string } } | undefined)?.name?.value ?? '';
  const { hash } = (document as { __meta__?: { hash?: string } }).__meta__ ?? {};
  if (hash) inHand.set(name, hash.replace(/^sha256:/, ''));
  return name;
}

const STORE_KEY = 'xieshou.outbox';
const TRY_EVERY_MS = 15_000;
/** What is urgent does not wait so long. */
const HURRY_AGAIN_MS = 2000;
/** After this, whoever signs in is taken for somebody else. */
const ORPHANED_AFTER_MS = 15 * 60_000;
/** A network that answers nothing is no network: it is tried again under the same key. */
const ANSWER_WITHIN_MS = 20_000;

/** Top-level errors that say no for good; after any other it is sent again. */
const REFUSING = new Set(['FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT', 'CONFLICT', 'QUERY_TOO_COMPLEX']);

/** Answers that say: come back. What waits is kept until then. */
const NOT_NOW = new Set(['RateLimitedError', 'RetryLaterError']);

/**
 * `unsent`: nobody was reached, try again later. `later`: this one waits (the page is outdated, or the server says: not now), what
 * follows may be sent all the same. `anew`: its key was used for something else, and it goes under another one: twice is better
 * than never.
 */
type Sending = Outcome | 'unsent' | 'later' | 'anew';

/** `unsent`: nobody was reached, try again later. */
type Upload = { id: string; location: GeoPoint | null } | { message: string } | 'unsent';

/** Sends one file. @param useExif asks the server for time and place that the camera wrote */
export async function uploadFile(file: Blob, useExif = false): Promise<Upload> {
  try {
    const answer = await fetch('/uploads', {
      method: 'POST',
      body: file,
      credentials: 'same-origin',
      headers: { 'content-type': file.type, 'accept-language': language(), ...(useExif ? { 'x-use-exif': '1' } : {}) },
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
  #tellers = new Set<(outcome: Outcome) => void>();
  #isSending = false;
  /** Keys of what is urgent and on its way. */
  #hurrying = new Set<string>();
  readonly #ready: Promise<void>;

  constructor() {
    this.#ready = get<Kept[]>(STORE_KEY)
      .then((kept) => this.#show(kept ?? []))
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

  /** Who is told what came of it, until the answered function is called. */
  onOutcome(tell: (outcome: Outcome) => void): () => void {
    this.#tellers.add(tell);
    return () => this.#tellers.delete(tell);
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

  /** Forgets it: the person does not want it any more. */
  async drop(key: string): Promise<void> {
    await this.#ready;
    await this.#store(this.#kept.filter((kept) => kept.key !== key));
  }

  /** Sends what waits, in its order; what is urgent at once. */
  async flush(): Promise<void> {
    await this.#ready;
    if (!this.#isSure || !navigator.onLine) return;
    await this.#forgetOrphans();
    for (const item of this.#mine) if (item.isUrgent) void this.#hurry(item);
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      const tried = new Set<string>();
      const untried = () => this.#mine.find(({ key, isUrgent }) => !isUrgent && !tried.has(key));
      for (let next = untried(); next; next = untried()) {
        tried.add(next.key);
        if ((await this.#deliver(next)) === 'unsent') return;
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** An alarm of somebody who never signed in is not raised, some other day, in the name of whoever does. */
  async #forgetOrphans(): Promise<void> {
    const isOrphan = ({ by, isUrgent, at }: Kept) => by === null && isUrgent && Date.now() - at > ORPHANED_AFTER_MS;
    if (this.#kept.some(isOrphan)) await this.#store(this.#kept.filter((kept) => !isOrphan(kept)));
  }

  async #hurry(item: Kept): Promise<void> {
    if (this.#hurrying.has(item.key)) return;
    this.#hurrying.add(item.key);
    const sending = await this.#deliver(item).finally(() => this.#hurrying.delete(item.key));
    if (sending === 'unsent' && this.#person) setTimeout(() => void this.flush(), HURRY_AGAIN_MS);
  }

  /** Sends it; what was answered no longer waits, and whoever listens is told. */
  async #deliver(item: Kept): Promise<Sending> {
    const outcome = await this.#send(item);
    if (outcome === 'unsent' || outcome === 'later') return outcome;
    if (outcome === 'anew') {
      await this.#store(this.#kept.map((kept) => (kept.key === item.key ? { ...kept, key: newKey() } : kept)));
      return outcome;
    }
    await this.drop(item.key);
    for (const tell of this.#tellers) tell(outcome);
    return outcome;
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

async function sendMutation({ key, operation: name, hash: former = '', input, attachmentIds, label }: Kept): Promise<Sending> {
  const words = bookOfWords[language()];
  try {
    const operation = name || ((await import('./kept-mutations.ts')).nameOfFormer(former, input) ?? '');
    const hash = inHand.get(operation) ?? (await import('./kept-mutations.ts')).hashOfMutation(operation);
    if (!hash) return { operation, label, refusal: words.keptOutdated };
    const answer = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      headers: { 'content-type': 'application/json', 'accept-language': language(), 'idempotency-key': key },
      body: JSON.stringify({
        variables: { input: withFiles(input, attachmentIds) },
        extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
      }),
    });
    const { data, errors } = (await answer.json()) as {
      data?: object | null;
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    const result = answerOf(data);
    if (result && NOT_NOW.has(result.__typename ?? '')) return 'later';
    if (result) return { operation, label, refusal: isSuccess(result) ? null : (result.message ?? words.refused), success: result };
    const { message = '', extensions: { code = '' } = {} } = errors?.[0] ?? {};
    if (code === 'IDEMPOTENCY_CONFLICT') return 'anew';
    if (REFUSING.has(code)) return { operation, label, refusal: message };
    if (code !== 'PERSISTED_QUERY_NOT_FOUND') return 'unsent';
    renewPage();
    return 'later';
  } catch {
    return 'unsent';
  }
}

/** An input with its files, as it is always sent. */
export function withFiles(input: Record<string, unknown>, attachmentIds: readonly string[]): Record<string, unknown> {
  return attachmentIds.length > 0 ? { ...input, attachmentIds } : input;
}

export const outbox = new Outbox();

export function useKept(): readonly Kept[] {
  return useSyncExternalStore(outbox.subscribe, outbox.mine);
}
