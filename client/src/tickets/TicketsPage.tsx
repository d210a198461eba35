// My tickets, or those I handle, live: nearest deadline first for staff, newest first for residents.
import { useEffect, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useSearchParams } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { MeDocument } from '../generated/graphql.ts';
import { NotificationsDocument, TicketNewsDocument, TicketsDocument, type TicketsQueryVariables } from '../generated/tickets/graphql.ts';
import { useConnection } from '../net/connection.ts';
import { useKept } from '../net/outbox.ts';
import { useRead } from '../net/useRead.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { clockTime } from '../ui/time.ts';
import { NewsCard } from './NewsCard.tsx';
import { TicketCard, TicketCardSkeleton } from './TicketCard.tsx';
import { words } from './words.ts';
import './tickets.css';

type View = 'mine' | 'open' | 'all';

export default function TicketsPage() {
  const { data: me, error, reread: retry } = useRead({ query: MeDocument, requestPolicy: 'cache-first' });
  if (error && !me) return <ErrorState onRetry={retry} />;
  if (me && !me.viewer?.can.readTickets) return <SignInFirst />;
  const isResident = !me || me.viewer?.persona === 'RESIDENT' || me.viewer?.persona === 'VOLUNTEER';
  return <TicketList key={String(isResident)} views={isResident ? ['mine'] : ['open', 'mine', 'all']} isWaiting={!me} />;
}

const FILTERS: Record<View, TicketsQueryVariables['filter']> = { mine: { isMine: true }, open: { isOpen: true }, all: {} };

/** @param isWaiting it is not known yet who looks */
function TicketList({ views, isWaiting }: { views: readonly View[]; isWaiting: boolean }) {
  const w = useWords(words);
  const [params, setParams] = useSearchParams();
  const asked = params.get('view') as View | null;
  const view = asked && views.includes(asked) ? asked : (views[0] as View);
  const isResident = views.length === 1;
  const kept = useKept();
  const [after, setAfter] = useState<string | null>(null);
  const variables: TicketsQueryVariables = { filter: FILTERS[view], orderBy: view === 'open' ? 'DUE' : 'CREATED', after };
  const { data, error, reread } = useRead({ query: TicketsDocument, variables, pause: isWaiting });
  const [{ data: news, error: noNews }] = useQuery({ query: NotificationsDocument, requestPolicy: 'cache-first', pause: isWaiting });
  // The news stand above the list: both come at once, or one would push the other.
  const edges = news || noNews ? data?.tickets.edges : undefined;
  const hasFailed = error !== undefined && !data;
  const hasNews = useNews(hasFailed ? [] : edges?.map(({ node }) => node.id), reread);

  return (
    <div className="page">
      <header>
        <div className="page-head">
          <h1>{isResident ? w.mineTitle : w.listTitle}</h1>
          <LiveDot />
        </div>
        <p className="note">{w.listLead}</p>
        <LinkButton label={w.publicTitle} kind="link" href="/around" />
        {!isResident && (
          <Segmented
            label={w.view}
            value={view}
            onChange={(value) => {
              setAfter(null);
              setParams(value === views[0] ? {} : { view: value }, { replace: true });
            }}
            options={views.map((value) => ({ value, label: w[value] }))}
          />
        )}
      </header>
      {edges && <NewsCard newest={hasNews.newest} />}
      {hasNews.isWaiting && <Button label={w.newOnes} kind="main" onClick={hasNews.take} />}
      {kept.map(({ key, label, at }) => (
        <p key={key} className="card note" role="status">
          {w.waitsToBeSent(label, clockTime(at))}
        </p>
      ))}
      {hasFailed && <ErrorState onRetry={reread} />}
      {!edges && !hasFailed && <TicketCardSkeleton />}
      {edges?.length === 0 && (
        <EmptyState title={isResident ? w.emptyMine : w.emptyStaff} hint={isResident ? w.emptyMineHint : w.emptyStaffHint}>
          {isResident && <LinkButton label={w.goReport} kind="main" href="/report" />}
        </EmptyState>
      )}
      {edges?.map(({ node }) => (
        <TicketCard key={node.id} ticket={node} />
      ))}
      {data?.tickets.pageInfo.hasNextPage && <Button label={w.more} onClick={() => setAfter(data.tickets.pageInfo.endCursor)} />}
    </div>
  );
}

/**
 * News of tickets. One that is shown changes where it stands; one that is not is announced, so that nothing moves under
 * a finger; an empty page takes it at once, and every page an alarm. After a gap in the connection the list is read anew.
 */
function useNews(
  shown: readonly string[] | undefined,
  refresh: () => void,
): { isWaiting: boolean; newest: string | undefined; take(): void } {
  const [isWaiting, setWaiting] = useState(false);
  const [{ data: news }] = useSubscription({ query: TicketNewsDocument, variables: {} });
  const { state } = useConnection();
  const event = news?.ticketEvents;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each event once
  useEffect(() => {
    if (!event || !shown || shown.includes(event.ticket.id)) return;
    if (shown.length === 0 || event.ticket.priority === 'P1') refresh();
    else setWaiting(true);
  }, [event?.sequence]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the connection is there again
  useEffect(() => {
    if (state === 'live' && shown) refresh();
  }, [state]);
  return {
    isWaiting,
    newest: event?.sequence,
    take() {
      setWaiting(false);
      refresh();
    },
  };
}
