// One shift: what it is, who comes, what it earns and why; to join, leave, check in and out; the captain's code.
import { useEffect, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { Link } from 'wouter';
import { NotFoundPage } from '../app/NotFoundPage.tsx';
import { useKept } from '../app/outbox.ts';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import {
  CancelShiftDocument,
  DeclineInvitationDocument,
  JoinShiftDocument,
  LeaveShiftDocument,
  ShiftDetailDocument,
  type ShiftDetailQuery,
  ShiftLiveDocument,
  VisitPointDocument,
} from '../generated/volunteers/graphql.ts';
import { PointCodesSheet } from '../patrols/PointCodesSheet.tsx';
import { RouteWalk } from '../patrols/RouteWalk.tsx';
import { walkWords } from '../patrols/walk-words.ts';
import { isOf } from '../patrols/walked-by.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { clockTime, dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { CheckPanel } from './CheckPanel.tsx';
import { CorrectSheet } from './CorrectSheet.tsx';
import { EvaluateSheet } from './EvaluateSheet.tsx';
import { GapCard } from './GapCard.tsx';
import { PlaceTag } from './PlaceTag.tsx';
import { SwapCards, SwapSheet } from './SwapCards.tsx';
import { swapWords } from './swap-words.ts';
import { useRotating } from './useRotating.ts';
import { words } from './words.ts';
import './volunteers.css';

type Shift = Extract<NonNullable<ShiftDetailQuery['node']>, { __typename: 'Shift' }>;

export default function ShiftPage({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [{ data, error }, refetch] = useQuery({ query: ShiftDetailDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  const [{ data: live }] = useSubscription({ query: ShiftLiveDocument, variables: { id } });
  useEffect(() => {
    if (live) refetch({ requestPolicy: 'network-only' }); // names and times of who has come, and who moved up
  }, [live, refetch]);
  const shift = data?.node?.__typename === 'Shift' ? data.node : null;
  useEffect(() => {
    if (shift) document.title = `${shift.title} · 携手`;
  }, [shift]);
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <PageSkeleton />;
  if (!shift) return <NotFoundPage />;
  const { title, startsAt, endsAt, team, post, description, skills, capacity, joinedCount, waitingCount, cancelReason, invitations } =
    shift;
  const reread = () => refetch({ requestPolicy: 'network-only' });
  const hasBegun = Date.parse(startsAt) <= Date.now();
  const patrol = shift.route && !shift.cancelledAt && <Patrol shift={shift} route={shift.route} />;
  const isOnDuty = shift.mySignup?.attendance && !shift.mySignup.attendance.outAt; // the next point comes before the way out
  return (
    <div className="page">
      <header>
        <div className="page-head">
          <h1>{title}</h1>
          <LiveDot />
        </div>
        <p className="numbers shift-when">
          {dateTime(startsAt, language)}–{clockTime(Date.parse(endsAt))}
        </p>
        <PlaceTag shift={shift} />
        {shift.cancelledAt && <p className="note">{cancelReason}</p>}
      </header>
      <SwapCards swaps={shift.swaps ?? []} onChanged={reread} />
      {isOnDuty && patrol}
      <Acts shift={shift} onChanged={reread} />
      {!isOnDuty && patrol}
      <section className="card shift-facts">
        <p>
          {team?.name} · {w.place(post?.name ?? '')}
        </p>
        {description && <p>{description}</p>}
        {skills.length > 0 && <p>{w.needs(skills.map((skill) => w.skillNames[skill]))}</p>}
        <p className="numbers">
          {w.places(joinedCount, capacity)}
          {waitingCount > 0 && ` · ${w.waiting(waitingCount)}`}
        </p>
      </section>
      <Earning shift={shift} />
      <Who shift={shift} onChanged={reread} />
      {invitations && !shift.cancelledAt && !hasBegun && (joinedCount < capacity || invitations.length > 0) && (
        <GapCard shiftId={id} gaps={capacity - joinedCount} invitations={invitations} />
      )}
      {shift.captainCode && !shift.cancelledAt && <CaptainDesk shift={shift} onStale={reread} />}
    </div>
  );
}

function Patrol({ shift: { id, mySignup }, route }: { shift: Shift; route: NonNullable<Shift['route']> }) {
  // Without a network, that I have checked in may still be on the phone.
  const by = { shiftId: id };
  const isKept = useKept().some((kept) => isOf(by)(kept) && !kept.input.pointId);
  const attendance = mySignup?.attendance;
  const isWalking = attendance ? !attendance.outAt : isKept;
  return <RouteWalk by={by} route={route} walk={mySignup?.patrol ?? null} isWalking={isWalking} visit={VisitPointDocument} />;
}

/** What I can do with it now. */
function Acts({ shift, onChanged }: { shift: Shift; onChanged: () => void }) {
  const w = useWords(words);
  const sw = useWords(swapWords);
  const { notify } = useSurroundings();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const { send, isSending, problem } = useSubmission();
  const [open, setOpen] = useState<'leave' | 'swap' | null>(null);
  const { id, startsAt, endsAt, capacity, joinedCount, waitingCount, mySignup, cancelledAt, isInvited, swaps } = shift;
  const isAsked = swaps?.some(({ isAsker }) => !isAsker); // that comes before anything else
  const now = Date.now();
  const hasBegun = Date.parse(startsAt) <= now;
  const isFull = joinedCount >= capacity;
  if (cancelledAt) return null;
  if (!me?.viewer?.can.serveShifts) {
    return me?.myResident || !me?.viewer ? (
      <Link href="/volunteer" className="button button-main">
        {w.becomeOne}
      </Link>
    ) : null;
  }
  if (mySignup?.attendance?.outAt) {
    return (
      <Link href="/points" className="button">
        {w.toPoints}
      </Link>
    );
  }
  const join = async () => {
    const success = await send(JoinShiftDocument, { shiftId: id, mayWait: isFull });
    if (success) notify({ text: success.shift.mySignup?.status === 'WAITING' ? w.waitingNow : w.joinedNow });
  };
  const decline = async () => {
    if (!(await send(DeclineInvitationDocument, { input: { shiftId: id } }))) return;
    notify({ text: sw.declined });
    onChanged();
  };
  return (
    <>
      {isInvited && !hasBegun && <p className="card">{isFull ? sw.invitedFull : sw.isInvited}</p>}
      {mySignup?.status === 'JOINED' && Date.parse(startsAt) - now < 30 * 60_000 && <CheckPanel shift={shift} />}
      {!mySignup && !hasBegun && !isAsked && (
        <button type="button" className="button button-main" disabled={isSending} onClick={() => void join()}>
          {isFull ? w.wait : w.join}
        </button>
      )}
      {isInvited && !hasBegun && (
        <button type="button" className="button" disabled={isSending} onClick={() => void decline()}>
          {sw.cannotCome}
        </button>
      )}
      {!mySignup && hasBegun && <p className="note">{Date.parse(endsAt) < now ? w.over : w.onDuty}</p>}
      {mySignup && !mySignup.attendance && (!hasBegun || mySignup.status === 'WAITING') && (
        <span className="button-row">
          {mySignup.status === 'JOINED' && (
            <button type="button" className="button" onClick={() => setOpen('swap')}>
              {sw.swap}
            </button>
          )}
          <button type="button" className="button" onClick={() => setOpen('leave')}>
            {w.leave}
          </button>
        </span>
      )}
      <Mistake text={problem || undefined} />
      {open === 'leave' && <LeaveSheet shiftId={id} onClose={() => setOpen(null)} />}
      {open === 'swap' && <SwapSheet shiftId={id} isWaitedFor={waitingCount > 0} onAsked={onChanged} onClose={() => setOpen(null)} />}
    </>
  );
}

function LeaveSheet({ shiftId, onClose }: { shiftId: string; onClose: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const leave = async () => {
    if (!(await send(LeaveShiftDocument, { shiftId }))) return;
    notify({ text: w.left });
    onClose();
  };
  return (
    <Sheet title={w.leaveTitle} onClose={onClose}>
      <p>{w.leaveText}</p>
      <Mistake text={problem || undefined} />
      <button type="button" className="button button-red" disabled={isSending} onClick={() => void leave()}>
        {w.leaveConfirm}
      </button>
    </Sheet>
  );
}

function Earning({ shift: { earning } }: { shift: Shift }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (!earning) return null;
  const { points, base, minutes, nightMinutes, nightBonus, rule } = earning;
  const since = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'long' }).format(new Date(rule.validFrom));
  return (
    <section className="card shift-facts">
      <h2>{w.why}</h2>
      <p className="numbers">{w.base(minutes, rule.pointsPerHour, base)}</p>
      {nightMinutes > 0 && <p className="numbers">{w.night(nightMinutes, rule.nightPerHour, nightBonus)}</p>}
      <p>
        <strong className="numbers shift-earns">{w.earns(points)}</strong>
      </p>
      <p className="note">{w.ruleSince(since)}</p>
    </section>
  );
}

function Who({ shift: { id, team, signups, route }, onChanged }: { shift: Shift; onChanged: () => void }) {
  const w = useWords(words);
  const pw = useWords(walkWords);
  const [open, setOpen] = useState<{ who: string; what: 'evaluate' | 'correct' } | null>(null);
  if (!signups) return null;
  const one = signups.find(({ volunteer }) => volunteer && volunteer.id === open?.who);
  return (
    <section className="card shift-facts">
      <h2>{w.who}</h2>
      {signups.length === 0 && <p className="note">{w.nobody}</p>}
      <ol className="shift-people">
        {signups.map(({ status, volunteer, attendance, evaluation, patrol }, index) => (
          <li key={volunteer?.id ?? index}>
            <span>{volunteer?.name}</span>
            <span className="note numbers">
              {status === 'WAITING' && w.waiting(1)}
              {attendance && w.cameAt(clockTime(Date.parse(attendance.inAt)))}
              {attendance?.outAt && ` · ${attendance.isClosedByRule ? w.byRule : w.wentAt(clockTime(Date.parse(attendance.outAt)))}`}
              {attendance?.isUploadedLate && ` · ${w.late}`}
              {route && patrol && ` · ${pw.passed(patrol.visits.length, route.points.length)}`}
              {patrol && patrol.findingCount > 0 && ` · ${pw.found(patrol.findingCount)}`}
              {evaluation && ` · ${evaluation.rating}/5`}
            </span>
            {team?.canManage && volunteer && attendance?.outAt && (
              <span className="button-row">
                {(['evaluate', 'correct'] as const).map((what) => (
                  <button key={what} type="button" className="button" onClick={() => setOpen({ who: volunteer.id, what })}>
                    {w[what]}
                  </button>
                ))}
              </span>
            )}
          </li>
        ))}
      </ol>
      {one?.volunteer && open?.what === 'evaluate' && (
        <EvaluateSheet shiftId={id} volunteer={one.volunteer} former={one.evaluation} onDone={onChanged} onClose={() => setOpen(null)} />
      )}
      {one?.volunteer && one.attendance?.outAt && open?.what === 'correct' && (
        <CorrectSheet
          shiftId={id}
          volunteer={one.volunteer}
          former={{ inAt: one.attendance.inAt, outAt: one.attendance.outAt }}
          onDone={onChanged}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

function CaptainDesk({ shift, onStale }: { shift: Shift; onStale: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const pw = useWords(walkWords);
  const [isCancelling, setCancelling] = useState(false);
  const [isPrinting, setPrinting] = useState(false);
  const [reason, setReason] = useState('');
  const seconds = useRotating(shift.captainCode?.changesAt ?? null, onStale);
  const cancel = async () => {
    if (!(await send(CancelShiftDocument, { shiftId: shift.id, reason }))) return;
    notify({ text: w.cancelledNow });
    setCancelling(false);
  };
  const isOver = Date.parse(shift.endsAt) < Date.now();
  if (isOver) return null;
  return (
    <section className="card shift-facts">
      <h2>{w.captainDesk}</h2>
      <p className="note">{w.captainCode}</p>
      <p className="numbers check-code">{shift.captainCode?.code}</p>
      <p className="note numbers">{w.changes(seconds)}</p>
      {shift.route && (
        <button type="button" className="button" onClick={() => setPrinting(true)}>
          {pw.codes}
        </button>
      )}
      <button type="button" className="button" onClick={() => setCancelling(true)}>
        {w.cancelShift}
      </button>
      {isPrinting && <PointCodesSheet of={shift.id} onClose={() => setPrinting(false)} />}
      {isCancelling && (
        <Sheet title={w.cancelShift} onClose={() => setCancelling(false)}>
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              void cancel();
            }}
          >
            <TextField label={w.cancelReason} value={reason} onChange={setReason} mistake={mistakeOf('reason')} />
            <Mistake text={problem || undefined} />
            <button type="submit" className="button button-red" disabled={isSending}>
              {w.cancelShift}
            </button>
          </form>
        </Sheet>
      )}
    </section>
  );
}
