// Batched reads of hot issues, one query a list.
import type { Context } from '../context.ts';
import { inOrder } from '../grids/loaders.ts';
import { readDutiesOf } from '../grids/store.ts';
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

/** Grids the viewer serves now; empty for residents and strangers. */
export async function dutiesOfViewer({ viewer, loaders, services: { prisma, clock } }: Context): Promise<{ gridId: string }[]> {
  if (viewer?.kind !== 'staff') return [];
  const duties = loaders.loader<string, { gridId: string }[]>('dutiesOf', (staffIds) =>
    Promise.all(staffIds.map((id) => readDutiesOf(prisma, id, clock.now()))),
  );
  return duties.load(viewer.staffId);
}
