// What others did to the person's tickets since they looked last.
import { useEffect, useRef } from 'react';
import { useClient } from 'urql';
import { Link } from 'wouter';
import { UnreadCountDocument } from '../generated/graphql.ts';
import { NotificationsDocument, NotificationsSeenDocument } from '../generated/tickets/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Card } from '../ui/Card.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { timeAgo } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';

const SHOWN = 5;
/** Before anybody has read it, it has not been seen. */
const SEEN_AFTER_MS = 2000;

/** What is new counts as seen once it has been on the screen; it stays there until the person goes on. @param newest the sequence of the newest event that was heard of */
export function NewsCard({ newest }: { newest: string | undefined }) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const { language } = usePreferences();
  const client = useClient();
  const { data, reread } = useRead({ query: NotificationsDocument });
  useEffect(() => {
    if (newest) reread();
  }, [newest, reread]);
  const feed = data?.notifications;
  const unread = feed?.unreadCount ? feed : null;
  const shown = useRef(unread);
  if (unread) shown.current = unread;
  const last = unread?.events[0]?.sequence;
  useEffect(() => {
    if (!last) return;
    const timer = setInterval(async () => {
      if (document.hidden) return;
      clearInterval(timer);
      await client.mutation(NotificationsSeenDocument, { sequence: last }).toPromise();
      reread();
      void client.query(UnreadCountDocument, {}, { requestPolicy: 'network-only' }).toPromise();
    }, SEEN_AFTER_MS);
    return () => clearInterval(timer);
  }, [last, client, reread]);
  if (!shown.current) return null;
  const { unreadCount, events } = shown.current;
  return (
    <Card className="news" title={w.newsTitle(unreadCount)}>
      <ul>
        {events.slice(0, Math.min(SHOWN, unreadCount)).map(({ sequence, at, kind, ticket }) => (
          <li key={sequence}>
            <Link className="news-row" href={`/tickets/${ticket.id}`}>
              <strong>{w.kinds[kind]}</strong>
              <span className="note numbers">
                {ticket.source === 'ALARM' ? w.alarm : language === 'zh' ? ticket.category.nameZh : ticket.category.nameEn} ·{' '}
                {ticket.number} · {timeAgo(at, ui)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
