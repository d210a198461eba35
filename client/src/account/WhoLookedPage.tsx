// Who looked at my data, when and why.
import { useState } from 'react';
import { useQuery } from 'urql';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { WhoLookedDocument } from '../generated/account/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { dateTime } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';
import './account.css';

export default function WhoLookedPage() {
  const w = useWords(words);
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const me = useMe();
  if (me && !me.myResident) return <SignInFirst whose="residents" />;
  return (
    <Page title={w.whoLooked} lead={w.whoLookedLead}>
      <div className="card">
        {cursors.map((after, index) => (
          <Looks
            key={after}
            after={after}
            isFirst={index === 0}
            onMore={index === cursors.length - 1 ? (cursor) => setCursors([...cursors, cursor]) : undefined}
          />
        ))}
      </div>
    </Page>
  );
}

interface PageProps {
  after: string | null;
  isFirst: boolean;
  /** Undefined: the next page is there already. */
  onMore: ((cursor: string) => void) | undefined;
}

function Looks({ after, isFirst, onMore }: PageProps) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const { language } = usePreferences();
  const [{ data }] = useQuery({ query: WhoLookedDocument, variables: { after } });
  const page = data?.whoLooked;
  if (!page) return null;
  if (page.edges.length === 0) return isFirst ? <EmptyState title={w.whoLookedNone} /> : null;
  const { hasNextPage, endCursor } = page.pageInfo;
  return (
    <>
      <Rows>
        {page.edges.map(({ node: { id, at, actorTitle, action, reason } }) => (
          <Row key={id}>
            <span>
              <strong>{actorTitle}</strong> {w.actions[action] ?? w.otherAction}
            </span>
            <span className="note numbers">{dateTime(at, language)}</span>
            {reason && <span className="note">{w.reason(reason)}</span>}
          </Row>
        ))}
      </Rows>
      {hasNextPage && endCursor && onMore && <Button label={ui.more} onClick={() => onMore(endCursor)} />}
    </>
  );
}
