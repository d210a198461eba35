// Who may do what: the one table of rules.
import type { Viewer } from './viewer.ts';

/** A duty of the viewer that is in force now. */
export interface DutyNow {
  gridId: string;
}

/** Residents raise and vote; staff have other ways to speak. */
export function mayVote(viewer: Viewer | null): boolean {
  return viewer?.kind === 'resident';
}

/**
 * Whether the viewer may close an issue of the grid `gridId` (null: the station's own).
 * Dispatcher and commander: every issue. Officer and grid worker: those of grids they serve now.
 */
export function mayCloseHotIssue(viewer: Viewer | null, gridId: string | null, duties: readonly DutyNow[]): boolean {
  if (viewer?.kind !== 'staff') return false;
  switch (viewer.role) {
    case 'DISPATCHER':
    case 'COMMANDER':
      return true;
    case 'OFFICER':
    case 'GRID_WORKER':
      return gridId !== null && duties.some((duty) => duty.gridId === gridId);
    default:
      return false;
  }
}
