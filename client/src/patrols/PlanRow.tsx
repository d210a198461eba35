// One plan in a list: where, when, who is on the way.
import { Link } from 'wouter';
import type { PlanCardFragment, RunFragment } from '../generated/patrols/graphql.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { dateTime } from '../ui/time.ts';
import { words } from './words.ts';

/** 20:00–22:00, 02:00–04:00 */
export function timesOf({ windows }: Pick<PlanCardFragment, 'windows'>, hour: (hour: number) => string): string {
  return windows.map(({ from, to }) => `${hour(from)}–${hour(to)}`).join(' · ');
}

/** Who walks: staff by title, volunteers by their team. */
export const walkerOf = ({ staff, team }: Pick<RunFragment, 'staff' | 'team'>, volunteers: string) =>
  staff?.title ?? team?.name ?? volunteers;

/** How many points somebody has been at, far away left out. */
export const passedIn = ({ visits }: Pick<RunFragment, 'visits'>) => visits.filter(({ isFar }) => !isFar).length;

export function PlanRow({ plan }: { plan: PlanCardFragment }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { id, title, source, grid, route, runCount, walking, status, isInForce, expiresAt, dismissReason, staff, teams } = plan;
  const all = route?.pointCount ?? 0;
  const walkers = [...staff.map((one) => one.title), ...teams.map(({ name }) => name)];
  return (
    <li>
      <Link className="card plan-row" href={`/plans/${id}`}>
        <strong>{title}</strong>
        <span className="note numbers">
          {grid?.name ?? w.wholeStation} · {w.sources[source]} · {route ? w.points(all) : w.noRoute}
        </span>
        <span className="numbers">{w.daily(timesOf(plan, w.hour))}</span>
        {walkers.length > 0 && <span className="note">{walkers.join(' · ')}</span>}
        {walking.map((run) => (
          <span key={run.id} className="plan-walking numbers">
            {w.walking(walkerOf(run, w.volunteers), passedIn(run), all)}
          </span>
        ))}
        <span className="note numbers">
          {status === 'DISMISSED' && w.dismissed(dismissReason)}
          {status === 'APPROVED' && expiresAt && (isInForce ? w.until : w.expired)(dateTime(expiresAt, language))}
          {status === 'APPROVED' && ` · ${runCount > 0 ? w.walked(runCount) : w.notWalked}`}
        </span>
      </Link>
    </li>
  );
}
