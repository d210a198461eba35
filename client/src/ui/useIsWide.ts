// Whether there is room for a detail beside the rest: 1,024 px, or 1,280 for a board of three columns.
import { useSyncExternalStore } from 'react';

const queries = { page: matchMedia('(min-width: 64em)'), board: matchMedia('(min-width: 80em)') };

export function useIsWide(of: keyof typeof queries = 'page'): boolean {
  const wide = queries[of];
  return useSyncExternalStore(
    (listener) => {
      wide.addEventListener('change', listener);
      return () => wide.removeEventListener('change', listener);
    },
    () => wide.matches,
  );
}
