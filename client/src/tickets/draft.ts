// A report that is being written.
import { type ChosenPlace, NO_PLACE } from '../places/chosen.ts';
import { useDraft, useDraftFiles } from '../ui/useDraft.ts';

export interface ReportDraft extends ChosenPlace {
  category: string;
  description: string;
  /** Null: none chosen; the home grid of whoever reports, or the dispatch desk. */
  gridId: string | null;
  point: { longitude: number; latitude: number } | null;
  isAnonymous: boolean;
}

const EMPTY: ReportDraft = { ...NO_PLACE, category: '', description: '', gridId: null, point: null, isAnonymous: false };

const FORM = 'report';

export const useReportDraft = () => useDraft(FORM, EMPTY);
export const useReportFiles = () => useDraftFiles(FORM);
