// What every resolver has in hand.
import DataLoader from 'dataloader';
import type { Viewer } from './access/viewer.ts';
import type { HotList } from './hotlist/index.ts';
import type { Services } from './services.ts';

export type Language = 'zh' | 'en';

/** Opens and closes the device's session; the door turns it into a cookie. */
export interface SessionDoor {
  /** Remembers the token in the browser that asked, when it is one. */
  remember(token: string, expiresAt: Date): void;
  /** Revokes the token the caller came with. */
  forget(): Promise<void>;
}

export interface Context {
  services: Services;
  hotList: HotList;
  /** Null: signed out. */
  viewer: Viewer | null;
  language: Language;
  requestId: string;
  sessionDoor: SessionDoor;
  /** Loaders of this execution; a subscription empties them before each event. */
  loaders: Loaders;
}

// biome-ignore lint/suspicious/noExplicitAny: the map holds loaders of every type; `loader` below gives each its own back.
type AnyLoader = DataLoader<any, any>;

/** One batching loader a relation and execution, so that a list asks the database once and not once a row. */
export class Loaders {
  #byName = new Map<string, AnyLoader>();

  /** The loader of that name, made at its first use. */
  loader<Key, Value>(name: string, load: (keys: readonly Key[]) => Promise<readonly Value[]>): DataLoader<Key, Value> {
    let found = this.#byName.get(name);
    if (!found) {
      found = new DataLoader<Key, Value>(load);
      this.#byName.set(name, found);
    }
    return found;
  }

  clear(): void {
    this.#byName.clear();
  }
}
