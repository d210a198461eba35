// Batched reads of hot issues.

import { inOrder } from '../../frame/batches.ts';
import type { Context } from '../../frame/context.ts';
import { type HotIssueRow, readIssues } from './store.ts';

export const hotIssueLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, HotIssueRow | null>('hotIssue', async (ids) => inOrder(ids, await readIssues(pool, ids)));

/** Whether the viewer has voted; false for staff and strangers. */
export function hasVoted({ viewer, hotList }: Context, hotIssueId: string): boolean | Promise<boolean> {
  return viewer?.kind === 'resident' && hotList.voted.load({ residentId: viewer.residentId, hotIssueId });
}
