// Training: volunteers take a place; officers plan it and note who came.
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
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
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { clockTime, dateTime, momentOf } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './volunteers.css';

/** Officers note who came for so long after it. */
const BACK_MS = 14 * 86_400_000;

export default function TrainingPage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isOfficer = me?.viewer?.can.manageVolunteers ?? false;
  const from = useMemo(() => (isOfficer ? new Date(Math.floor(Date.now() / 60_000) * 60_000 - BACK_MS).toISOString() : null), [isOfficer]);
  const [{ data, error }, refetch] = useQuery({ query: TrainingsDocument, variables: { from }, requestPolicy: 'cache-and-network' });
  const [isPlanning, setPlanning] = useState(false);
  useEffect(() => {
    document.title = `${w.trainingTitle} · 携手`;
  }, [w]);
  const reload = () => refetch({ requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState onRetry={reload} />;
  if (!data) return <PageSkeleton />;
  return (
    <div className="page">
      <header>
        <h1>{w.trainingTitle}</h1>
        <p className="note">{w.trainingLead}</p>
      </header>
      {isOfficer && (
        <button type="button" className="button button-main" onClick={() => setPlanning(true)}>
          {w.newTraining}
        </button>
      )}
      {data.trainingSessions.length === 0 && <EmptyState title={w.noTraining} hint={w.noTrainingHint} />}
      {data.trainingSessions.map((session) => (
        <SessionCard key={session.id} session={session} mayJoin={me?.viewer?.can.serveShifts ?? false} isOfficer={isOfficer} />
      ))}
      {isPlanning && <PlanSheet onDone={reload} onClose={() => setPlanning(false)} />}
    </div>
  );
}

function SessionCard({ session, mayJoin, isOfficer }: { session: TrainingFragment; mayJoin: boolean; isOfficer: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { notify } = useSurroundings();
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
    <section className={`card shift-facts ${isCancelled ? 'shift-off' : ''}`}>
      <h2>{course?.name}</h2>
      <p className="numbers">
        {dateTime(startsAt, language)}–{clockTime(Date.parse(endsAt))} · {place}
      </p>
      <p className="note">{course?.description}</p>
      <p className="numbers">{w.places(joinedCount, capacity)}</p>
      {isCancelled && <p className="place-tag place-off">{w.calledOff}</p>}
      {mayJoin && !isCancelled && !hasBegun && (
        <button
          type="button"
          className={viewerHasJoined ? 'button' : 'button button-main'}
          disabled={isSending || (!viewerHasJoined && joinedCount >= capacity)}
          onClick={() => void (viewerHasJoined ? leave() : join())}
        >
          {viewerHasJoined ? w.leaveTraining : joinedCount >= capacity ? w.full : w.join}
        </button>
      )}
      {isOfficer && !isCancelled && enrolments && enrolments.length > 0 && (
        <>
          <h3>{w.whoCame}</h3>
          <ul className="shift-people">
            {enrolments.map(({ volunteer, wasThere }) => (
              <li key={volunteer?.id}>
                <span>{volunteer?.name}</span>
                {hasBegun && volunteer && (
                  <span className="button-row">
                    {([true, false] as const).map((came) => (
                      <button
                        key={String(came)}
                        type="button"
                        className={wasThere === came ? 'button button-main' : 'button'}
                        aria-pressed={wasThere === came}
                        disabled={isSending}
                        onClick={() => mark(volunteer.id, came)}
                      >
                        {came ? w.came : w.didNotCome}
                      </button>
                    ))}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {isOfficer && !isCancelled && !hasBegun && (
        <button
          type="button"
          className="button"
          disabled={isSending}
          onClick={() => void send(CancelTrainingDocument, { input: { sessionId } })}
        >
          {w.callOff}
        </button>
      )}
      <Mistake text={problem || undefined} />
    </section>
  );
}

const NEW = 'new';

function PlanSheet({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [{ data }] = useQuery({ query: CoursesDocument, requestPolicy: 'cache-and-network' });
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const [months, setMonths] = useState('');
  const [place, setPlace] = useState('');
  const [startsAt, setStartsAt] = useState('');
  const [minutes, setMinutes] = useState('120');
  const [capacity, setCapacity] = useState('30');
  const course = chosen || data?.trainingCourses[0]?.id || NEW;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    let courseId = course;
    if (course === NEW) {
      const made = await send(CreateCourseDocument, { input: { name, validMonths: Number.parseInt(months, 10) || null } });
      if (!made) return;
      courseId = made.course.id;
      setChosen(courseId);
    }
    const input = {
      ...{ courseId, place, minutes: Number.parseInt(minutes, 10) || 0, capacity: Number.parseInt(capacity, 10) || 0 },
      startsAt: momentOf(startsAt),
    };
    if (!(await send(CreateTrainingDocument, { input }))) return;
    notify({ text: w.done });
    onDone();
    onClose();
  };
  return (
    <Sheet title={w.newTraining} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <SelectField label={w.course} value={course} onChange={setChosen}>
          {data?.trainingCourses.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
          <option value={NEW}>{w.newCourse}</option>
        </SelectField>
        {course === NEW && (
          <>
            <TextField label={w.courseName} value={name} onChange={setName} mistake={mistakeOf('name')} />
            <TextField
              label={w.validMonths}
              hint={w.validMonthsHint}
              inputMode="numeric"
              value={months}
              onChange={setMonths}
              mistake={mistakeOf('validMonths')}
            />
          </>
        )}
        <TextField label={w.placeName} value={place} onChange={setPlace} mistake={mistakeOf('place')} />
        <TextField label={w.begins} type="datetime-local" value={startsAt} onChange={setStartsAt} mistake={mistakeOf('startsAt')} />
        <TextField label={w.lasts} inputMode="numeric" value={minutes} onChange={setMinutes} mistake={mistakeOf('minutes')} />
        <TextField label={w.howMany} inputMode="numeric" value={capacity} onChange={setCapacity} mistake={mistakeOf('capacity')} />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.newTraining}
        </button>
      </form>
    </Sheet>
  );
}
