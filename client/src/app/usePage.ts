// Which page the address leads to, and who looks.
import { matchRoute, useLocation, useRouter } from 'wouter';
import type { MeQuery } from '../generated/graphql.ts';
import type { Page, Visitor } from './room.ts';
import { PAGES } from './rooms.ts';
import { useMe } from './useMe.ts';

/** The page of the address, with what its path gives; undefined: there is none. */
export function usePage(): { page: Page; params: object } | undefined {
  const [path] = useLocation();
  const { parser } = useRouter();
  for (const page of PAGES) {
    const [matches, params] = matchRoute(parser, page.path, path);
    if (matches) return { page, params };
  }
  return undefined;
}

export function visitorOf(me: MeQuery | undefined): Visitor {
  return { can: me?.viewer?.can, isResident: me?.myResident != null };
}

export function useVisitor(): Visitor {
  const me = useMe();
  return visitorOf(me);
}
