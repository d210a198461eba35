// A page for somebody else: signed out, or another role.

import { Button, LinkButton } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
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
  if (me.viewer) {
    return (
      <EmptyState title={w.pageFor[whose]}>
        <LinkButton label={w.toHome} href="/" />
      </EmptyState>
    );
  }
  return (
    <EmptyState title={w.signedOutTitle}>
      <Button label={w.signIn} kind="main" onClick={askToSignIn} />
    </EmptyState>
  );
}
