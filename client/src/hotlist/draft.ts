// An issue that is being written.
import { useDraft } from '../ui/useDraft.ts';

export interface Draft {
  title: string;
  description: string;
  category: string;
  /** Null: the home grid of whoever sends it, or the whole street. */
  gridId: string | null;
  point: { longitude: number; latitude: number } | null;
  votesToo: boolean;
}

const EMPTY: Draft = { title: '', description: '', category: '', gridId: null, point: null, votesToo: true };

export const useIssueDraft = () => useDraft('issue', EMPTY);
