// Short messages: any part says one here, the frame shows the last.
import { useSyncExternalStore } from 'react';

export interface NoticeContent {
  text: string;
  action?: { label: string; run: () => void };
  /** Milliseconds it is shown; six seconds unless said otherwise. */
  forMs?: number;
}

const listeners = new Set<() => void>();
let last: NoticeContent | null = null;

/** Shows a message; null takes away the one that is shown. */
export function notify(notice: NoticeContent | null): void {
  last = notice;
  for (const listener of listeners) listener();
}

export function useNotice(): NoticeContent | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => last,
  );
}
