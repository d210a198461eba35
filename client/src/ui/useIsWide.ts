// Whether there is room for a detail beside the column (1,024 px of normal text).
import { useSyncExternalStore } from 'react';

const wide = matchMedia('(min-width: 64em)');

export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      wide.addEventListener('change', listener);
      return () => wide.removeEventListener('change', listener);
    },
    () => wide.matches,
  );
}
