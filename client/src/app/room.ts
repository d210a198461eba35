// What a room says of itself: its pages, the ways to them, and what of its answers stays on the device.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StringRouteParams } from 'wouter';
import type { MeQuery } from '../generated/graphql.ts';
import type { Updates } from '../net/graphql.ts';
import type { Keeps } from '../net/lasting.ts';

export interface Pair {
  zh: string;
  en: string;
}

/** Whoever looks. `can` is undefined while nobody has signed in. */
export interface Visitor {
  can: NonNullable<MeQuery['viewer']>['can'] | undefined;
  isResident: boolean;
}

/** Asks for a page's code. */
type Loading<Given> = () => Promise<{ default: (given: Given) => ReactNode }>;

type Who = (visitor: Visitor) => boolean | undefined;

export interface Page {
  /** As wouter reads it; parts that begin with a colon are handed to the page by their names. */
  path: string;
  /** The page's code, asked for when somebody goes there; null: it is of the first load, and stands in App.tsx. */
  load: Loading<never> | null;
  /** Of the document; navigation calls the page so, too. */
  title: Pair;
  /** What some people know it by. */
  titleFor?(visitor: Visitor): Pair;
  /** Whom navigation leads here; unless said otherwise, everybody. The page itself, and the server, ask again. */
  who?: Who;
  /** Of a tab. A row's icon stands in the room's icons.ts: it is not of the first load. */
  icon?: LucideIcon;
  /** A tab, five at most on a phone: its place among them, low numbers first; for staff another one. `isWide`: only where there is room. */
  tab?: { place: number; forStaff?: number; isMain?: boolean; isWide?: Who };
  /** `/` leads whoever is led here to this page. */
  isHome?: true;
  /** A row under 我的, for whoever has signed in: its place among them. */
  row?: number;
  /** What waits there, shown beside the name. Asks nothing for those who are not led here. */
  useCount?(visitor: Visitor): number;
  /** What is counted; unless said otherwise, what has not been read. */
  counts?: 'toDo';
}

export interface Room {
  /** The folder in client/src. */
  name: string;
  pages: readonly Page[];
  /** What of its answers may stay on the device. */
  keeps?: Keeps;
  /** How what is heard live changes what has been asked. */
  updates?: Updates;
}

/** A page of a room. That it takes what its path gives is checked here. */
export function page<Path extends string>(
  path: Path,
  load: Loading<StringRouteParams<Path>> | null,
  more: Omit<Page, 'path' | 'load'>,
): Page {
  return { path, load, ...more };
}

/** Where navigation leads: a path without what may follow. */
export const addressOf = ({ path }: Page): string => path.split('/:', 1)[0] || '/';

/** What a page is called for whoever looks. */
export const titleOf = ({ title, titleFor }: Page, visitor: Visitor): Pair => titleFor?.(visitor) ?? title;
