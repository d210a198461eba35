// What others did to the person's tickets since they looked last.
import { useEffect } from 'react';
import { useClient, useQuery } from 'urql';
import { Link } from 'wouter';
import { usePreferences, useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { UnreadCountDocument } from '../generated/graphql.ts';
import { NotificationsDocument, NotificationsSeenDocument } from '../generated/tickets/graphql.ts';
import { timeAgo } from '../ui/time.ts';
import { words } from './words.ts';

const SHOWN = 3;

/** @param newest the sequence of the newest event that was heard of */
export function NewsCard({ newest }: { newest: string | undefined }) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const { language } = usePreferences();
  const client = useClient();
  const [{ data }, refetch] = useQuery({ query: NotificationsDocument });
  useEffect(() => {
    if (newest) refetch({ requestPolicy: 'network-only' });
  }, [newest, refetch]);
  const feed = data?.notifications;
  const last = feed?.events[0];
  if (!feed || !last || feed.unreadCount === 0) return null;
  const seen = async () => {
    await client.mutation(NotificationsSeenDocument, { sequence: last.sequence }).toPromise();
    refetch({ requestPolicy: 'network-only' });
    void client.query(UnreadCountDocument, {}, { requestPolicy: 'network-only' }).toPromise();
  };
  return (
    <section className="card news">
      <div className="page-head">
        <h2>{w.newsTitle(feed.unreadCount)}</h2>
        <button type="button" className="link-button" onClick={() => void seen()}>
          {w.allSeen}
        </button>
      </div>
      <ul>
        {feed.events.slice(0, Math.min(SHOWN, feed.unreadCount)).map(({ sequence, at, kind, ticket }) => (
          <li key={sequence}>
            <Link className="news-row" href={`/tickets/${ticket.id}`}>
              <strong>{w.kinds[kind]}</strong>
              <span className="note numbers">
                {language === 'zh' ? ticket.category.nameZh : ticket.category.nameEn} · {ticket.number} · {timeAgo(at, shell)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
