// Who should go. Pure functions.
import { type GeoPoint, metresBetween } from '../../commons/grids/rules.ts';
import type { NextInLine } from './life-cycle.ts';
import type { Candidate } from './store.ts';

/** Why somebody is suggested, strongest reason first. */
export type SuggestionReason = 'SERVES_GRID' | 'NEAREST' | 'ESTATE';

export interface Suggestion {
  candidate: Candidate;
  reason: SuggestionReason;
  /** From the middle of the nearest grid they serve; null where either place is unknown. */
  metres: number | null;
  /** How many tickets of the task's category they have resolved within a year. */
  practice: number;
}

/** What routing knows of a grid. */
export interface GridMiddle {
  id: string;
  middle: GeoPoint | null;
}

export interface Task {
  gridId: string | null;
  point: GeoPoint | null;
  category: string | null;
}

/**
 * Everybody who could go, best first: people on duty in the ticket's grid before people nearby, officers before grid
 * workers, the less loaded before the more loaded, the practised before the others; property last.
 */
export function suggest(candidates: readonly Candidate[], task: Task, grids: readonly GridMiddle[]): Suggestion[] {
  const middles = new Map(grids.map(({ id, middle }) => [id, middle]));
  const place = task.point ?? (task.gridId ? (middles.get(task.gridId) ?? null) : null);
  return candidates
    .map((candidate): Suggestion => {
      const distances = candidate.gridIds.flatMap((id) => {
        const middle = middles.get(id);
        return place && middle ? metresBetween(place, middle) : [];
      });
      const metres = distances.length > 0 ? Math.round(Math.min(...distances)) : null;
      const serves = task.gridId !== null && candidate.gridIds.includes(task.gridId);
      const practice = (task.category && candidate.practice[task.category]) || 0;
      return { candidate, metres, practice, reason: serves ? 'SERVES_GRID' : candidate.role === 'PROPERTY' ? 'ESTATE' : 'NEAREST' };
    })
    .sort(
      (a, b) =>
        REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason) ||
        roleRank(a) - roleRank(b) ||
        (a.reason === 'NEAREST' ? (a.metres ?? Infinity) - (b.metres ?? Infinity) || 0 : 0) ||
        a.candidate.openCount - b.candidate.openCount ||
        b.practice - a.practice ||
        a.candidate.id.localeCompare(b.candidate.id),
    );
}

const REASONS: readonly SuggestionReason[] = ['SERVES_GRID', 'NEAREST', 'ESTATE'];
const roleRank = ({ candidate }: Suggestion) => (candidate.role === 'OFFICER' ? 0 : 1);

/** Whom an alarm goes to by itself: an officer of the grid, else the nearest on duty; null: the dispatcher's desk. */
export function whoAnswers(suggestions: readonly Suggestion[]): Suggestion | null {
  return suggestions.find(({ candidate }) => candidate.role === 'OFFICER' && candidate.gridIds.length > 0) ?? null;
}

/** Who is called to an emergency that nobody has accepted: everybody on duty, officers first, in the order of the suggestions. */
export function lineOf(suggestions: readonly Suggestion[]): NextInLine[] {
  const onDuty = suggestions.filter(({ candidate }) => candidate.gridIds.length > 0 && candidate.role !== 'PROPERTY');
  const officersFirst = onDuty.toSorted((a, b) => roleRank(a) - roleRank(b));
  return officersFirst.map(({ candidate: { id, title }, reason }) => ({ id, title, because: reason }));
}
