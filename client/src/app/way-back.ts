// The way back: to the page one came from, where that was one of ours, and otherwise up, as the pages declare it.
import { hubOf } from './groups.ts';
import { addressOf, isLedTo, isStaff, type Page, type Visitor } from './room.ts';
import { PAGES } from './rooms.ts';

/** Each entry of the history knows how many of ours lie below it. wouter tells of those it makes by events of these names. */
const depthOf = () => (history.state as { depth?: number } | null)?.depth ?? 0;
let depth = depthOf();

function mark(next: number): void {
  depth = next;
  // Past wouter's own replaceState, which would tell of it again.
  History.prototype.replaceState.call(history, { ...(history.state as object | null), depth }, '');
}
addEventListener('pushState', () => mark(depth + 1));
addEventListener('replaceState', () => mark(depth));
addEventListener('popstate', () => {
  depth = depthOf();
});

/** Goes back within our pages. @returns whether there was somewhere to go */
export function goBack(): boolean {
  if (depth === 0) return false;
  history.back();
  return true;
}

/** What an address belongs below: what its page says itself, the page that its path goes on, its hub, or home. */
export function upFrom(page: Page | undefined, path: string, visitor: Visitor): string {
  if (!page) return '/';
  if (page.up) return page.up;
  const parts = path.split('/');
  // From the longest: `/lost-found/new` is no page.
  for (let length = parts.length - 1; length > 1; length--) {
    const above = parts.slice(0, length).join('/');
    if (PAGES.some((one) => addressOf(one) === above && !one.path.endsWith(':id'))) return above;
  }
  return page.groups?.map(hubOf).find((hub) => PAGES.some((one) => one.path === hub && isLedTo(one, visitor))) ?? '/';
}

/** Whether the navigation shows where one is by itself: no way back is needed. @param isExact the address is the page's own @param isWide there is a side bar, and room for a detail beside its list */
export function isTop(page: Page | undefined, visitor: Visitor, { isExact, isWide }: { isExact: boolean; isWide: boolean }): boolean {
  if (!page || !(isExact || isWide)) return false;
  const isInSideBar = isWide && (page.groups ?? []).some((group) => hubOf(group) === '/more');
  if (isStaff(visitor)) return page.staffTab !== undefined || isInSideBar;
  // Where staff alone are led, nothing moves when it is known at last who looks.
  return page.tab !== undefined || page.segment !== undefined || (isInSideBar && !isLedTo(page, visitor));
}
