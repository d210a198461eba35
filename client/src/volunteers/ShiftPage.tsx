// One shift: what it is, who comes, what it earns and why; to join, leave, check in and out; the captain's code.
import { useEffect, useState } from 'react';
import { useSubscription } from 'urql';
import { NotFoundPage } from '../app/NotFoundPage.tsx';
import { useMe } from '../app/useMe.ts';
import { useTitle } from '../app/useTitle.ts';
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
import { useKept } from '../net/outbox.ts';
import { useRead } from '../net/useRead.ts';
import { PointCodesSheet } from '../patrols/PointCodesSheet.tsx';
import { RouteWalk } from '../patrols/RouteWalk.tsx';
import { walkWords } from '../patrols/walk-words.ts';
import { isOf } from '../patrols/walked-by.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Code } from '../ui/Code.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { PageWaits } from '../ui/Skeleton.tsx';
import { clockTime, dateTime } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
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
  const { data, error, reread } = useRead({ query: ShiftDetailDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  const [{ data: live }] = useSubscription({ query: ShiftLiveDocument, variables: { id } });
  useEffect(() => {
    if (live) reread(); // names and times of who has come, and who moved up
  }, [live, reread]);
  const shift = data?.node?.__typename === 'Shift' ? data.node : null;
  useTitle(shift?.title ?? '');
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  if (!shift) return <NotFoundPage />;
  const { title, startsAt, endsAt, team, post, description, skills, capacity, joinedCount, waitingCount, cancelReason, invitations } =
    shift;
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
      <Card>
        <p>
          {team?.name} · {w.place(post?.name ?? '')}
        </p>
        {description && <p>{description}</p>}
        {skills.length > 0 && <p>{w.needs(skills.map((skill) => w.skillNames[skill]))}</p>}
        <p className="numbers">
          {w.places(joinedCount, capacity)}
          {waitingCount > 0 && ` · ${w.waiting(waitingCount)}`}
        </p>
      </Card>
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
  const me = useMe();
  const { send, isSending, problem } = useSubmission();
  const [open, setOpen] = useState<'leave' | 'swap' | null>(null);
  const { id, startsAt, endsAt, capacity, joinedCount, waitingCount, mySignup, cancelledAt, isInvited, swaps } = shift;
  const isAsked = swaps?.some(({ isAsker }) => !isAsker); // that comes before anything else
  const now = Date.now();
  const hasBegun = Date.parse(startsAt) <= now;
  const isFull = joinedCount >= capacity;
  if (cancelledAt) return null;
  if (!me?.viewer?.can.serveShifts) {
    return me?.myResident || !me?.viewer ? <LinkButton label={w.becomeOne} kind="main" href="/volunteer" /> : null;
  }
  if (mySignup?.attendance?.outAt) {
    return <LinkButton label={w.toPoints} href="/points" />;
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
      {!mySignup && !hasBegun && !isAsked && <Button label={isFull ? w.wait : w.join} kind="main" disabled={isSending} onClick={join} />}
      {isInvited && !hasBegun && <Button label={sw.cannotCome} disabled={isSending} onClick={decline} />}
      {!mySignup && hasBegun && <p className="note">{Date.parse(endsAt) < now ? w.over : w.onDuty}</p>}
      {mySignup && !mySignup.attendance && (!hasBegun || mySignup.status === 'WAITING') && (
        <span className="button-row">
          {mySignup.status === 'JOINED' && <Button label={sw.swap} onClick={() => setOpen('swap')} />}
          <Button label={w.leave} onClick={() => setOpen('leave')} />
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
  const submission = useSubmission();
  return (
    <FormSheet
      title={w.leaveTitle}
      act={w.leaveConfirm}
      kind="red"
      of={submission}
      onSend={() => submission.send(LeaveShiftDocument, { shiftId })}
      says={w.left}
      onClose={onClose}
    >
      <p>{w.leaveText}</p>
    </FormSheet>
  );
}

function Earning({ shift: { earning } }: { shift: Shift }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (!earning) return null;
  const { points, base, minutes, nightMinutes, nightBonus, rule } = earning;
  const since = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'long' }).format(new Date(rule.validFrom));
  return (
    <Card title={w.why}>
      <p className="numbers">{w.base(minutes, rule.pointsPerHour, base)}</p>
      {nightMinutes > 0 && <p className="numbers">{w.night(nightMinutes, rule.nightPerHour, nightBonus)}</p>}
      <p>
        <strong className="numbers shift-earns">{w.earns(points)}</strong>
      </p>
      <p className="note">{w.ruleSince(since)}</p>
    </Card>
  );
}

function Who({ shift: { id, team, signups, route }, onChanged }: { shift: Shift; onChanged: () => void }) {
  const w = useWords(words);
  const pw = useWords(walkWords);
  const [open, setOpen] = useState<{ who: string; what: 'evaluate' | 'correct' } | null>(null);
  if (!signups) return null;
  const one = signups.find(({ volunteer }) => volunteer && volunteer.id === open?.who);
  return (
    <Card title={w.who}>
      {signups.length === 0 && <p className="note">{w.nobody}</p>}
      <Rows isRanked>
        {signups.map(({ status, volunteer, attendance, evaluation, patrol }, index) => (
          <Row
            key={volunteer?.id ?? index}
            end={
              team?.canManage &&
              volunteer &&
              attendance?.outAt &&
              (['evaluate', 'correct'] as const).map((what) => (
                <Button label={w[what]} key={what} onClick={() => setOpen({ who: volunteer.id, what })} />
              ))
            }
          >
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
          </Row>
        ))}
      </Rows>
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
    </Card>
  );
}

function CaptainDesk({ shift, onStale }: { shift: Shift; onStale: () => void }) {
  const w = useWords(words);
  const pw = useWords(walkWords);
  const [open, setOpen] = useState<'codes' | 'cancel' | null>(null);
  const seconds = useRotating(shift.captainCode?.changesAt ?? null, onStale);
  const isOver = Date.parse(shift.endsAt) < Date.now();
  if (isOver) return null;
  return (
    <Card title={w.captainDesk}>
      <p className="note">{w.captainCode}</p>
      <Code text={shift.captainCode?.code} />
      <p className="note numbers">{w.changes(seconds)}</p>
      {shift.route && <Button label={pw.codes} onClick={() => setOpen('codes')} />}
      <Button label={w.cancelShift} onClick={() => setOpen('cancel')} />
      {open === 'codes' && <PointCodesSheet of={shift.id} onClose={() => setOpen(null)} />}
      {open === 'cancel' && <CancelSheet shiftId={shift.id} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function CancelSheet({ shiftId, onClose }: { shiftId: string; onClose: () => void }) {
  const w = useWords(words);
  const form = useForm({ reason: '' });
  return (
    <FormSheet
      title={w.cancelShift}
      act={w.cancelShift}
      kind="red"
      of={form}
      onSend={() => form.send(CancelShiftDocument, { shiftId, ...form.values })}
      says={w.cancelledNow}
      onClose={onClose}
    >
      <TextField label={w.cancelReason} {...form.field('reason')} />
    </FormSheet>
  );
}
