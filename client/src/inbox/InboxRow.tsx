// An entry of the inbox: what it is about, what is to be done, where, and how long there is.
import { Link } from 'wouter';
import type { WaitingFragment } from '../generated/inbox/graphql.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Tag } from '../ui/Tag.tsx';
import { dateTime, timeAgo } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { groupOf } from './groups.ts';
import { words } from './words.ts';

const MINUTE = 60_000;

interface Props {
  item: WaitingFragment['items'][number];
  now: number;
  /** It is shown beside the list. */
  isOpen: boolean;
  /** Opens it beside the list; undefined: it has a page of its own. */
  onOpen: (() => void) | undefined;
}

export function InboxRow({ item: { label, title, grid, dueAt, since, path }, now, isOpen, onOpen }: Props) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const { language } = usePreferences();
  const group = groupOf(dueAt, now);
  const when = () => {
    if (dueAt === null) return w.since(timeAgo(since, ui));
    if (group === 'late') return w.lateBy(span(now - Date.parse(dueAt), w));
    return group === 'today' ? w.left(span(Date.parse(dueAt) - now, w)) : w.dueBy(dateTime(dueAt, language));
  };
  return (
    <li>
      <Link
        href={path}
        className={`card inbox-row inbox-row-${group}`}
        aria-current={isOpen ? 'true' : undefined}
        onClick={(event) => {
          if (!onOpen) return;
          event.preventDefault();
          onOpen();
        }}
      >
        <span className="inbox-what">
          <Tag tone="note">{label}</Tag> <strong>{title}</strong>
        </span>
        <span className="inbox-when numbers">{when()}</span>
        {grid && <span className="note">{grid.name}</span>}
      </Link>
    </li>
  );
}

/** How long, in the largest unit that says something. */
function span(ms: number, w: (typeof words)['zh']): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE));
  if (minutes < 60) return w.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? w.hours(hours) : w.days(Math.floor(hours / 24));
}
