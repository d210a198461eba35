// How pages are shown where they stand together: each room's own signs.ts, loaded with what shows them and not before.
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { type GroupName, groupsOf, type Hub } from './groups.ts';
import { addressOf, isLedTo, isStaff, type Page, type Pair, titleOf, type Visitor } from './room.ts';
import { DECLARED } from './rooms.ts';
import type { Named } from './search.ts';

export interface Sign {
  icon: LucideIcon;
  /** Other words that people look for it by, in both languages, with spaces between them. */
  also?: string;
  /** What it is called under a heading that says more. */
  as?: Partial<Record<GroupName, Pair>>;
  /** What waits there, shown beside the name. Asks nothing for those who are not led here. */
  useCount?(visitor: Visitor): number;
  /** What is counted; unless said otherwise, what has not been read. */
  counts?: 'toDo';
  /** What is open for me, above the pages of its first heading. */
  Open?: ComponentType;
}

/** By the page's path, without what may follow. */
export type Signs = Readonly<Record<string, Sign>>;

const FOUND = import.meta.glob<Signs>('../*/signs.ts', { eager: true, import: 'signs' });

const SIGNS: Signs = Object.assign({}, ...Object.values(FOUND));

export const signOf = (page: Page): Sign | undefined => SIGNS[addressOf(page)];

/** Pages under a heading, for whoever looks. */
export const pagesIn = (group: GroupName, visitor: Visitor): Page[] =>
  DECLARED.filter((page) => page.groups?.includes(group) && isLedTo(page, visitor));

/** The headings of a hub with their pages. Those that have none for whoever looks are left out. */
export const sectionsOf = (hub: Hub, visitor: Visitor): { group: GroupName; pages: Page[] }[] =>
  groupsOf(hub)
    .map((group) => ({ group, pages: pagesIn(group, visitor) }))
    .filter(({ pages }) => pages.length > 0);

/** Every page that navigation leads somebody to, each once. */
export const allPages = (visitor: Visitor): Page[] => {
  const hubs: readonly Hub[] = isStaff(visitor) ? ['/more', '/field', '/me'] : ['/services', '/me'];
  const listed = new Set(hubs.flatMap((hub) => sectionsOf(hub, visitor)).flatMap(({ pages }) => pages));
  return [...listed].filter((page) => isLedTo(page, visitor));
};

/** What a page is called under a heading. */
export const nameIn = (group: GroupName | undefined, page: Page, visitor: Visitor): Pair =>
  (group && signOf(page)?.as?.[group]) ?? titleOf(page, visitor);

/** All that somebody may look for a page by. */
export function namesOf(page: Page, visitor: Visitor): Named {
  const { also, as = {} } = signOf(page) ?? {};
  const titles = [titleOf(page, visitor), ...Object.values(as)];
  return { title: titles.flatMap(({ zh, en }) => [zh, en]).join(' '), also };
}

const NONE = () => 0;

/** How much waits on a page; where nothing is counted, none. */
export const useCountOf = (page: Page, visitor: Visitor): number => (signOf(page)?.useCount ?? NONE)(visitor);
