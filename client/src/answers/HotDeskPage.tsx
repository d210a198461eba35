// What officers owe to the hot list: answers by their deadline, and surges that wait for a person.
import { useSubscription } from 'urql';
import { Link } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { type DeskFragment, HotDeskDocument, HotDeskUpdatedDocument } from '../generated/answers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { LinkButton } from '../ui/Button.tsx';
import { DeadEnd, ErrorState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { Evidence } from './SurgeCard.tsx';
import { words } from './words.ts';
import './answers.css';

export default function HotDeskPage() {
  const w = useWords(words);
  const me = useMe();
  const isAllowed = me?.viewer?.can.answerIssues ?? false;
  const { data, error, reread } = useRead({ query: HotDeskDocument, pause: !isAllowed });
  const [{ data: news }] = useSubscription({ query: HotDeskUpdatedDocument, pause: !isAllowed });
  if (me && !me.viewer) return <SignInFirst />;
  if (me && !isAllowed) return <DeadEnd title={w.deskTitle} hint={w.deskRefused} />;
  if (error && !data) return <ErrorState onRetry={reread} />;
  const desk = news?.hotDeskUpdated ?? data?.hotDesk;
  if (!desk) return <PageSkeleton />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{w.deskTitle}</h1>
        <LiveDot />
      </div>
      <p className="note">{w.deskLead}</p>
      <LinkButton label={w.toPlans} href="/plans?view=PROPOSED" />
      <section className="desk-part">
        <h2>{desk.duties.length > 0 ? w.duties(desk.duties.length) : w.noDuties}</h2>
        <ul className="desk-list">{desk.duties.map((duty) => duty.hotIssue && <DutyRow key={duty.hotIssue.id} duty={duty} />)}</ul>
      </section>
      <section className="desk-part">
        <h2>{desk.flags.length > 0 ? w.flags(desk.flags.length) : w.noFlags}</h2>
        <ul className="desk-list">
          {desk.flags.map((flag) => (
            <FlagRow key={flag.id} flag={flag} />
          ))}
        </ul>
      </section>
    </div>
  );
}

type Issue = NonNullable<DeskFragment['duties'][number]['hotIssue']>;

function IssueLink({ issue, children }: { issue: Issue; children?: React.ReactNode }) {
  const w = useWords(words);
  return (
    <li>
      <Link className="card desk-row" href={`/hot/${issue.id}`}>
        <strong>{issue.title}</strong>
        {children}
        <span className="note numbers">
          {issue.grid?.name ?? w.wholeStreet} · {w.voteCount(issue.voteCount)}
        </span>
      </Link>
    </li>
  );
}

function DutyRow({ duty }: { duty: DeskFragment['duties'][number] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const isLate = duty.state === 'BREACHED';
  const when = dateTime(duty.dueAt, language);
  return (
    <IssueLink issue={duty.hotIssue as Issue}>
      <span className={isLate ? 'desk-late' : 'desk-due'}>{isLate ? w.overdue(when) : w.dueBy(when)}</span>
    </IssueLink>
  );
}

function FlagRow({ flag }: { flag: DeskFragment['flags'][number] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (!flag.hotIssue) return null;
  return (
    <IssueLink issue={flag.hotIssue}>
      <Evidence flag={flag} />
      <span className="note">{w.flaggedAt(dateTime(flag.raisedAt, language))}</span>
    </IssueLink>
  );
}
