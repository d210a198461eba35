// What has been written of a report so far, kept on the device until it is received.
import { useState } from 'react';

export interface ReportDraft {
  category: string;
  description: string;
  /** Null: none chosen; the home grid of whoever reports, or the dispatch desk. */
  gridId: string | null;
  point: { longitude: number; latitude: number } | null;
  isAnonymous: boolean;
}

const KEY = 'xieshou.draftReport';
const EMPTY: ReportDraft = { category: '', description: '', gridId: null, point: null, isAnonymous: false };

export function useReportDraft(): [draft: ReportDraft, change: (more: Partial<ReportDraft>) => void, forget: () => void] {
  const [draft, setDraft] = useState<ReportDraft>(stored);
  const change = (more: Partial<ReportDraft>) =>
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

function stored(): ReportDraft {
  try {
    return { ...EMPTY, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<ReportDraft>) };
  } catch {
    return EMPTY;
  }
}
