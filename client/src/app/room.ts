// What a room says of itself: its pages, the ways to them, and what of its answers stays on the device.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StringRouteParams } from 'wouter';
import type { MeQuery } from '../generated/graphql.ts';
import type { Updates } from '../net/graphql.ts';
import type { Keeps } from '../net/lasting.ts';
import type { GroupName } from './groups.ts';

export interface Pair {
  zh: string;
  en: string;
}

/** Whoever looks. `can` is undefined while nobody has signed in. */
export interface Visitor {
  can: NonNullable<MeQuery['viewer']>['can'] | undefined;
  isResident: boolean;
}

/** Works here. What they are led to is their work; everybody else lives here, or has not signed in. */
export const isStaff = ({ can, isResident }: Visitor): boolean => can !== undefined && !isResident;

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
  /** A tab of residents and of whoever has not signed in, five at most: its place among them, low numbers first. */
  tab?: { place: number; icon: LucideIcon; isMain?: true; useCount?(visitor: Visitor): number };
  /** A tab of staff on a phone: its place among them. `isSheet`: it opens over the page one is on. */
  staffTab?: { place: number; isSheet?: true };
  /** `/` leads whoever is led here to this page. */
  isHome?: true;
  /** Where it stands: under which headings of which hubs (groups.ts). Its icon and other names are in the room's signs.ts. */
  groups?: readonly GroupName[];
  /** Where the way back leads, if elsewhere than to the page whose path this one goes on, or to its hub. */
  up?: string;
  /** Pages that are one subject, side by side above each of them; called so there. */
  segment?: Pair;
  /** Needs the whole width: what stands beside it on desks makes room. */
  isWhole?: true;
  /** Addresses that it had before. */
  was?: readonly string[];
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

/** Whether navigation leads somebody to a page. */
export const isLedTo = ({ who }: Page, visitor: Visitor): boolean => !who || who(visitor) === true;

/** What a page is called for whoever looks. */
export const titleOf = ({ title, titleFor }: Page, visitor: Visitor): Pair => titleFor?.(visitor) ?? title;
