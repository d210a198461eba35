// Everything the board shows, live: each event changes the ticket where it stands; what comes new is read at once.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useClient, useSubscription } from 'urql';
import {
  BoardAroundDocument,
  type BoardAroundQuery,
  BoardDocument,
  BoardFeedDocument,
  type BoardFeedQuery,
  BoardNewsDocument,
  type BoardNewsSubscription,
  BoardPatrolsDocument,
  type BoardPatrolsSubscription,
  type BoardTicketFragment,
} from '../generated/tickets/graphql.ts';
import { useConnection } from '../net/connection.ts';
import { useRead } from '../net/useRead.ts';
import { byUrgency, columnOf } from './columns.ts';

export type Patrol = BoardPatrolsSubscription['patrolsUpdated'][number];
export type Unit = BoardAroundQuery['unitsOnDuty'][number];
export type FeedEntry = BoardFeedQuery['ticketHistory'][number];
export type Summary = BoardAroundQuery['ticketSummary'];
type News = BoardNewsSubscription['ticketEvents'];

export interface Board {
  /** Open and to be confirmed, the most urgent first; undefined until they are known. */
  tickets: readonly BoardTicketFragment[] | undefined;
  summary: Summary | undefined;
  units: readonly Unit[];
  /** Who walks a route now. */
  patrols: readonly Patrol[];
  feed: readonly FeedEntry[];
  hasFailed: boolean;
  retry(): void;
  /** Asks for what happened before the end of the feed. */
  loadEarlier(): void;
}

/** Counts and units follow events at most this often. */
const AROUND_EVERY_MS = 1500;
/** Deadlines that stand still at night move on their own: all is read anew this often. */
const ANEW_EVERY_MS = 60_000;
const MOST_PAGES = 10;
const NO_PATROLS: readonly Patrol[] = [];

/** @param onNews told of each event once, as it comes */
export function useBoard(isAllowed: boolean, onNews: (news: News) => void): Board {
  const client = useClient();
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  const [open, setOpen] = useState<readonly BoardTicketFragment[]>();
  const [hasFailed, setFailed] = useState(false);
  const { data: around, reread: readAround } = useRead({ query: BoardAroundDocument, pause: !isAllowed });
  const [feed, setFeed] = useState<readonly FeedEntry[]>([]);
  const [{ data: news }] = useSubscription({ query: BoardNewsDocument, pause: !isAllowed });
  const [{ data: walking }] = useSubscription({ query: BoardPatrolsDocument, pause: !isAllowed });
  const { state } = useConnection();
  const readingAround = useRef<ReturnType<typeof setTimeout>>(undefined);

  const readAll = useRef(async () => {});
  readAll.current = async () => {
    const tickets: BoardTicketFragment[] = [];
    let after: string | null = null;
    for (let page = 0; page < MOST_PAGES; page++) {
      const {
        data,
      }: {
        data?:
          | { tickets: { edges: { node: BoardTicketFragment }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } }
          | undefined;
      } = await client.query(BoardDocument, { after }, { requestPolicy: 'network-only' }).toPromise();
      if (!data) return setFailed(true);
      tickets.push(...data.tickets.edges.map(({ node }) => node));
      after = data.tickets.pageInfo.endCursor;
      if (!data.tickets.pageInfo.hasNextPage) break;
    }
    setFailed(false);
    setOpen(tickets);
    readAround();
  };
  const readFeed = async (before: string | null) => {
    const { data } = await client.query(BoardFeedDocument, { before }, { requestPolicy: 'network-only' }).toPromise();
    if (data) setFeed((entries) => merged(before ? entries : [], data.ticketHistory));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: at the start, every minute, and when the connection is there again
  useEffect(() => {
    if (!isAllowed || state === 'lost') return;
    void readAll.current();
    void readFeed(null);
    const timer = setInterval(() => void readAll.current(), ANEW_EVERY_MS);
    return () => clearInterval(timer);
  }, [isAllowed, state === 'lost', pages]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each event once
  useEffect(() => {
    const event = news?.ticketEvents;
    if (!event) return;
    setOpen((tickets) => tickets && withTicket(tickets, event.ticket));
    setFeed((entries) => merged([event], entries));
    onNews(event);
    readingAround.current ??= setTimeout(() => {
      readingAround.current = undefined;
      readAround();
    }, AROUND_EVERY_MS);
  }, [news?.ticketEvents.sequence]);
  useEffect(() => () => clearTimeout(readingAround.current), []);

  const tickets = useMemo(() => {
    if (!open) return undefined;
    const resolved = around?.resolved.edges.map(({ node }) => node) ?? [];
    const known = new Set(open.map(({ id }) => id));
    return [...open, ...resolved.filter(({ id }) => !known.has(id))].filter(columnOf).sort(byUrgency);
  }, [open, around]);
  return {
    tickets,
    summary: around?.ticketSummary,
    units: around?.unitsOnDuty ?? [],
    patrols: walking?.patrolsUpdated ?? NO_PATROLS,
    feed,
    hasFailed,
    retry: () => setPages((before) => [...before]),
    loadEarlier: () => void readFeed(feed.at(-1)?.sequence ?? null),
  };
}

/** A ticket where it stood, or added: what an event brings is newer than what was read. */
function withTicket(tickets: readonly BoardTicketFragment[], ticket: BoardTicketFragment): readonly BoardTicketFragment[] {
  const index = tickets.findIndex(({ id }) => id === ticket.id);
  if (index === -1) return [...tickets, ticket];
  if ((tickets[index] as BoardTicketFragment).version > ticket.version) return tickets;
  return tickets.with(index, ticket);
}

/** Each event once, newest first. */
function merged(newer: readonly FeedEntry[], older: readonly FeedEntry[]): readonly FeedEntry[] {
  const all = new Map([...newer, ...older].map((entry) => [entry.sequence, entry]));
  return [...all.values()].sort((a, b) => Number(b.sequence) - Number(a.sequence)).slice(0, 400);
}
