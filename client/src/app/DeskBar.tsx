// Above every page of staff on a desk: the search for all of them, and what is new.
import { Bell, Search } from 'lucide-react';
import { Link } from 'wouter';
import { useUnreadNotices } from '../notices/useUnreadNotices.ts';
import { useWords } from '../ui/preferences.ts';
import { words as frameWords } from './frame-words.ts';
import type { Visitor } from './room.ts';
import { Count } from './Tab.tsx';

export function DeskBar({ visitor, onFind }: { visitor: Visitor; onFind(): void }) {
  const frame = useWords(frameWords);
  return (
    <div className="desk-bar">
      <button type="button" className="desk-find" onClick={onFind}>
        <Search aria-hidden="true" /> <span>{frame.find}</span>{' '}
        <kbd>{/Mac|iP(?:hone|ad)/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <Link href="/notices" className="desk-bell" title={frame.messages}>
        <Bell aria-hidden="true" />
        <span className="visually-hidden">{frame.messages}</span>
        <Count count={useUnreadNotices(!visitor.can)} />
      </Link>
    </div>
  );
}
