// A captain makes a shift, once or again and again.
import { useState } from 'react';
import { useLocation } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import {
  CreateSeriesDocument,
  CreateShiftDocument,
  NewShiftDocument,
  type NewShiftQuery,
  RetireRouteDocument,
} from '../generated/volunteers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { walkWords } from '../patrols/walk-words.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Check, SelectField, TextArea, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { PageWaits } from '../ui/Skeleton.tsx';
import { inputTime, momentOf } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
import { RouteSheet } from './RouteSheet.tsx';
import { Ticks } from './Ticks.tsx';
import { words } from './words.ts';
import './volunteers.css';

const REPEATS = ['NEVER', 'DAILY', 'WEEKLY'] as const;
type Repeat = (typeof REPEATS)[number];
type Day = keyof (typeof words)['zh']['days'];

export default function NewShiftPage() {
  const w = useWords(words);
  const me = useMe();
  const mayPlan = me?.viewer?.can.manageShifts ?? false;
  const { data, error, reread } = useRead({ query: NewShiftDocument, pause: !mayPlan, requestPolicy: 'cache-and-network' });
  if (me && !mayPlan) return <SignInFirst />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  const teams = data.teams.filter(({ canManage }) => canManage);
  return (
    <Page title={w.newShift} lead={w.newShiftLead}>
      {teams.length === 0 ? <EmptyState title={w.noOwnTeam} /> : <ShiftForm teams={teams} posts={data.dutyPosts} />}
    </Page>
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
  const [, go] = useLocation();
  const form = useForm({
    teamId: teams[0]?.id ?? '',
    postId: posts[0]?.id ?? '',
    routeId: '',
    title: '',
    description: '',
    startsAt: tomorrow(),
    minutes: '120',
    capacity: '4',
    repeat: 'NEVER' as Repeat,
    skipsHolidays: false,
  });
  const { teamId, routeId, repeat, skipsHolidays } = form.values;
  const [days, setDays] = useState<readonly Day[]>([]);
  const [isDrawing, setDrawing] = useState(false);
  const routes = teams.find(({ id }) => id === teamId)?.routes ?? [];
  const route = routes.find(({ id }) => id === routeId);
  const publish = async () => {
    const { postId, title, description, startsAt, minutes, capacity } = form.values;
    const content = {
      teamId,
      postId,
      title,
      description,
      minutes: Number.parseInt(minutes, 10) || 0,
      capacity: Number.parseInt(capacity, 10) || 0,
      startsAt: momentOf(startsAt),
      routeId: route?.id,
    };
    if (repeat === 'NEVER') {
      const made = await form.send(CreateShiftDocument, { input: { content } });
      return made && { count: 1, path: `/shifts/${made.shift.id}` };
    }
    const rule = repeat === 'DAILY' || days.length === 0 ? `FREQ=${repeat}` : `FREQ=WEEKLY;BYDAY=${days.join(',')}`;
    const made = await form.send(CreateSeriesDocument, { input: { content, rule, skipsHolidays } });
    return made && { count: made.shifts.length, path: `/shifts?team=${teamId}` };
  };
  const retire = async (id: string) => {
    if (await form.send(RetireRouteDocument, { input: { routeId: id } })) notify({ text: pw.routeRetired });
  };
  return (
    <>
      <Form
        className="card form"
        act={w.publish}
        of={form}
        mistake={form.mistakeOf('rule')}
        onSend={publish}
        says={({ count }) => w.published(count)}
        onDone={({ path }) => go(path)}
      >
        <SelectField label={w.team} {...form.field('teamId')} options={teams.map(({ id, name }) => [id, name])} />
        <TextField label={w.what} {...form.field('title')} autoComplete="off" />
        <TextArea label={w.details} {...form.field('description')} />
        <SelectField label={w.post} {...form.field('postId')} options={posts.map(({ id, name }) => [id, name])} />
        <SelectField
          label={pw.route}
          {...form.field('routeId')}
          value={route?.id ?? ''}
          none={pw.noRoute}
          options={routes.map(({ id, name, points }) => [id, pw.routeOf(name, points.length)])}
        />
        <span className="button-row">
          <Button label={pw.newRoute} onClick={() => setDrawing(true)} />
          {route && <Button label={pw.retireRoute} disabled={form.isSending} onClick={() => retire(route.id)} />}
        </span>
        <TextField label={w.begins} type="datetime-local" {...form.field('startsAt')} />
        <TextField label={w.lasts} inputMode="numeric" {...form.field('minutes')} />
        <TextField label={w.howMany} inputMode="numeric" {...form.field('capacity')} />
        <Segmented label={w.repeats} {...form.field('repeat')} options={REPEATS.map((value) => ({ value, label: w.repeat[value] }))} />
        {repeat === 'WEEKLY' && <Ticks legend={w.onDays} names={w.days} chosen={days} onChange={setDays} />}
        {repeat !== 'NEVER' && <Check label={w.skipsHolidays} {...form.field('skipsHolidays')} />}
      </Form>
      {isDrawing && (
        <RouteSheet teamId={teamId} posts={posts} onMade={(made) => form.change({ routeId: made })} onClose={() => setDrawing(false)} />
      )}
    </>
  );
}
