// A captain makes a shift, once or again and again.
import { type FormEvent, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import {
  CreateSeriesDocument,
  CreateShiftDocument,
  NewShiftDocument,
  type NewShiftQuery,
  RetireRouteDocument,
} from '../generated/volunteers/graphql.ts';
import { walkWords } from '../patrols/walk-words.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake, SelectField, TextArea, TextField } from '../ui/Field.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { inputTime, momentOf } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { RouteSheet } from './RouteSheet.tsx';
import { Ticks } from './Ticks.tsx';
import { words } from './words.ts';
import './volunteers.css';

const REPEATS = ['NEVER', 'DAILY', 'WEEKLY'] as const;
type Repeat = (typeof REPEATS)[number];
type Day = keyof (typeof words)['zh']['days'];

export default function NewShiftPage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const mayPlan = me?.viewer?.can.manageShifts ?? false;
  const [{ data, error }, refetch] = useQuery({ query: NewShiftDocument, pause: !mayPlan, requestPolicy: 'cache-and-network' });
  useEffect(() => {
    document.title = `${w.newShift} · 携手`;
  }, [w]);
  if (me && !mayPlan) return <SignInFirst />;
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <PageSkeleton />;
  const teams = data.teams.filter(({ canManage }) => canManage);
  return (
    <div className="page">
      <header>
        <h1>{w.newShift}</h1>
        <p className="note">{w.newShiftLead}</p>
      </header>
      {teams.length === 0 ? <EmptyState title={w.noOwnTeam} /> : <ShiftForm teams={teams} posts={data.dutyPosts} />}
    </div>
  );
}

/** Tomorrow at nine, as an input of date and time holds it. */
function tomorrow(): string {
  const now = new Date();
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9);
  return inputTime(at);
}

function ShiftForm({ teams, posts }: { teams: NewShiftQuery['teams']; posts: NewShiftQuery['dutyPosts'] }) {
  const w = useWords(words);
  const pw = useWords(walkWords);
  const { notify } = useSurroundings();
  const [, go] = useLocation();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [teamId, setTeamId] = useState(teams[0]?.id ?? '');
  const [postId, setPostId] = useState(posts[0]?.id ?? '');
  const [routeId, setRouteId] = useState('');
  const [isDrawing, setDrawing] = useState(false);
  const routes = teams.find(({ id }) => id === teamId)?.routes ?? [];
  const route = routes.find(({ id }) => id === routeId);
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [startsAt, setStartsAt] = useState(tomorrow);
  const [minutes, setMinutes] = useState('120');
  const [capacity, setCapacity] = useState('4');
  const [repeat, setRepeat] = useState<Repeat>('NEVER');
  const [days, setDays] = useState<readonly Day[]>([]);
  const [skipsHolidays, setSkipsHolidays] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const content = {
      ...{ teamId, postId, title, description, minutes: Number.parseInt(minutes, 10) || 0, capacity: Number.parseInt(capacity, 10) || 0 },
      ...{ startsAt: momentOf(startsAt), routeId: route?.id },
    };
    if (repeat === 'NEVER') {
      const made = await send(CreateShiftDocument, { input: { content } });
      if (!made) return;
      notify({ text: w.published(1) });
      return go(`/shifts/${made.shift.id}`);
    }
    const rule = repeat === 'DAILY' || days.length === 0 ? `FREQ=${repeat}` : `FREQ=WEEKLY;BYDAY=${days.join(',')}`;
    const made = await send(CreateSeriesDocument, { input: { content, rule, skipsHolidays } });
    if (!made) return;
    notify({ text: w.published(made.shifts.length) });
    go(`/shifts?team=${teamId}`);
  };
  const retire = async (id: string) => {
    if (await send(RetireRouteDocument, { input: { routeId: id } })) notify({ text: pw.routeRetired });
  };
  return (
    <>
      <form className="card form" onSubmit={(event) => void submit(event)} noValidate>
        <SelectField label={w.team} value={teamId} onChange={setTeamId} mistake={mistakeOf('teamId')}>
          {teams.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField label={w.what} value={title} onChange={setTitle} mistake={mistakeOf('title')} autoComplete="off" />
        <TextArea label={w.details} value={description} onChange={setDescription} mistake={mistakeOf('description')} />
        <SelectField label={w.post} value={postId} onChange={setPostId} mistake={mistakeOf('postId')}>
          {posts.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField label={pw.route} value={route?.id ?? ''} onChange={setRouteId} mistake={mistakeOf('routeId')}>
          <option value="">{pw.noRoute}</option>
          {routes.map(({ id, name, points }) => (
            <option key={id} value={id}>
              {pw.routeOf(name, points.length)}
            </option>
          ))}
        </SelectField>
        <span className="button-row">
          <button type="button" className="button" onClick={() => setDrawing(true)}>
            {pw.newRoute}
          </button>
          {route && (
            <button type="button" className="button" disabled={isSending} onClick={() => void retire(route.id)}>
              {pw.retireRoute}
            </button>
          )}
        </span>
        <TextField label={w.begins} type="datetime-local" value={startsAt} onChange={setStartsAt} mistake={mistakeOf('startsAt')} />
        <TextField label={w.lasts} inputMode="numeric" value={minutes} onChange={setMinutes} mistake={mistakeOf('minutes')} />
        <TextField label={w.howMany} inputMode="numeric" value={capacity} onChange={setCapacity} mistake={mistakeOf('capacity')} />
        <Segmented
          label={w.repeats}
          value={repeat}
          onChange={setRepeat}
          options={REPEATS.map((value) => ({ value, label: w.repeat[value] }))}
        />
        {repeat === 'WEEKLY' && <Ticks legend={w.onDays} names={w.days} chosen={days} onChange={setDays} />}
        {repeat !== 'NEVER' && (
          <label className="tick">
            <input type="checkbox" checked={skipsHolidays} onChange={() => setSkipsHolidays(!skipsHolidays)} />
            <span>{w.skipsHolidays}</span>
          </label>
        )}
        <Mistake text={problem || mistakeOf('rule')} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.publish}
        </button>
      </form>
      {isDrawing && <RouteSheet teamId={teamId} posts={posts} onMade={setRouteId} onClose={() => setDrawing(false)} />}
    </>
  );
}
