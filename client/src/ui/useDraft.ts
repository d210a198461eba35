// What has been written of a form so far, and its photos, kept on the device until it is sent.
import { del, delMany, get, keys, set } from 'idb-keyval';
import { useEffect, useState } from 'react';

const PREFIX = 'xieshou.draft.';
const OWNER = 'xieshou.draftsOf';

/** @param name of the form @param empty a form nobody has touched; also fills what an older draft lacks */
export function useDraft<Draft extends object>(
  name: string,
  empty: Draft,
): [draft: Draft, change: (more: Partial<Draft>) => void, forget: () => void] {
  const key = PREFIX + name;
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

/** @param name of the form; a browser without a store keeps them until the page is left */
export function useDraftFiles(name: string): [files: readonly Blob[], change: (files: readonly Blob[]) => void, forget: () => void] {
  const key = PREFIX + name;
  const [files, setFiles] = useState<readonly Blob[]>([]);
  useEffect(() => {
    const show = (kept: readonly Blob[] = []) => setFiles((taken) => (taken.length > 0 ? taken : kept));
    void get<readonly Blob[]>(key).then(show, () => {});
  }, [key]);
  const change = (next: readonly Blob[]) => {
    setFiles(next);
    void set(key, next).catch(() => {});
  };
  const forget = () => {
    setFiles([]);
    void del(key).catch(() => {});
  };
  return [files, change, forget];
}

/** What one person has written is not for the next on the same device. */
export function handDraftsTo(person: string): void {
  const owner = localStorage.getItem(OWNER);
  if (owner !== null && owner !== person) void forgetDrafts();
  localStorage.setItem(OWNER, person);
}

export async function forgetDrafts(): Promise<void> {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  localStorage.removeItem(OWNER);
  const kept = await keys<string>().catch(() => []);
  await delMany(kept.filter((key) => key.startsWith(PREFIX))).catch(() => {});
}

function stored<Draft extends object>(key: string, empty: Draft): Draft {
  try {
    return { ...empty, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Draft>) };
  } catch {
    return empty;
  }
}
