// A page for somebody else: signed out, or another role.
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { words } from '../app/words.ts';
import { MeDocument } from '../generated/graphql.ts';
import { EmptyState } from './EmptyState.tsx';

/** @param whose the people whom the page is for */
export function SignInFirst({ whose = 'officers' }: { whose?: 'officers' | 'administrators' | 'residents' | 'volunteers' }) {
  const w = useWords(words);
  const { askToSignIn } = useSurroundings();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  if (!me) return null;
  if (me.viewer) {
    return (
      <EmptyState title={w.pageFor[whose]}>
        <Link className="button" href="/">
          {w.toHome}
        </Link>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={w.signedOutTitle}>
      <button type="button" className="button button-main" onClick={() => askToSignIn()}>
        {w.signIn}
      </button>
    </EmptyState>
  );
}
