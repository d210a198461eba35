// A volunteer's next shift, and to check in when it is time.
import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { NextShiftDocument } from '../generated/graphql.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { clockTime, dateTime } from '../ui/time.ts';
import { words } from './words.ts';

const DAY_MS = 86_400_000;
/** As early as somebody may check in. */
const EARLY_MS = 30 * 60_000;

export function NextShift() {
  const w = useWords(words);
  const { language } = usePreferences();
  // To the minute, so that coming back finds what is kept.
  const [from] = useState(() => Math.floor(Date.now() / 60_000) * 60_000);
  const variables = { from: new Date(from).toISOString(), until: new Date(from + 14 * DAY_MS).toISOString() };
  const [{ data }] = useQuery({ query: NextShiftDocument, variables, requestPolicy: 'cache-and-network' });
  if (!data) return null;
  const shift = data.shifts.edges[0]?.node;
  if (!shift) {
    return (
      <Link href="/shifts" className="card next-shift">
        <CalendarDays aria-hidden="true" />
        <span>{w.noShift}</span>
      </Link>
    );
  }
  const { id, title, startsAt, endsAt, post, mySignup } = shift;
  const canCheckIn = mySignup?.status === 'JOINED' && !mySignup.attendance && Date.parse(startsAt) - Date.now() < EARLY_MS;
  return (
    <Link href={`/shifts/${id}`} className="card next-shift">
      <CalendarDays aria-hidden="true" />
      <span className="next-shift-what">
        <span className="note">
          {w.nextShift}
          {mySignup?.status === 'WAITING' && ` · ${w.onWaitList}`}
        </span>
        <strong>{title}</strong>
        <span className="numbers">
          {dateTime(startsAt, language)}–{clockTime(Date.parse(endsAt))} · {post?.name}
        </span>
      </span>
      {canCheckIn && <span className="button button-main button-small">{w.checkIn}</span>}
      {mySignup?.attendance && !mySignup.attendance.outAt && <span className="button button-main button-small">{w.checkOut}</span>}
    </Link>
  );
}
