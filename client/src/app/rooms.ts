// Every room there is, and what they declare together. A new room is added here, and nowhere else.
import { account } from '../account/room.ts';
import { admin } from '../admin/room.ts';
import { answers } from '../answers/room.ts';
import { dispatch } from '../dispatch/room.ts';
import { home } from '../home/room.ts';
import { honours } from '../honours/room.ts';
import { hotlist } from '../hotlist/room.ts';
import { inbox } from '../inbox/room.ts';
import { lostfound } from '../lostfound/room.ts';
import { notices } from '../notices/room.ts';
import { patrols } from '../patrols/room.ts';
import { points } from '../points/room.ts';
import { staff } from '../staff/room.ts';
import { stories } from '../stories/room.ts';
import { texts } from '../texts/room.ts';
import { tickets } from '../tickets/room.ts';
import { verify } from '../verify/room.ts';
import { volunteers } from '../volunteers/room.ts';
import type { Page, Room, Visitor } from './room.ts';

/** @public read by scripts/rooms.ts */
export const ROOMS: readonly Room[] = [
  home,
  inbox,
  hotlist,
  tickets,
  dispatch,
  volunteers,
  patrols,
  honours,
  points,
  answers,
  verify,
  notices,
  lostfound,
  account,
  staff,
  admin,
  texts,
  stories,
];

/** How many parts of a path may be anything. */
const loose = ({ path }: Page) => path.split('/:').length;

/** All pages, exact paths before those that are open: `/hot/new` is no issue. */
export const PAGES: readonly Page[] = ROOMS.flatMap(({ pages }) => pages).sort((a, b) => loose(a) - loose(b));

const TABS = PAGES.flatMap((page) => (page.tab ? [{ page, tab: page.tab }] : []));

/** Where `/` leads somebody, if elsewhere. */
export const homeOf = (visitor: Visitor): Page | undefined => PAGES.find(({ isHome, who }) => isHome && who?.(visitor));

/** The tabs of somebody, in their order. Nobody has two homes. */
export function tabsFor(visitor: Visitor): typeof TABS {
  const home = homeOf(visitor);
  const isStaff = visitor.can !== undefined && !visitor.isResident;
  const placeOf = ({ tab: { place, forStaff } }: (typeof TABS)[number]) => (isStaff ? (forStaff ?? place) : place);
  return TABS.filter(({ page }) => (page.path === '/' ? !home : !page.who || page.who(visitor))).sort((a, b) => placeOf(a) - placeOf(b));
}

export const ROWS = PAGES.filter(({ row }) => row !== undefined).sort((a, b) => (a.row ?? 0) - (b.row ?? 0));

/** What the cache is told: what stays on the device, and how live news changes it. */
export const CACHE = {
  keeps: ROOMS.flatMap(({ keeps = [] }) => keeps),
  updates: Object.assign({}, ...ROOMS.map(({ updates }) => updates)) as NonNullable<Room['updates']>,
};
