// Batched reads of hot issues, one query a list.
import type { Context } from '../context.ts';
import { inOrder } from '../grids/loaders.ts';
import { type HotIssueRow, readHourlyVotes, readIssues, readVoted } from './store.ts';

export const hotIssueLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, HotIssueRow | null>('hotIssue', async (ids) => inOrder(ids, await readIssues(pool, ids)));

/** Whether the viewer has voted; false for staff and strangers. */
export async function hasVoted(context: Context, issueId: string): Promise<boolean> {
  const { viewer, loaders, services } = context;
  if (viewer?.kind !== 'resident') return false;
  const voted = loaders.loader<string, boolean>('voted', async (ids) => {
    const found = await readVoted(services.pool, viewer.residentId, ids);
    return ids.map((id) => found.has(id));
  });
  return voted.load(issueId);
}

export function hourlyVotes({ loaders, services: { pool, clock } }: Context, issueId: string, hours: number): Promise<number[]> {
  const lines = loaders.loader<string, number[]>(`hourlyVotes ${hours}`, async (issueIds) => {
    const series = await readHourlyVotes(pool, { issueIds, hours, now: clock.now() });
    return issueIds.map((id) => series.get(id) ?? []);
  });
  return lines.load(issueId);
}
