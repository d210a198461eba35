// Shifts of the next two weeks by day, with the places left, live; and those I have joined.
import { useEffect } from 'react';
import { useSubscription } from 'urql';
import { Link, useSearchParams } from 'wouter';
import { useMe } from '../app/useMe.ts';
import { ShiftsDocument, type ShiftsQuery, ShiftsUpdatedDocument } from '../generated/volunteers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Group } from '../ui/Card.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { Page } from '../ui/Page.tsx';
import { type Language, usePreferences, useWords } from '../ui/preferences.ts';
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
  const me = useMe();
  const view: View = params.get('view') === 'mine' ? 'mine' : 'all';
  const teamId = params.get('team');
  const mayServe = me?.viewer?.can.serveShifts ?? false;
  const { data, error, reread } = useRead({
    query: ShiftsDocument,
    variables: { filter: { isMine: view === 'mine', teamId } },
    requestPolicy: 'cache-and-network',
  });
  const [{ data: live }] = useSubscription({ query: ShiftsUpdatedDocument });
  const shifts = data?.shifts.edges.map(({ node }) => node);
  const isNew =
    view === 'all' && !teamId && shifts && shifts.length < 100 && live?.shiftUpdated.some(({ id }) => !shifts.some((one) => one.id === id));
  useEffect(() => {
    if (isNew) reread();
  }, [isNew, reread]);
  const ask = (more: { view?: View; team?: string }) => {
    const next = { view, team: teamId ?? '', ...more };
    setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value && value !== 'all')), { replace: true });
  };

  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!data || !shifts) return <PageSkeleton />;
  return (
    <Page title={w.title} lead={w.lead} isLive>
      {me?.viewer && !mayServe && me.myResident && <LinkButton label={w.becomeOne} href="/volunteer" />}
      {me?.viewer?.can.manageShifts && <LinkButton label={w.newShift} href="/shifts/new" />}
      {mayServe && (
        <Segmented
          label={w.show}
          value={view}
          onChange={(value) => ask({ view: value })}
          options={VIEWS.map((value) => ({ value, label: w[value] }))}
        />
      )}
      {view === 'all' && (
        <SelectField
          label={w.team}
          value={teamId ?? ''}
          onChange={(team) => ask({ team })}
          none={w.allTeams}
          options={data.teams.map(({ id, name }) => [id, name])}
        />
      )}
      {teamId && <LinkButton label={w.toTeam} href={`/teams/${teamId}`} />}
      {shifts.length === 0 && (
        <EmptyState title={view === 'mine' ? w.noneMine : w.none} hint={view === 'mine' ? w.noneMineHint : w.noneHint} />
      )}
      <Days shifts={shifts} />
    </Page>
  );
}

function Days({ shifts }: { shifts: readonly ShiftOfList[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const byDay = Map.groupBy(shifts, ({ startsAt }) => new Date(startsAt).toDateString());
  const now = new Date();
  return [...byDay].map(([day, list]) => (
    <Group title={dayName(new Date(list[0]?.startsAt as string), now, language, w)} key={day}>
      <ul className="shift-list">
        {list.map((shift) => (
          <li key={shift.id}>
            <ShiftRow shift={shift} />
          </li>
        ))}
      </ul>
    </Group>
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
