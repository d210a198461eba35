// What has been written so far, kept on the device until it is sent.
import { useState } from 'react';

export interface Draft {
  title: string;
  description: string;
  category: string;
  /** Null: the home grid of whoever sends it, or the whole street. */
  gridId: string | null;
  point: { longitude: number; latitude: number } | null;
  votesToo: boolean;
}

const KEY = 'xieshou.draftIssue';
const EMPTY: Draft = { title: '', description: '', category: '', gridId: null, point: null, votesToo: true };

export function useDraft(): [draft: Draft, change: (more: Partial<Draft>) => void, forget: () => void] {
  const [draft, setDraft] = useState<Draft>(stored);
  const change = (more: Partial<Draft>) =>
    setDraft((before) => {
      const next = { ...before, ...more };
      localStorage.setItem(KEY, JSON.stringify(next));
      return next;
    });
  const forget = () => {
    localStorage.removeItem(KEY);
    setDraft(EMPTY);
  };
  return [draft, change, forget];
}

function stored(): Draft {
  try {
    return { ...EMPTY, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Draft>) };
  } catch {
    return EMPTY;
  }
}
