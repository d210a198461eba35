import { DeadEnd } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

export function NotFoundPage() {
  const w = useWords(words);
  return <DeadEnd title={w.notFound} hint={w.notFoundHint} />;
}
