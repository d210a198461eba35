// What a module tells others without knowing them: whoever stands above it hears it in the transaction that it happens in.
import type pg from 'pg';
import { MODULES } from '../modules.ts';
import type { Services } from './services.ts';

/** What is announced, and what it tells: a module adds its own beside what announces it. */
// biome-ignore lint/suspicious/noEmptyInterface: modules add to it by declaration
export interface Announcements {}

export type Announcement = keyof Announcements;

/** Acts on an announcement, in its transaction. Returns the topics to touch after the commit. */
export type Hears<Name extends Announcement> = (
  client: pg.PoolClient,
  told: Announcements[Name],
  services: Services,
) => Promise<readonly string[]>;

/** The part of a manifest that says what a module hears. */
export type Ears = { readonly [Name in Announcement]?: () => Promise<Hears<Name>> };

/** Tells every module that hears it, one after the other, those below first. Returns the topics to touch after the commit. */
export async function happened<Name extends Announcement>(
  client: pg.PoolClient,
  name: Name,
  told: Announcements[Name],
  services: Services,
): Promise<string[]> {
  const topics: string[] = [];
  for (const { hears } of MODULES) {
    const hear = await (hears as Ears | undefined)?.[name]?.();
    if (hear) topics.push(...(await hear(client, told, services)));
  }
  return topics;
}
