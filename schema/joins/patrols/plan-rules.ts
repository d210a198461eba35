// What a plan may be, and who must stand behind it. Pure.
import type { PlanStatus } from '../../../prisma/client/enums.ts';
import type { TimeWindow } from './hours.ts';

/** A plan is good for so long: what was hot last week may be solved. */
export const GOOD_FOR_MS = 7 * 86_400_000;
/** A run that nobody has ended is over after so long. */
export const LONGEST_RUN_MS = 12 * 3_600_000;
export const MOST_WINDOWS = 3;

/** Whether patrols walk it now. */
export function isInForce({ status, expiresAt }: { status: PlanStatus; expiresAt: Date | null }, at: Date): boolean {
  return status === 'APPROVED' && expiresAt !== null && at < expiresAt;
}

export type Approval = 'approved' | 'waits' | 'own';

/**
 * What an approval does. `required` people must stand behind a plan: whoever has made or edited it last, and those who approve.
 * `waits`: it counts, but another one is needed. `own`: they stand behind it already, and another one is needed.
 */
export function approvalOf(plan: { authorId: string | null; approvedBy: readonly string[] }, approver: string, required: number): Approval {
  const before = new Set([...plan.approvedBy, ...(plan.authorId ? [plan.authorId] : [])]);
  const after = new Set([...before, approver]);
  if (after.size >= required) return 'approved';
  return before.has(approver) ? 'own' : 'waits';
}

const clock = ({ from, to }: TimeWindow) => `${String(from).padStart(2, '0')}:00–${String(to).padStart(2, '0')}:00`;

/** What voters are told of an approved plan: in Chinese, as all that police say to residents. */
export const announcementOf = (places: readonly string[], windows: readonly TimeWindow[]) =>
  `已排好巡逻：${places.join('、')}；每天 ${windows.map(clock).join('、')}，为期一周。`;

/** Whether windows are whole hours of a day, not empty, not too many. */
export function areWindows(windows: readonly TimeWindow[]): boolean {
  const isHour = (hour: number) => Number.isInteger(hour) && hour >= 0 && hour <= 23;
  return (
    windows.length >= 1 && windows.length <= MOST_WINDOWS && windows.every(({ from, to }) => isHour(from) && isHour(to) && from !== to)
  );
}
