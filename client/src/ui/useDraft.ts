// What has been written of a form so far, kept on the device until it is sent.
import { useState } from 'react';

/** @param key in the device's store @param empty a form nobody has touched; also fills what an older draft lacks */
export function useDraft<Draft extends object>(
  key: string,
  empty: Draft,
): [draft: Draft, change: (more: Partial<Draft>) => void, forget: () => void] {
  const [draft, setDraft] = useState<Draft>(() => stored(key, empty));
  const change = (more: Partial<Draft>) =>
    setDraft((before) => {
      const next = { ...before, ...more };
      localStorage.setItem(key, JSON.stringify(next));
      return next;
    });
  const forget = () => {
    localStorage.removeItem(key);
    setDraft(empty);
  };
  return [draft, change, forget];
}

function stored<Draft extends object>(key: string, empty: Draft): Draft {
  try {
    return { ...empty, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Draft>) };
  } catch {
    return empty;
  }
}
