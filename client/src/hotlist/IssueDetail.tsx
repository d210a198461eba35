// One issue: what it is, how it does, who is responsible, how it ended.
import { lazy, Suspense, useState } from 'react';
import { useSubscription } from 'urql';
import { IssueDocument, IssueUpdatedDocument } from '../generated/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { PeopleOnDuty } from '../ui/PeopleOnDuty.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { HourlyBars } from './HourlyBars.tsx';
import { HowRanked } from './HowRanked.tsx';
import { StatusChip } from './StatusChip.tsx';
import { VoteButton } from './VoteButton.tsx';
import { words } from './words.ts';
import './issue.css';

const CloseIssueSheet = lazy(() => import('./CloseIssueSheet.tsx'));
const IssueWay = lazy(() => import('../answers/IssueWay.tsx'));

export function IssueDetail({ id, isAlone }: { id: string; isAlone: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { data, error, reread } = useRead({ query: IssueDocument, variables: { id } });
  const issue = data?.hotIssue;
  useSubscription({ query: IssueUpdatedDocument, variables: { id }, pause: !issue });
  const [sheet, setSheet] = useState<'how' | 'close' | null>(null);

  if (!data) return <PageWaits error={error} onRetry={reread} />;
  if (!issue) {
    return (
      <EmptyState title={w.notFound} hint={w.notFoundHint}>
        <LinkButton label={w.toList} href="/hot" />
      </EmptyState>
    );
  }

  const lastDay = issue.hourlyVotes.reduce((sum, votes) => sum + votes, 0);
  return (
    <article className={isAlone ? 'page issue' : 'issue issue-beside'}>
      {isAlone && (
        <div className="issue-bar">
          <LiveDot />
        </div>
      )}
      <Card className="issue-main">
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
          <Button label={w.how} kind="link" onClick={() => setSheet('how')} />
          {issue.viewerCan.close && !issue.viewerCan.answer && <Button label={w.closeIssue} isSmall onClick={() => setSheet('close')} />}
        </div>
      </Card>
      <Suspense fallback={<section className="card issue-way-waiting" aria-busy="true" />}>
        <IssueWay
          id={issue.id}
          voteCount={issue.voteCount}
          createdAt={issue.createdAt}
          mayFollow={issue.viewerCan.vote && !issue.viewerHasVoted}
        >
          <Card>
            <h2 className="issue-subtitle">
              {w.lastDay} <span className="numbers">{w.lastDayVotes(lastDay)}</span>
            </h2>
            <HourlyBars hourly={issue.hourlyVotes} />
          </Card>
          {issue.grid && issue.grid.onDuty.length > 0 && (
            <Card>
              <h2 className="issue-subtitle">{w.responsible}</h2>
              <PeopleOnDuty people={issue.grid.onDuty} />
            </Card>
          )}
        </IssueWay>
      </Suspense>
      {sheet === 'how' && <HowRanked onClose={() => setSheet(null)} />}
      <Suspense>{sheet === 'close' && <CloseIssueSheet issueId={issue.id} onClose={() => setSheet(null)} />}</Suspense>
    </article>
  );
}
