// Who looked at my data, when and why.
import { useState } from 'react';
import { useQuery } from 'urql';
import { usePreferences, useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { WhoLookedDocument } from '../generated/account/graphql.ts';
import { MeDocument } from '../generated/graphql.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { dateTime } from '../ui/time.ts';
import { words } from './words.ts';
import './account.css';

export default function WhoLookedPage() {
  const w = useWords(words);
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  if (me && !me.myResident) return <SignInFirst whose="residents" />;
  return (
    <div className="page">
      <header>
        <h1>{w.whoLooked}</h1>
        <p className="note">{w.whoLookedLead}</p>
      </header>
      <div className="card">
        {cursors.map((after, index) => (
          <Page
            key={after}
            after={after}
            isFirst={index === 0}
            onMore={index === cursors.length - 1 ? (cursor) => setCursors([...cursors, cursor]) : undefined}
          />
        ))}
      </div>
    </div>
  );
}

interface PageProps {
  after: string | null;
  isFirst: boolean;
  /** Undefined: the next page is there already. */
  onMore: ((cursor: string) => void) | undefined;
}

function Page({ after, isFirst, onMore }: PageProps) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const { language } = usePreferences();
  const [{ data }] = useQuery({ query: WhoLookedDocument, variables: { after } });
  const page = data?.whoLooked;
  if (!page) return null;
  if (page.edges.length === 0) return isFirst ? <EmptyState title={w.whoLookedNone} /> : null;
  const { hasNextPage, endCursor } = page.pageInfo;
  return (
    <>
      <ul className="looks">
        {page.edges.map(({ node: { id, at, actorTitle, action, reason } }) => (
          <li key={id} className="look">
            <span>
              <strong>{actorTitle}</strong> {w.actions[action] ?? w.otherAction}
            </span>
            <span className="note numbers">{dateTime(at, language)}</span>
            {reason && <span className="note">{w.reason(reason)}</span>}
          </li>
        ))}
      </ul>
      {hasNextPage && endCursor && onMore && (
        <button type="button" className="button" onClick={() => onMore(endCursor)}>
          {shell.more}
        </button>
      )}
    </>
  );
}
