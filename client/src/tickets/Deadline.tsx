// How long until the nearest deadline: icon, word and colour; counts down by the minute.
import { AlarmClock, CirclePause, TriangleAlert } from 'lucide-react';
import type { TicketCardFragment } from '../generated/tickets/graphql.ts';
import { useWords } from '../ui/preferences.ts';
import { useNow } from '../ui/useNow.ts';
import { words } from './words.ts';

type Words = (typeof words)['zh'];

const MINUTE = 60_000;
/** So near, a minute is much. */
const NEAR_MS = 2 * MINUTE;

export function Deadline({ ticket: { dueAt, slaState } }: { ticket: Pick<TicketCardFragment, 'dueAt' | 'slaState'> }) {
  const w = useWords(words);
  const isNear = dueAt !== null && Math.abs(Date.parse(dueAt) - Date.now()) < NEAR_MS;
  const now = useNow(isNear ? 1000 : 30_000);
  if (slaState === 'NONE') return null;
  if (slaState === 'PAUSED' || !dueAt) {
    return (
      <span className="deadline deadline-paused">
        <CirclePause aria-hidden="true" /> {w.paused}
      </span>
    );
  }
  const left = Date.parse(dueAt) - now;
  const isLate = left <= 0;
  const tone = isLate
    ? 'late'
    : slaState === 'DUE_SOON' || slaState === 'BREACHED'
      ? 'soon'
      : slaState === 'HALF_USED'
        ? 'half'
        : 'on-time';
  const Icon = isLate ? TriangleAlert : AlarmClock;
  return (
    <span className={`deadline deadline-${tone} numbers`}>
      <Icon aria-hidden="true" /> {isLate ? w.over(duration(-left, w)) : w.left(duration(left, w))}
    </span>
  );
}

/** "3 h 12 min", "2 d 4 h": two units at most. */
function duration(ms: number, w: Words): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  if (days > 0) return hours > 0 ? `${w.days(days)} ${w.hours(hours)}` : w.days(days);
  if (hours > 0) return rest > 0 ? `${w.hours(hours)} ${w.minutes(rest)}` : w.hours(hours);
  return w.minutes(rest);
}
