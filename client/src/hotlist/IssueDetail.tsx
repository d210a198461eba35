// One issue: what it is, how it does, who is responsible, how it ended.
import { ChevronLeft } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { Link } from 'wouter';
import { usePreferences, useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { IssueDocument, IssueUpdatedDocument } from '../generated/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { PeopleOnDuty } from '../ui/PeopleOnDuty.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { CloseIssueSheet } from './CloseIssueSheet.tsx';
import { HourlyBars } from './HourlyBars.tsx';
import { HowRanked } from './HowRanked.tsx';
import { StatusChip } from './StatusChip.tsx';
import { VoteButton } from './VoteButton.tsx';
import { words } from './words.ts';
import './issue.css';

const IssueWay = lazy(() => import('../answers/IssueWay.tsx'));

export function IssueDetail({ id, isAlone }: { id: string; isAlone: boolean }) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const { language } = usePreferences();
  const [{ data, error }, refetch] = useQuery({ query: IssueDocument, variables: { id } });
  const issue = data?.hotIssue;
  useSubscription({ query: IssueUpdatedDocument, variables: { id }, pause: !issue });
  const [sheet, setSheet] = useState<'how' | 'close' | null>(null);

  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <PageSkeleton />;
  if (!issue) {
    return (
      <EmptyState title={w.notFound} hint={w.notFoundHint}>
        <Link className="button" href="/hot">
          {w.toList}
        </Link>
      </EmptyState>
    );
  }

  const lastDay = issue.hourlyVotes.reduce((sum, votes) => sum + votes, 0);
  return (
    <article className={isAlone ? 'page issue' : 'issue issue-beside'}>
      {isAlone && (
        <div className="issue-bar">
          <Link className="issue-back" href="/hot" aria-label={shell.back}>
            <ChevronLeft aria-hidden="true" />
          </Link>
          <LiveDot />
        </div>
      )}
      <section className="card issue-main">
        <p className="issue-tags">
          <StatusChip status={issue.status} />
          <span className="note">{language === 'zh' ? issue.category.nameZh : issue.category.nameEn}</span>
        </p>
        <h1>{issue.title}</h1>
        <p className="note">
          {issue.grid?.name ?? w.wholeStreet} · {w.raisedAt(dateTime(issue.createdAt, language))}
        </p>
        {issue.closedReason && (
          <blockquote className="issue-answer">
            <strong>{issue.closedAt && w.closedAt(dateTime(issue.closedAt, language))}</strong> {issue.closedReason}
          </blockquote>
        )}
        <p className="issue-text">{issue.description || <span className="note">{w.detailsNone}</span>}</p>
        <div className="issue-vote">
          <VoteButton issue={issue} />
          <button type="button" className="link-button" onClick={() => setSheet('how')}>
            {w.how}
          </button>
          {issue.viewerCan.close && !issue.viewerCan.answer && (
            <button type="button" className="button button-small" onClick={() => setSheet('close')}>
              {w.closeIssue}
            </button>
          )}
        </div>
      </section>
      <Suspense fallback={<section className="card issue-way-waiting" aria-busy="true" />}>
        <IssueWay
          id={issue.id}
          voteCount={issue.voteCount}
          createdAt={issue.createdAt}
          mayFollow={issue.viewerCan.vote && !issue.viewerHasVoted}
        >
          <section className="card">
            <h2 className="issue-subtitle">
              {w.lastDay} <span className="numbers">{w.lastDayVotes(lastDay)}</span>
            </h2>
            <HourlyBars hourly={issue.hourlyVotes} />
          </section>
          {issue.grid && issue.grid.onDuty.length > 0 && (
            <section className="card">
              <h2 className="issue-subtitle">{w.responsible}</h2>
              <PeopleOnDuty people={issue.grid.onDuty} />
            </section>
          )}
        </IssueWay>
      </Suspense>
      {sheet === 'how' && <HowRanked onClose={() => setSheet(null)} />}
      {sheet === 'close' && <CloseIssueSheet issueId={issue.id} onClose={() => setSheet(null)} />}
    </article>
  );
}
