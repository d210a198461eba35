// What I am told: each leads to its page. What is on the screen counts as seen; it stays marked until I come back.
import { useEffect, useRef } from 'react';
import { useClient, useQuery } from 'urql';
import { Link } from 'wouter';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { MeDocument, NoticesDocument } from '../generated/graphql.ts';
import { SeeNoticesDocument } from '../generated/notices/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { timeAgo } from '../ui/time.ts';
import { words } from './words.ts';
import './notices.css';

export default function NoticesPage() {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const client = useClient();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [{ data, error }, refetch] = useQuery({ query: NoticesDocument, pause: !me?.viewer, requestPolicy: 'cache-and-network' });
  const fresh = useRef(new Set<string>());
  useEffect(() => {
    document.title = `${w.title} · 携手`;
  }, [w]);
  const list = data?.notices.notices;
  useEffect(() => {
    const ids = (list ?? []).filter(({ isSeen }) => !isSeen).map(({ id }) => id);
    if (ids.length === 0) return;
    for (const id of ids) fresh.current.add(id);
    void client.mutation(SeeNoticesDocument, { ids }).toPromise();
  }, [list, client]);
  if (me && !me.viewer) return <SignInFirst />;
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!list) return <PageSkeleton />;
  return (
    <div className="page">
      <h1>{w.title}</h1>
      {list.length === 0 && <EmptyState title={w.none} hint={w.noneHint} />}
      <ul className="notice-list">
        {list.map(({ id, at, isSeen, text, path }) => (
          <li key={id}>
            <Link href={path} className={`card notice-row ${!isSeen || fresh.current.has(id) ? 'notice-new' : ''}`}>
              <span>
                {(!isSeen || fresh.current.has(id)) && <span className="visually-hidden">{shell.unread} </span>}
                {text}
              </span>
              <span className="note numbers">{timeAgo(at, shell)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
