// What I am told: each leads to its page. What is on the screen counts as seen; it stays marked until I come back.
import { useEffect, useRef } from 'react';
import { useClient } from 'urql';
import { Link } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { words as shellWords } from '../app/words.ts';
import { NoticesDocument } from '../generated/graphql.ts';
import { SeeNoticesDocument } from '../generated/notices/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { timeAgo } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';
import './notices.css';

export default function NoticesPage() {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const ui = useWords(uiWords);
  const client = useClient();
  const me = useMe();
  const { data, error, reread } = useRead({ query: NoticesDocument, pause: !me?.viewer, requestPolicy: 'cache-and-network' });
  const fresh = useRef(new Set<string>());
  const list = data?.notices.notices;
  useEffect(() => {
    const ids = (list ?? []).filter(({ isSeen }) => !isSeen).map(({ id }) => id);
    if (ids.length === 0) return;
    for (const id of ids) fresh.current.add(id);
    void client.mutation(SeeNoticesDocument, { ids }).toPromise();
  }, [list, client]);
  if (me && !me.viewer) return <SignInFirst />;
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!list) return <PageSkeleton />;
  return (
    <Page title={w.title}>
      {list.length === 0 && <EmptyState title={w.none} hint={w.noneHint} />}
      <ul className="notice-list">
        {list.map(({ id, at, isSeen, text, path }) => (
          <li key={id}>
            <Link href={path} className={`card notice-row ${!isSeen || fresh.current.has(id) ? 'notice-new' : ''}`}>
              <span>
                {(!isSeen || fresh.current.has(id)) && <span className="visually-hidden">{shell.unread} </span>}
                {text}
              </span>
              <span className="note numbers">{timeAgo(at, ui)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
