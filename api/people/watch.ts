// Who holds the open sockets' tokens, looked at again and again: a right that ends, ends there too.
import { isDeepStrictEqual } from 'node:util';
import { RIGHTS_SEEN_TOPIC, RIGHTS_TOPIC, type Viewer } from '@xieshou/schema/frame/access/viewer.ts';
import type { Services } from '@xieshou/schema/frame/services.ts';
import { holdersOf } from './viewer.ts';

/** A change that nobody told of (a duty that runs out, another server's database) is seen within this time. */
const LOOK_EVERY_MS = 2000;

export interface Watched {
  /** Who it is now. */
  viewer(): Viewer | null;
  stop(): void;
}

interface Entry {
  token: string;
  address: string;
  viewer: Viewer;
  onEnded(): void;
}

/** Watches the holders of open connections. */
export class ViewerWatch {
  #entries = new Set<Entry>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  readonly #services: Services;
  readonly #changes: AsyncIterableIterator<void>;

  constructor(services: Services) {
    this.#services = services;
    this.#changes = services.live.watch(RIGHTS_TOPIC);
    void this.#follow(this.#changes);
  }

  /** Follows a token; `onEnded` is called once when it is worth nothing any more. */
  watch({ token, address, viewer, onEnded }: Entry): Watched {
    const entry: Entry = { token, address, viewer, onEnded };
    this.#entries.add(entry);
    this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
    return { viewer: () => (this.#entries.has(entry) ? entry.viewer : null), stop: () => this.#entries.delete(entry) };
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    void this.#changes.return?.();
    this.#entries.clear();
  }

  async #follow(changes: AsyncIterableIterator<void>): Promise<void> {
    for await (const _ of changes) await this.#look();
  }

  /** One look at a time; a change during one is seen by the next. */
  async #look(): Promise<void> {
    await this.#looking;
    this.#looking = this.#lookOnce().catch((error) => this.#services.log.warn({ err: error }, 'open connections could not be checked'));
    await this.#looking;
  }

  async #lookOnce(): Promise<void> {
    if (this.#entries.size === 0) return;
    const entries = [...this.#entries];
    const holders = await holdersOf(this.#services, entries);
    let hasChanged = false;
    for (const [index, entry] of entries.entries()) {
      const holder = holders[index];
      if (holder && 'viewer' in holder && holder.viewer) {
        if (isDeepStrictEqual(entry.viewer, holder.viewer)) continue; // the same object: who asks sees at once that nothing changed
        hasChanged = true;
        entry.viewer = holder.viewer;
      } else if (this.#entries.delete(entry)) entry.onEnded();
    }
    if (hasChanged) this.#services.live.touch([RIGHTS_SEEN_TOPIC]);
  }
}
