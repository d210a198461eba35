// One tab: its icon, its name, and how much waits there.
import type { LucideIcon } from 'lucide-react';
import { Link } from 'wouter';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

interface Props {
  href: string;
  name: string;
  icon: LucideIcon | undefined;
  count: number;
  /** What is counted; unless said otherwise, what has not been read. */
  counts?: 'toDo' | undefined;
  isMain?: boolean | undefined;
  isCurrent: boolean;
  /** What pressing it does here instead of going there. */
  onOpen?: (() => void) | undefined;
}

export function Tab({ href, name, icon: Icon, count, counts, isMain, isCurrent, onOpen }: Props) {
  return (
    <Link
      href={href}
      className={isMain ? 'tab tab-main' : 'tab'}
      aria-current={isCurrent ? 'page' : undefined}
      aria-haspopup={onOpen && 'dialog'}
      onClick={(event) => {
        if (!onOpen) return;
        event.preventDefault();
        onOpen();
      }}
    >
      <span className="tab-icon" aria-hidden="true">
        {Icon && <Icon />}
      </span>
      {name}
      <Count count={count} of={counts} />
    </Link>
  );
}

/** How much waits; none is not shown. */
export function Count({ count, of }: { count: number; of?: 'toDo' | undefined }) {
  const w = useWords(words);
  if (count === 0) return null;
  return (
    <span className="tab-count numbers">
      <span className="visually-hidden">{of === 'toDo' ? w.toDo : w.unread} </span>
      {count > 98 ? '99+' : count}
    </span>
  );
}
