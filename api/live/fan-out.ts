// Subscriptions that are the same for many: one source, one execution and one serialisation a class of viewers, whatever
// the number of subscribers.
import type { Viewer } from '@xieshou/schema/frame/access/viewer.ts';
import type { ExecutionResult } from 'graphql';
import { classOf } from './sharing.ts';

/** One state, as every subscriber of a class is told it. */
export interface Push {
  result: ExecutionResult;
  /** `result` as JSON; the same buffer for all. */
  body: Buffer;
}

/** Where a subscriber is told. `push` may leave out states: the newest is whole. */
export interface Sink {
  push(push: Push): void;
  /** There will be no more. @param error why, when it was not meant to end */
  end(error?: unknown): void;
}

export interface Subscriber {
  /** Equal for those who ask the same: `questionOf` */
  question: string;
  /**
   * Its own events; the first one comes at once. Those of the first subscriber serve all, the others' are ended after one:
   * the same object as the newest of all, or it is newer and this subscriber must have it.
   */
  source: AsyncIterableIterator<unknown>;
  /** Who it is now; looked at before each push. */
  viewer(): Viewer | null;
  /** Executes an event as somebody of a class. */
  execute(event: unknown, viewer: Viewer | null): Promise<ExecutionResult>;
  /** Puts errors into this subscriber's own words. */
  present(result: ExecutionResult): ExecutionResult;
}

/** A shared subscription: read as events, or handed a sink. */
export interface SharedSubscription extends AsyncIterableIterator<ExecutionResult> {
  /** Tells a sink from now on. Instead of reading, and once. */
  attach(sink: Sink): void;
}

interface Member extends Pick<Subscriber, 'viewer' | 'present'> {
  sink: Sink;
  /** As it was when it was put into its class. */
  seen: Viewer | null;
  told: Push | null;
  /** Number of the event it was told of last. */
  number: number;
}

/** Viewers of one class. */
interface Audience {
  members: Set<Member>;
  /** One of them: stands for all. */
  viewer: Viewer | null;
  newest: Push | null;
  /** Number of the event that `newest` tells of. */
  told: number;
  /** Being executed: whoever asks meanwhile waits for the same. */
  running: { number: number; done: Promise<void> } | null;
}

/** The shared subscriptions of a server. */
export class FanOut {
  #streams = new Map<string, Stream>();

  /** How many streams and subscribers there are now. */
  size(): { streams: number; subscribers: number } {
    return { streams: this.#streams.size, subscribers: [...this.#streams.values()].reduce((sum, { size }) => sum + size, 0) };
  }

  subscribe(subscriber: Subscriber): SharedSubscription {
    return new Seat(subscriber, (sink) => this.#join(subscriber, sink));
  }

  /** Answers how to leave. */
  #join(subscriber: Subscriber, sink: Sink): () => void {
    const { question, source, viewer, present } = subscriber;
    const member: Member = { viewer, present, sink, seen: null, told: null, number: 0 };
    const open = this.#streams.get(question);
    if (open) return open.join(member, source);
    const opened = new Stream(subscriber, () => {
      if (this.#streams.get(question) === opened) this.#streams.delete(question);
    });
    this.#streams.set(question, opened);
    return opened.add(member);
  }
}

/** One question, however many ask it. */
class Stream {
  readonly #source: AsyncIterableIterator<unknown>;
  readonly #execute: Subscriber['execute'];
  readonly #onEnd: () => void;
  #audiences = new Map<string, Audience>();
  #classes = new Map<Member, string>();
  /** The newest event and its number; null before the first. */
  #event: { value: unknown; number: number } | null = null;
  #count = 0;
  #isEnded = false;

  constructor({ source, execute }: Subscriber, onEnd: () => void) {
    this.#source = source;
    this.#execute = execute;
    this.#onEnd = onEnd;
    void this.#follow();
  }

  get size(): number {
    return this.#classes.size;
  }

  /** Tells a member from the next event on. Answers how it leaves. */
  add(member: Member): () => void {
    this.#place(member);
    return () => {
      this.#remove(member);
      if (this.#classes.size === 0) this.#end();
    };
  }

  /** Tells a member what it is at this moment, and goes on. @param source its own */
  join(member: Member, source: AsyncIterableIterator<unknown>): () => void {
    const leave = this.add(member);
    void this.#greet(member, source)
      .catch((error) => this.#classes.has(member) && member.sink.end(error))
      .finally(() => source.return?.());
    return leave;
  }

  async #greet(member: Member, source: AsyncIterableIterator<unknown>): Promise<void> {
    const { done, value } = await source.next();
    if (done || member.told || !this.#isHere(member)) return;
    const audience = this.#audiences.get(this.#classes.get(member) as string) as Audience;
    if (value === this.#event?.value) {
      if (audience.told === this.#event?.number && audience.newest) deliver(member, audience.newest, audience.told);
      else await this.#tell(audience);
      return;
    }
    // Something has changed that the others are told of with the next tick.
    const number = ++this.#count;
    const result = await this.#execute(value, member.seen);
    if (member.number < number && this.#isHere(member)) deliver(member, { result, body: bodyOf(result) }, number);
  }

  /** Whether it has not left, and is who it was. */
  #isHere(member: Member): boolean {
    return this.#classes.has(member) && this.#isStill(member);
  }

  async #follow(): Promise<void> {
    try {
      for await (const value of this.#source) {
        this.#event = { value, number: ++this.#count };
        this.#reclassify();
        await Promise.all([...this.#audiences.values()].map((audience) => this.#tell(audience)));
      }
      this.#end();
    } catch (error) {
      this.#end(error);
    }
  }

  /** Executes the newest event for a class and tells it, unless it says what the last one said. */
  #tell(audience: Audience): Promise<void> {
    const event = this.#event;
    if (!event || audience.told === event.number) return Promise.resolve();
    if (audience.running?.number !== event.number) audience.running = { number: event.number, done: this.#tellOnce(audience, event) };
    return audience.running.done;
  }

  async #tellOnce(audience: Audience, event: { value: unknown; number: number }): Promise<void> {
    const result = await this.#execute(event.value, audience.viewer);
    if (event.number <= audience.told) return; // a newer one was quicker
    audience.told = event.number;
    const body = bodyOf(result);
    const newest = audience.newest?.body.equals(body) ? audience.newest : { result, body };
    audience.newest = newest;
    for (const member of audience.members) {
      if (member.number < event.number && member.told !== newest && this.#isStill(member)) deliver(member, newest, event.number);
    }
  }

  /** Whether a member is who it was; else it moves to where it is told what it may know, and is told that. */
  #isStill(member: Member): boolean {
    if (member.viewer() === member.seen) return true;
    const before = this.#classes.get(member);
    this.#remove(member);
    const audience = this.#place(member);
    if (this.#classes.get(member) === before) return true;
    if (audience.newest && audience.told === this.#event?.number) deliver(member, audience.newest, audience.told);
    else void this.#tell(audience).catch((error) => this.#end(error));
    return false;
  }

  /** Puts everybody where they belong now. */
  #reclassify(): void {
    const moved = [...this.#classes.keys()].filter((member) => member.viewer() !== member.seen);
    for (const member of moved) {
      this.#remove(member);
      this.#place(member);
    }
  }

  #place(member: Member): Audience {
    const viewer = member.viewer();
    const name = classOf(viewer);
    let audience = this.#audiences.get(name);
    if (!audience) {
      audience = { members: new Set(), viewer, newest: null, told: 0, running: null };
      this.#audiences.set(name, audience);
    }
    member.seen = viewer;
    audience.members.add(member);
    this.#classes.set(member, name);
    return audience;
  }

  #remove(member: Member): void {
    const name = this.#classes.get(member);
    if (name === undefined) return;
    this.#classes.delete(member);
    const audience = this.#audiences.get(name);
    audience?.members.delete(member);
    if (audience?.members.size === 0) this.#audiences.delete(name);
  }

  #end(error?: unknown): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#onEnd();
    void this.#source.return?.();
    for (const { sink } of this.#classes.keys()) sink.end(error);
    this.#classes.clear();
    this.#audiences.clear();
  }
}

/** What went wrong is told in each one's own words, what went well in the same bytes. */
function deliver(member: Member, push: Push, number: number): void {
  const { sink, present } = member;
  member.told = push;
  member.number = number;
  if (!push.result.errors) sink.push(push);
  else {
    const result = present(push.result);
    sink.push({ result, body: bodyOf(result) });
  }
}

/** Data first, as graphql-ws writes it. */
const bodyOf = ({ errors, ...rest }: ExecutionResult) => Buffer.from(JSON.stringify(errors ? { ...rest, errors } : rest));

/** Joins when it is first read or handed a sink, and lets go of what only joining needs; ended before, it only ends its source. */
class Seat implements SharedSubscription {
  #source: Subscriber['source'] | null;
  #join: ((sink: Sink) => () => void) | null;
  #leave: (() => void) | null = null;
  #reader: Newest | null = null;

  constructor({ source }: Subscriber, join: (sink: Sink) => () => void) {
    this.#source = source;
    this.#join = join;
  }

  attach(sink: Sink): void {
    const join = this.#join;
    this.#join = this.#source = null;
    if (join) this.#leave = join(sink);
  }

  next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    this.#reader ??= new Newest();
    this.attach(this.#reader);
    return this.#reader.next();
  }

  async return(): Promise<IteratorResult<ExecutionResult, undefined>> {
    const source = this.#source;
    this.#join = this.#source = null;
    this.#leave?.();
    this.#leave = null;
    await source?.return?.();
    this.#reader ??= new Newest(); // whoever reads on is told that it is over
    this.#reader.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

/** Holds the newest state for whoever reads one after the other. */
class Newest implements Sink {
  #push: Push | null = null;
  #isEnded = false;
  #error: unknown;
  #wake: () => void = () => {};

  push(push: Push): void {
    this.#push = push;
    this.#wake();
  }

  end(error?: unknown): void {
    this.#error ??= error;
    this.#isEnded = true;
    this.#wake();
  }

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    while (!this.#push && !this.#isEnded) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#push) {
      const value = this.#push.result;
      this.#push = null;
      return { done: false, value };
    }
    if (this.#error !== undefined) {
      const error = this.#error;
      this.#error = undefined;
      throw error;
    }
    return { done: true, value: undefined };
  }
}
