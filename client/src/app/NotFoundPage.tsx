import { LinkButton } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

export function NotFoundPage() {
  const w = useWords(words);
  return (
    <EmptyState title={w.notFound} hint={w.notFoundHint}>
      <LinkButton label={w.toHome} href="/" />
    </EmptyState>
  );
}
