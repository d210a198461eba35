// A page for somebody else: signed out, or another role.

import { Button } from '../ui/Button.tsx';
import { DeadEnd, EmptyState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { useSurroundings } from './Providers.tsx';
import { useMe } from './useMe.ts';
import { words } from './words.ts';

/** @param whose the people whom the page is for */
export function SignInFirst({ whose = 'officers' }: { whose?: 'officers' | 'administrators' | 'residents' | 'volunteers' }) {
  const w = useWords(words);
  const { askToSignIn } = useSurroundings();
  const me = useMe();
  if (!me) return null;
  if (me.viewer) return <DeadEnd title={w.pageFor[whose]} />;
  return (
    <EmptyState title={w.signedOutTitle}>
      <Button label={w.signIn} kind="main" onClick={askToSignIn} />
    </EmptyState>
  );
}
