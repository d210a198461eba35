// From vote to result: every step, what is owed, who shares the work; and what staff do for it.
import { Bell, BellRing, CircleAlert, CircleCheck, Clock, Footprints, MessageSquareText, Route, Search, Vote } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useMutation, useSubscription } from 'urql';
import { Link } from 'wouter';
import {
  type DutyFragment,
  FollowIssueDocument,
  IssueWayDocument,
  IssueWayUpdatedDocument,
  UnfollowIssueDocument,
  type WayFragment,
} from '../generated/answers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { ErrorState } from '../ui/EmptyState.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { dateTime } from '../ui/time.ts';
import { AnswerSheet } from './AnswerSheet.tsx';
import { EffectCard } from './EffectCard.tsx';
import { ShareSheet } from './ShareSheet.tsx';
import { SurgeCard } from './SurgeCard.tsx';
import { words } from './words.ts';
import './answers.css';

interface Props {
  id: string;
  voteCount: number;
  createdAt: string;
  /** A resident who has not voted may follow instead; voters are told anyway. */
  mayFollow: boolean;
  /** Shown below it, once it is there: nothing jumps. */
  children: ReactNode;
}

export default function IssueWay({ id, voteCount, createdAt, mayFollow, children }: Props) {
  const w = useWords(words);
  const { data, error, reread } = useRead({ query: IssueWayDocument, variables: { id } });
  const issue = data?.hotIssue;
  useSubscription({ query: IssueWayUpdatedDocument, variables: { id }, pause: !issue });
  const [sheet, setSheet] = useState<'answer' | 'share' | null>(null);
  if (error && !data) {
    return (
      <>
        <ErrorState onRetry={reread} />
        {children}
      </>
    );
  }
  if (!issue) return <section className="card way-loading" aria-busy="true" />;
  const { answer, share, plan } = issue.viewerCan;
  return (
    <>
      {(answer || share || plan) && (
        <div className="way-work">
          {answer && <Button label={w.answer} icon={MessageSquareText} kind="main" onClick={() => setSheet('answer')} />}
          {share && <Button label={w.share} onClick={() => setSheet('share')} />}
          {plan && <LinkButton label={w.plan} href={`/plans?view=PROPOSED&issue=${issue.id}`} />}
        </div>
      )}
      <SurgeCard issue={issue} />
      <Card title={w.way}>
        <Chain issue={issue} voteCount={voteCount} createdAt={createdAt} />
        {issue.owners.length > 0 && (
          <p className="note">
            {w.owners} · {issue.owners.map(({ title }) => title).join(' · ')}
          </p>
        )}
        {issue.ticketCount > 0 && <Tickets issue={issue} />}
        {mayFollow && <FollowButton issue={issue} />}
      </Card>
      <EffectCard issueId={issue.id} stepCount={issue.steps.length}>
        {children}
      </EffectCard>
      {sheet === 'answer' && <AnswerSheet issue={issue} onClose={() => setSheet(null)} />}
      {sheet === 'share' && <ShareSheet issue={issue} onClose={() => setSheet(null)} />}
    </>
  );
}

const ICONS = { ANSWERED: <MessageSquareText />, PLANNED: <Route />, PATROLLED: <Footprints />, FOUND: <Search /> } as const;

function Chain({ issue, voteCount, createdAt }: { issue: WayFragment; voteCount: number; createdAt: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { answerDuty: duty, steps } = issue;
  return (
    <ol className="way">
      <Step icon={<Vote />} title={w.votes(voteCount)} note={dateTime(createdAt, language)} />
      {steps.map(({ id, kind, at, signature, text, status }) => (
        <Step
          key={id}
          icon={status === 'SOLVED' ? <CircleCheck /> : ICONS[kind]}
          title={kind === 'ANSWERED' && status ? w.statuses[status] : w.kinds[kind]}
          note={[signature, dateTime(at, language)].filter(Boolean).join(' · ')}
          text={text}
          tone={status === 'SOLVED' ? 'done' : undefined}
        />
      ))}
      {duty && !duty.answeredAt && <Owed duty={duty} />}
      {!duty && steps.length === 0 && <Step icon={<Clock />} title={w.notOwed} tone="waiting" />}
    </ol>
  );
}

function Owed({ duty }: { duty: DutyFragment }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const when = dateTime(duty.dueAt, language);
  const isLate = duty.state === 'BREACHED';
  return (
    <Step
      icon={isLate ? <CircleAlert /> : <Clock />}
      title={isLate ? w.overdue(when) : w.dueBy(when)}
      note={[w.owed(w.because[duty.reason], duty.votes), duty.escalationLevel > 0 && w.escalated].filter(Boolean).join(' · ')}
      tone={isLate ? 'late' : 'waiting'}
    />
  );
}

interface StepProps {
  icon: ReactNode;
  title: string;
  note?: string;
  text?: string | null;
  tone?: 'done' | 'late' | 'waiting' | undefined;
}

function Step({ icon, title, note, text, tone }: StepProps) {
  return (
    <li className={`way-step${tone ? ` way-${tone}` : ''}`}>
      <span className="way-icon" aria-hidden="true">
        {icon}
      </span>
      <span className="way-words">
        <strong>{title}</strong>
        {text && <span className="way-text">{text}</span>}
        {note && <span className="note">{note}</span>}
      </span>
    </li>
  );
}

function Tickets({ issue }: { issue: WayFragment }) {
  const w = useWords(words);
  return (
    <p className="note way-tickets">
      {w.tickets(issue.ticketCount)}
      {issue.tickets.map(({ id, number }) => (
        <Link key={id} className="numbers" href={`/tickets/${id}`}>
          {number}
        </Link>
      ))}
    </p>
  );
}

function FollowButton({ issue: { id, viewerFollows } }: { issue: WayFragment }) {
  const w = useWords(words);
  const [, follow] = useMutation(FollowIssueDocument);
  const [, unfollow] = useMutation(UnfollowIssueDocument);
  return (
    <div className="way-follow">
      <Button
        label={viewerFollows ? w.unfollow : w.follow}
        icon={viewerFollows ? BellRing : Bell}
        aria-pressed={viewerFollows}
        onClick={() => (viewerFollows ? unfollow({ id }) : follow({ id }))}
      />
      <span className="note">{w.followHint}</span>
    </div>
  );
}
