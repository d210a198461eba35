// The side bar of staff on desks: every page of theirs by subject, with what waits there. It folds to icons.
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { changePreferences, usePreferences, useWords } from '../ui/preferences.ts';
import { words as frameWords } from './frame-words.ts';
import { words as groupWords } from './group-words.ts';
import type { GroupName } from './groups.ts';
import { addressOf, type Page, type Visitor } from './room.ts';
import { nameIn, sectionsOf, signOf, useCountOf } from './signs.ts';
import { Count } from './Tab.tsx';
import { words } from './words.ts';

interface Props {
  current: Page | undefined;
  visitor: Visitor;
}

export function SideBar({ current, visitor }: Props) {
  const w = useWords(words);
  const frame = useWords(frameWords);
  const names = useWords(groupWords);
  const { isSideFolded } = usePreferences();
  const isNarrow = isSideFolded || current?.isWhole === true;
  const Fold = isSideFolded ? PanelLeftOpen : PanelLeftClose;
  const label = isSideFolded ? frame.unfold : frame.fold;
  return (
    <nav className={isNarrow ? 'side side-narrow' : 'side'} aria-label={w.navigation}>
      <Link href="/" className="side-brand">
        {isNarrow ? w.appName.slice(0, 1) : w.appName}
      </Link>
      {sectionsOf('/more', visitor).map(({ group, pages }) => (
        <section key={group} className="side-group">
          <h2 className={isNarrow ? 'visually-hidden' : undefined}>{names[group]}</h2>
          {pages.map((page) => (
            <SideLink key={page.path} group={group} page={page} current={current} visitor={visitor} isNarrow={isNarrow} />
          ))}
        </section>
      ))}
      {!current?.isWhole && (
        <button
          type="button"
          className="side-link side-fold"
          aria-label={label}
          title={label}
          onClick={() => changePreferences({ isSideFolded: !isSideFolded })}
        >
          <Fold aria-hidden="true" /> {!isNarrow && label}
        </button>
      )}
    </nav>
  );
}

function SideLink({ group, page, current, visitor, isNarrow }: Props & { group: GroupName; page: Page; isNarrow: boolean }) {
  const { language } = usePreferences();
  const [path] = useLocation();
  const count = useCountOf(page, visitor);
  const sign = signOf(page);
  const name = nameIn(group, page, visitor)[language];
  const href = addressOf(page);
  const { icon: Icon } = sign ?? {};
  return (
    <Link
      href={href}
      className="side-link"
      title={isNarrow ? name : undefined}
      aria-current={page === current || path.startsWith(`${href}/`) ? 'page' : undefined}
    >
      {Icon && <Icon aria-hidden="true" />}
      <span className={isNarrow ? 'visually-hidden' : 'side-name'}>{name}</span>
      <Count count={count} of={sign?.counts} />
    </Link>
  );
}
