// Every room there is, and what they declare together. A new room is added here, and nowhere else.
import { account } from '../account/room.ts';
import { admin } from '../admin/room.ts';
import { answers } from '../answers/room.ts';
import { dispatch } from '../dispatch/room.ts';
import { grids } from '../grids/room.ts';
import { home } from '../home/room.ts';
import { honours } from '../honours/room.ts';
import { hotlist } from '../hotlist/room.ts';
import { hubs } from '../hubs/room.ts';
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
import { groupsOf } from './groups.ts';
import { addressOf, isLedTo, isStaff, type Page, type Room, type Visitor } from './room.ts';

/** @public read by scripts/rooms.ts */
export const ROOMS: readonly Room[] = [
  home,
  inbox,
  notices,
  tickets,
  dispatch,
  grids,
  hotlist,
  volunteers,
  patrols,
  honours,
  points,
  answers,
  verify,
  lostfound,
  account,
  staff,
  admin,
  hubs,
  texts,
  stories,
];

/** How many parts of a path may be anything. */
const loose = ({ path }: Page) => path.split('/:').length;

/** All pages, as the rooms declare them: so they stand below each other. */
export const DECLARED: readonly Page[] = ROOMS.flatMap(({ pages }) => pages);

/** Exact paths before those that are open: `/hot/new` is no issue. */
export const PAGES: readonly Page[] = [...DECLARED].sort((a, b) => loose(a) - loose(b));

/** Where `/` leads somebody, if elsewhere. */
export const homeOf = (visitor: Visitor): Page | undefined => PAGES.find(({ isHome, who }) => isHome && who?.(visitor));

/** A hub that leads whoever looks nowhere. */
function isEmptyHub({ path }: Page, visitor: Visitor): boolean {
  const groups = groupsOf(path);
  return groups.length > 0 && !DECLARED.some((page) => page.groups?.some((group) => groups.includes(group)) && isLedTo(page, visitor));
}

/** The tabs of somebody, in their order: staff have their own. */
export function tabsFor(visitor: Visitor): Page[] {
  const placeOf = ({ tab, staffTab }: Page) => (isStaff(visitor) ? staffTab : tab)?.place ?? 0;
  return PAGES.filter((page) => placeOf(page) && isLedTo(page, visitor) && !isEmptyHub(page, visitor)).sort(
    (a, b) => placeOf(a) - placeOf(b),
  );
}

/** Pages of one subject, side by side above each of them: the tab that leads to them first. */
export const SEGMENTS = PAGES.filter(({ segment }) => segment).sort((a, b) => Number(!a.tab) - Number(!b.tab));

/** Where an address leads that a page had before. */
export const MOVED: ReadonlyMap<string, string> = new Map(
  DECLARED.flatMap((page) => (page.was ?? []).map((was) => [was, addressOf(page)])),
);

/** What the cache is told: what stays on the device, and how live news changes it. */
export const CACHE = {
  keeps: ROOMS.flatMap(({ keeps = [] }) => keeps),
  updates: Object.assign({}, ...ROOMS.map(({ updates }) => updates)) as NonNullable<Room['updates']>,
};
