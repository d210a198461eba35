// Pages that have no tab of their own, on a phone at least: a row for each that the person is led to.
import { Link } from 'wouter';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { ICONS } from './icons.ts';
import { addressOf, type Page, titleOf, type Visitor } from './room.ts';
import { ROWS } from './rooms.ts';
import { useCountOf, useVisitor } from './usePage.ts';
import { words } from './words.ts';

export function MorePages() {
  const w = useWords(words);
  const visitor = useVisitor();
  if (!visitor.can) return null;
  return (
    <nav className="card account-work" aria-label={w.work}>
      {ROWS.filter(({ who }) => !who || who(visitor)).map((page) => (
        <Row key={page.path} page={page} visitor={visitor} />
      ))}
    </nav>
  );
}

function Row({ page, visitor }: { page: Page; visitor: Visitor }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const count = useCountOf(page, visitor);
  const Icon = page.icon ?? ICONS[addressOf(page)];
  return (
    <Link className="button" href={addressOf(page)}>
      {Icon && <Icon aria-hidden="true" />} {titleOf(page, visitor)[language]}
      {count > 0 && w.unreadCount(count)}
    </Link>
  );
}
