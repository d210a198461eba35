// Training: volunteers take a place; officers plan it and note who came.
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useMe } from '../app/useMe.ts';
import {
  CancelTrainingDocument,
  CoursesDocument,
  CreateCourseDocument,
  CreateTrainingDocument,
  JoinTrainingDocument,
  LeaveTrainingDocument,
  MarkTrainingDocument,
  type TrainingFragment,
  TrainingsDocument,
} from '../generated/volunteers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { PageWaits } from '../ui/Skeleton.tsx';
import { Tag } from '../ui/Tag.tsx';
import { clockTime, dateTime, momentOf } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './volunteers.css';

/** Officers note who came for so long after it. */
const BACK_MS = 14 * 86_400_000;

export default function TrainingPage() {
  const w = useWords(words);
  const me = useMe();
  const isOfficer = me?.viewer?.can.manageVolunteers ?? false;
  const from = useMemo(() => (isOfficer ? new Date(Math.floor(Date.now() / 60_000) * 60_000 - BACK_MS).toISOString() : null), [isOfficer]);
  const { data, error, reread } = useRead({ query: TrainingsDocument, variables: { from }, requestPolicy: 'cache-and-network' });
  const [isPlanning, setPlanning] = useState(false);
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  return (
    <Page title={w.trainingTitle} lead={w.trainingLead}>
      {isOfficer && <Button label={w.newTraining} kind="main" onClick={() => setPlanning(true)} />}
      {data.trainingSessions.length === 0 && <EmptyState title={w.noTraining} hint={w.noTrainingHint} />}
      {data.trainingSessions.map((session) => (
        <SessionCard key={session.id} session={session} mayJoin={me?.viewer?.can.serveShifts ?? false} isOfficer={isOfficer} />
      ))}
      {isPlanning && <PlanSheet onDone={reread} onClose={() => setPlanning(false)} />}
    </Page>
  );
}

function SessionCard({ session, mayJoin, isOfficer }: { session: TrainingFragment; mayJoin: boolean; isOfficer: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { send, isSending, problem } = useSubmission();
  const { id: sessionId, course, place, startsAt, endsAt, capacity, joinedCount, isCancelled, viewerHasJoined, enrolments } = session;
  const hasBegun = Date.parse(startsAt) <= Date.now();
  const join = async () => {
    if (await send(JoinTrainingDocument, { input: { sessionId } })) notify({ text: w.trainingJoined });
  };
  const leave = async () => {
    if (await send(LeaveTrainingDocument, { input: { sessionId } })) notify({ text: w.trainingLeft });
  };
  const mark = (volunteerId: string, wasThere: boolean) => void send(MarkTrainingDocument, { input: { sessionId, volunteerId, wasThere } });
  return (
    <Card title={course?.name} className={isCancelled ? 'shift-off' : ''}>
      <p className="numbers">
        {dateTime(startsAt, language)}–{clockTime(Date.parse(endsAt))} · {place}
      </p>
      <p className="note">{course?.description}</p>
      <p className="numbers">{w.places(joinedCount, capacity)}</p>
      {isCancelled && <Tag tone="bad">{w.calledOff}</Tag>}
      {mayJoin && !isCancelled && !hasBegun && (
        <Button
          label={viewerHasJoined ? w.leaveTraining : joinedCount >= capacity ? w.full : w.join}
          kind={viewerHasJoined ? undefined : 'main'}
          disabled={isSending || (!viewerHasJoined && joinedCount >= capacity)}
          onClick={viewerHasJoined ? leave : join}
        />
      )}
      {isOfficer && !isCancelled && enrolments && enrolments.length > 0 && (
        <>
          <h3>{w.whoCame}</h3>
          <Rows>
            {enrolments.map(({ volunteer, wasThere }) => (
              <Row
                key={volunteer?.id}
                end={
                  hasBegun &&
                  volunteer &&
                  ([true, false] as const).map((came) => (
                    <Button
                      label={came ? w.came : w.didNotCome}
                      kind={wasThere === came ? 'main' : undefined}
                      key={String(came)}
                      aria-pressed={wasThere === came}
                      disabled={isSending}
                      onClick={() => mark(volunteer.id, came)}
                    />
                  ))
                }
              >
                {volunteer?.name}
              </Row>
            ))}
          </Rows>
        </>
      )}
      {isOfficer && !isCancelled && !hasBegun && (
        <Button label={w.callOff} disabled={isSending} onClick={() => send(CancelTrainingDocument, { input: { sessionId } })} />
      )}
      <Mistake text={problem || undefined} />
    </Card>
  );
}

const NEW = 'new';

function PlanSheet({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const w = useWords(words);
  const form = useForm({ courseId: '', name: '', validMonths: '', place: '', startsAt: '', minutes: '120', capacity: '30' });
  const [{ data }] = useQuery({ query: CoursesDocument, requestPolicy: 'cache-and-network' });
  const courses = data?.trainingCourses ?? [];
  const course = form.values.courseId || courses[0]?.id || NEW;
  const plan = async () => {
    const { name, validMonths, place, startsAt, minutes, capacity } = form.values;
    let courseId = course;
    if (course === NEW) {
      const made = await form.send(CreateCourseDocument, { input: { name, validMonths: Number.parseInt(validMonths, 10) || null } });
      if (!made) return;
      courseId = made.course.id;
      form.change({ courseId });
    }
    const count = { minutes: Number.parseInt(minutes, 10) || 0, capacity: Number.parseInt(capacity, 10) || 0 };
    return form.send(CreateTrainingDocument, { input: { courseId, place, startsAt: momentOf(startsAt), ...count } });
  };
  return (
    <FormSheet title={w.newTraining} act={w.newTraining} of={form} onSend={plan} says={w.done} onDone={onDone} onClose={onClose}>
      <SelectField
        label={w.course}
        {...form.field('courseId')}
        value={course}
        options={[...courses.map(({ id, name }) => [id, name] as const), [NEW, w.newCourse]]}
      />
      {course === NEW && (
        <>
          <TextField label={w.courseName} {...form.field('name')} />
          <TextField label={w.validMonths} hint={w.validMonthsHint} inputMode="numeric" {...form.field('validMonths')} />
        </>
      )}
      <TextField label={w.placeName} {...form.field('place')} />
      <TextField label={w.begins} type="datetime-local" {...form.field('startsAt')} />
      <TextField label={w.lasts} inputMode="numeric" {...form.field('minutes')} />
      <TextField label={w.howMany} inputMode="numeric" {...form.field('capacity')} />
    </FormSheet>
  );
}
