// The way to a page: its icon, what it is called here, and what waits there. As a row, or as a tile.
import { ChevronRight } from 'lucide-react';
import { Link } from 'wouter';
import type { GroupName } from '../app/groups.ts';
import { addressOf, type Page } from '../app/room.ts';
import { nameIn, signOf, useCountOf } from '../app/signs.ts';
import { Count } from '../app/Tab.tsx';
import { useVisitor } from '../app/usePage.ts';
import { usePreferences } from '../ui/preferences.ts';
import './hubs.css';

interface Props {
  page: Page;
  /** The heading that it stands under. */
  group?: GroupName | undefined;
  isTile?: boolean | undefined;
  onGo?: (() => void) | undefined;
}

export function WayLink({ page, group, isTile, onGo }: Props) {
  const visitor = useVisitor();
  const { language } = usePreferences();
  const count = useCountOf(page, visitor);
  const { icon: Icon, counts } = signOf(page) ?? {};
  return (
    <Link href={addressOf(page)} className={isTile ? 'card way-tile' : 'way-row'} onClick={onGo}>
      {Icon && <Icon aria-hidden="true" />}
      <span className="way-name">{nameIn(group, page, visitor)[language]}</span>
      <Count count={count} of={counts} />
      {!isTile && <ChevronRight className="way-on" aria-hidden="true" />}
    </Link>
  );
}
