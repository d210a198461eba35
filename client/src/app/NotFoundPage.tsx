import { Link } from 'wouter';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useWords } from './preferences.ts';
import { words } from './words.ts';

export function NotFoundPage() {
  const w = useWords(words);
  return (
    <EmptyState title={w.notFound} hint={w.notFoundHint}>
      <Link className="button" href="/">
        {w.toHome}
      </Link>
    </EmptyState>
  );
}
