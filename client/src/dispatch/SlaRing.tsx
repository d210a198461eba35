// What is left of a ticket's nearest deadline, as a ring that empties: green, amber from half, red from four fifths, striped when late.

import type { BoardTicketFragment } from '../generated/tickets/graphql.ts';
import { words as ticketWords } from '../tickets/words.ts';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

export type Timed = Pick<BoardTicketFragment, 'dueAt' | 'slaState' | 'remainingSeconds' | 'limitSeconds'>;

export function SlaRing({ ticket, now }: { ticket: Timed; now: number }) {
  const w = useWords(words);
  const tw = useWords(ticketWords);
  const { tone, share, text } = slaLook(ticket, now);
  const label = tone === 'paused' ? tw.paused : tone === 'late' ? tw.over(text) : tone === 'none' ? w.noDeadline : tw.left(text);
  return (
    <span className={`ring ring-${tone} numbers`} role="img" aria-label={label} title={label}>
      <svg viewBox="0 0 36 36" aria-hidden="true">
        <circle className="ring-ground" cx="18" cy="18" r="15.5" />
        <circle
          className="ring-left"
          cx="18"
          cy="18"
          r="15.5"
          pathLength="100"
          strokeDasharray={tone === 'late' ? '6 4' : `${share * 100} 100`}
        />
      </svg>
      <span aria-hidden="true">{text}</span>
    </span>
  );
}

type Tone = 'none' | 'paused' | 'fine' | 'half' | 'soon' | 'late';

/** How a deadline looks at a moment: working time left, never more than what the wall clock leaves. */
export function slaLook(
  { dueAt, slaState, remainingSeconds, limitSeconds }: Timed,
  now: number,
): { tone: Tone; share: number; text: string } {
  if (slaState === 'PAUSED') return { tone: 'paused', share: 1, text: '❚❚' };
  if (!dueAt || remainingSeconds === null || !limitSeconds) return { tone: 'none', share: 0, text: '—' };
  const left = Math.min(remainingSeconds, (Date.parse(dueAt) - now) / 1000);
  const share = Math.max(0, Math.min(1, left / limitSeconds));
  const tone = left <= 0 ? 'late' : share <= 0.2 ? 'soon' : share <= 0.5 ? 'half' : 'fine';
  return { tone, share, text: shortTime(Math.abs(left)) };
}

/** 1:15 below an hour's last ten minutes, then 18m, 21h, 3d. */
function shortTime(seconds: number): string {
  if (seconds < 600) return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  if (seconds < 5400) return `${Math.round(seconds / 60)}m`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)}h`;
  return `${Math.round(seconds / 86_400)}d`;
}
