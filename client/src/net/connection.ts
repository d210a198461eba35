// Whether what is on the screen is live, and since when it is not.
import { useSyncExternalStore } from 'react';

export interface Connection {
  state: 'connecting' | 'live' | 'lost';
  /** When the server was last heard from, milliseconds since the epoch; null before the first time. */
  heardAt: number | null;
}

const listeners = new Set<() => void>();
let current: Connection = { state: 'connecting', heardAt: null };

function change(next: Partial<Connection>): void {
  current = { ...current, ...next };
  for (const listener of listeners) listener();
}

/** The server has been heard from: a message or the answer to a ping. */
export function heard(): void {
  change({ state: 'live', heardAt: Date.now() });
}

export function lost(): void {
  if (current.state !== 'lost') change({ state: 'lost' });
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
