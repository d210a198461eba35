// Shifts of the next two weeks by day, with the places left, live; and those I have joined.
import { useEffect } from 'react';
import { useQuery, useSubscription } from 'urql';
import { Link, useSearchParams } from 'wouter';
import { type Language, usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { ShiftsDocument, type ShiftsQuery, ShiftsUpdatedDocument } from '../generated/volunteers/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { clockTime } from '../ui/time.ts';
import { PlaceTag } from './PlaceTag.tsx';
import { words } from './words.ts';
import './volunteers.css';

type ShiftOfList = ShiftsQuery['shifts']['edges'][number]['node'];

const VIEWS = ['all', 'mine'] as const;
type View = (typeof VIEWS)[number];

export default function ShiftsPage() {
  const w = useWords(words);
  const [params, setParams] = useSearchParams();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const view: View = params.get('view') === 'mine' ? 'mine' : 'all';
  const teamId = params.get('team');
  const mayServe = me?.viewer?.can.serveShifts ?? false;
  const [{ data, error }, refetch] = useQuery({
    query: ShiftsDocument,
    variables: { filter: { isMine: view === 'mine', teamId } },
    requestPolicy: 'cache-and-network',
  });
  const [{ data: live }] = useSubscription({ query: ShiftsUpdatedDocument });
  const shifts = data?.shifts.edges.map(({ node }) => node);
  const isNew =
    view === 'all' && !teamId && shifts && shifts.length < 100 && live?.shiftUpdated.some(({ id }) => !shifts.some((one) => one.id === id));
  useEffect(() => {
    if (isNew) refetch({ requestPolicy: 'network-only' });
  }, [isNew, refetch]);
  useEffect(() => {
    document.title = `${w.title} · 携手`;
  }, [w]);
  const ask = (more: { view?: View; team?: string }) => {
    const next = { view, team: teamId ?? '', ...more };
    setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value && value !== 'all')), { replace: true });
  };

  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data || !shifts) return <PageSkeleton />;
  return (
    <div className="page">
      <header>
        <div className="page-head">
          <h1>{w.title}</h1>
          <LiveDot />
        </div>
        <p className="note">{w.lead}</p>
      </header>
      {me?.viewer && !mayServe && me.myResident && (
        <Link href="/volunteer" className="button">
          {w.becomeOne}
        </Link>
      )}
      {me?.viewer?.can.manageShifts && (
        <Link href="/shifts/new" className="button">
          {w.newShift}
        </Link>
      )}
      {mayServe && (
        <Segmented
          label={w.show}
          value={view}
          onChange={(value) => ask({ view: value })}
          options={VIEWS.map((value) => ({ value, label: w[value] }))}
        />
      )}
      {view === 'all' && (
        <SelectField label={w.team} value={teamId ?? ''} onChange={(team) => ask({ team })}>
          <option value="">{w.allTeams}</option>
          {data.teams.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      {teamId && (
        <Link href={`/teams/${teamId}`} className="button">
          {w.toTeam}
        </Link>
      )}
      {shifts.length === 0 && (
        <EmptyState title={view === 'mine' ? w.noneMine : w.none} hint={view === 'mine' ? w.noneMineHint : w.noneHint} />
      )}
      <Days shifts={shifts} />
    </div>
  );
}

function Days({ shifts }: { shifts: readonly ShiftOfList[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const byDay = Map.groupBy(shifts, ({ startsAt }) => new Date(startsAt).toDateString());
  const now = new Date();
  return [...byDay].map(([day, list]) => (
    <section key={day} className="shift-day">
      <h2>{dayName(new Date(list[0]?.startsAt as string), now, language, w)}</h2>
      <ul className="shift-list">
        {list.map((shift) => (
          <li key={shift.id}>
            <ShiftRow shift={shift} />
          </li>
        ))}
      </ul>
    </section>
  ));
}

/** Today, tomorrow, or the day of the week with its date. */
function dayName(date: Date, now: Date, language: Language, w: { today: string; tomorrow: string }): string {
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'long', month: 'long', day: 'numeric' });
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  if (date.toDateString() === now.toDateString()) return `${w.today} · ${format.format(date)}`;
  return date.toDateString() === tomorrow.toDateString() ? `${w.tomorrow} · ${format.format(date)}` : format.format(date);
}

function ShiftRow({ shift }: { shift: ShiftOfList }) {
  const w = useWords(words);
  const { id, title, startsAt, endsAt, team, post, capacity, joinedCount, waitingCount, earning, cancelledAt } = shift;
  return (
    <Link href={`/shifts/${id}`} className={`card shift-row ${cancelledAt ? 'shift-off' : ''}`}>
      <span className="shift-time numbers">
        {clockTime(Date.parse(startsAt))}
        <span className="note">{clockTime(Date.parse(endsAt))}</span>
      </span>
      <span className="shift-what">
        <strong>{title}</strong>
        <span className="note">
          {team?.name} · {post?.name}
        </span>
        <PlaceTag shift={shift} />
      </span>
      <span className="shift-numbers numbers">
        {earning && <span className="shift-earns">{w.earns(earning.points)}</span>}
        <span className="note">{joinedCount >= capacity ? w.full : w.places(joinedCount, capacity)}</span>
        {waitingCount > 0 && <span className="note">{w.waiting(waitingCount)}</span>}
      </span>
    </Link>
  );
}
