// A report that is being written.
import { useDraft } from '../ui/useDraft.ts';

export interface ReportDraft {
  category: string;
  description: string;
  /** Null: none chosen; the home grid of whoever reports, or the dispatch desk. */
  gridId: string | null;
  point: { longitude: number; latitude: number } | null;
  isAnonymous: boolean;
}

const EMPTY: ReportDraft = { category: '', description: '', gridId: null, point: null, isAnonymous: false };

export const useReportDraft = () => useDraft('xieshou.draftReport', EMPTY);
