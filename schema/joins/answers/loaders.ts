// Batched reads of what belongs to a hot issue.

import { grouped, inOrder } from '../../frame/batches.ts';
import type { Context } from '../../frame/context.ts';
import { type DutyRow, readDuties } from './duty-store.ts';
import { type AnswerRow, readAnswers, readFollowed, readLinks, readOwners, readSteps, type StaffMember, type StepRow } from './store.ts';

const byIssue = ({ hotIssueId }: { hotIssueId: string }) => hotIssueId;

export const answersLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, AnswerRow[]>('hotIssueAnswers', async (ids) => grouped(ids, await readAnswers(pool, ids), byIssue));

export const stepsLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, StepRow[]>('hotIssueSteps', async (ids) => grouped(ids, await readSteps(pool, ids), byIssue));

export const ownersLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, (StaffMember & { hotIssueId: string })[]>('hotIssueOwners', async (ids) =>
    grouped(ids, await readOwners(pool, ids), byIssue),
  );

export const linksLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, { hotIssueId: string; ticketId: string }[]>('hotIssueLinks', async (ids) =>
    grouped(ids, await readLinks(pool, ids), byIssue),
  );

export const dutyLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, DutyRow | null>('answerDuty', async (ids) =>
    inOrder(
      ids,
      (await readDuties(pool, ids)).map((duty) => ({ ...duty, id: duty.hotIssueId })),
    ),
  );

/** Whether the viewer follows an issue; false for staff and strangers. */
export function follows({ viewer, loaders, services: { pool } }: Context, hotIssueId: string): boolean | Promise<boolean> {
  if (viewer?.kind !== 'resident') return false;
  const { residentId } = viewer;
  return loaders
    .loader<string, boolean>('followedIssues', async (ids) => {
      const followed = await readFollowed(pool, residentId, ids);
      return ids.map((id) => followed.has(id));
    })
    .load(hotIssueId);
}
