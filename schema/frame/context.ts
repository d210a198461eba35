// What every resolver has in hand.
import DataLoader from 'dataloader';
import type { Viewer } from './access/viewer.ts';
import type { Device, Services } from './services.ts';

export type Language = 'zh' | 'en';

/** Opens and closes the device's session; the door turns it into a cookie. */
export interface SessionDoor {
  /** The token the caller came with; null for strangers and partner keys. */
  token: string | null;
  /** Remembers the token in the browser that asked, when it is one. */
  remember(token: string, expiresAt: Date): void;
  /** Revokes the token the caller came with. */
  forget(): Promise<void>;
}

/** Cost points of the caller's bucket after this operation was charged. */
export interface Rate {
  limit: number;
  cost: number;
  remaining: number;
  resetAt: Date;
}

/** A module adds what it keeps open as long as the server lives in its manifest, by declaration. */
export interface Context {
  services: Services;
  /** Null: signed out. */
  viewer: Viewer | null;
  language: Language;
  requestId: string;
  /** Id for the row that a field of a mutation makes: the same for each repeat under its Idempotency-Key, else new. */
  requestUuid: string;
  /** That of the field which answers under this name. A document may hold several of a kind: each makes a row of its own. */
  uuidFor(field: string): string;
  /** Whether the request came with an Idempotency-Key. */
  hasRequestKey: boolean;
  sessionDoor: SessionDoor;
  device: Device;
  /** What this operation took of the caller's points, and what is left. */
  rate: Rate;
  /** Loaders of this execution; every event of a subscription has its own. */
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
}

/** The context of the field of a mutation that answers under a name: its `requestUuid` is its own. */
export function contextOfField(context: Context, field: string): Context {
  let made: string | null = null;
  return Object.create(context, {
    requestUuid: {
      get: () => {
        made ??= context.uuidFor(field);
        return made;
      },
    },
  }) as Context;
}
