// How near a deadline is, as the inbox groups by it.

export type Group = 'late' | 'today' | 'later';

export const GROUPS: readonly Group[] = ['late', 'today', 'later'];

/** By the phone's wall clock; what has no deadline can wait. */
export function groupOf(dueAt: string | null, now: number): Group {
  if (dueAt === null) return 'later';
  const due = Date.parse(dueAt);
  if (due <= now) return 'late';
  return due < new Date(now).setHours(24, 0, 0, 0) ? 'today' : 'later';
}
