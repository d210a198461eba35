// What people do to the hot list: raise, vote, take back.
import type { ObjectRef } from '@pothos/core';
import { z } from 'zod';
import { residentOf } from '../access/callers.ts';
import { builder, type SchemaTypes } from '../builder.ts';
import type { Context } from '../context.ts';
import { secondsUntilAnother } from '../daily-limit.ts';
import {
  type ErrorShape,
  errorsIn,
  errorType,
  NotFoundError,
  RateLimitedError,
  RetryLaterError,
  resultUnion,
  ValidationError,
} from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { GeoPointInput } from '../grids/graph.ts';
import { gridLoader } from '../grids/loaders.ts';
import { isOnEarth, toCentimetres } from '../grids/rules.ts';
import { findGridAt, readCategories, readStation } from '../grids/store.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { personText } from '../text.ts';
import { inTransaction } from '../transaction.ts';
import { fieldErrors } from '../validation.ts';
import type { VoteOutcome } from './ballot-box.ts';
import { deviceMark } from './device.ts';
import { HotIssue } from './graph.ts';
import { TITLE_LENGTH, topicsOf } from './rules.ts';
import { type HotIssueRow, insertIssue } from './store.ts';

const HotIssueClosedError = errorType(
  'HotIssueClosedError',
  '议题已办结，不能再投票 / The issue is closed, so votes can no longer be changed',
);

interface Success {
  typename: string;
  hotIssue: HotIssueRow;
}

function successType(name: string, description: string): ObjectRef<SchemaTypes, Success> {
  return builder.objectRef<Success>(name).implement({
    description,
    fields: (t) => ({ hotIssue: t.expose('hotIssue', { type: HotIssue, description: '变更后的议题 / The issue as it is now' }) }),
  });
}

const hotIssueIdField = '议题编号 / ID of the issue';

const HotIssueVoteInput = builder.inputType('HotIssueVoteInput', {
  description: '给哪个议题投票 / The issue to vote for',
  fields: (t) => ({ hotIssueId: t.id({ required: true, description: hotIssueIdField }) }),
});

const HotIssueUnvoteInput = builder.inputType('HotIssueUnvoteInput', {
  description: '撤回对哪个议题的票 / The issue to withdraw the vote from',
  fields: (t) => ({ hotIssueId: t.id({ required: true, description: hotIssueIdField }) }),
});

builder.mutationFields((t) => ({
  hotIssueVote: t.field({
    description:
      '为热榜议题投票：一人一票，可撤回；重复投票不变 / Votes for an issue: one vote per person, which can be withdrawn; repeating changes nothing',
    authScopes: { may: 'hotIssue.vote' },
    type: resultUnion('HotIssueVote', successType('HotIssueVoteSuccess', '已投票 / Voted'), [
      HotIssueClosedError,
      NotFoundError,
      RetryLaterError,
    ]),
    args: { input: t.arg({ type: HotIssueVoteInput, required: true, description: '哪个议题 / The issue' }) },
    resolve: (_root, { input }, context) => vote('HotIssueVoteSuccess', 'cast', input.hotIssueId, context),
  }),
  hotIssueUnvote: t.field({
    description: '撤回投票；没有投过则不变 / Withdraws the vote; without a vote nothing changes',
    authScopes: { may: 'hotIssue.vote' },
    type: resultUnion('HotIssueUnvote', successType('HotIssueUnvoteSuccess', '已撤回 / The vote is withdrawn'), [
      HotIssueClosedError,
      NotFoundError,
      RetryLaterError,
    ]),
    args: { input: t.arg({ type: HotIssueUnvoteInput, required: true, description: '哪个议题 / The issue' }) },
    resolve: (_root, { input }, context) => vote('HotIssueUnvoteSuccess', 'withdraw', input.hotIssueId, context),
  }),
}));

async function vote(typename: string, wish: 'cast' | 'withdraw', globalId: string, context: Context): Promise<Success | ErrorShape> {
  const hotIssueId = decodeIdOf('HotIssue', globalId);
  if (!hotIssueId) return voteError('not-found', context);
  const ballot = { residentId: residentOf(context).residentId, hotIssueId, device: deviceMark(context) };
  const outcome = await context.hotList.ballotBox[wish](ballot);
  if (outcome !== 'changed' && outcome !== 'unchanged') return voteError(outcome, context);
  const hotIssue = await context.hotList.issues.load(hotIssueId);
  return hotIssue ? { typename, hotIssue } : voteError('not-found', context);
}

function voteError(outcome: Exclude<VoteOutcome, 'changed' | 'unchanged'>, { language }: Context): ErrorShape {
  const words = wordsIn(language);
  switch (outcome) {
    case 'not-found':
      return errorsIn(language).notFound(words.hotIssueNotFound);
    case 'closed':
      return { typename: 'HotIssueClosedError', code: 'HOT_ISSUE_CLOSED', message: words.hotIssueClosed };
    case 'retry-later':
      return errorsIn(language).retryLater();
  }
}

const HotIssueCreateInput = builder.inputType('HotIssueCreateInput', {
  description:
    '要提的议题。位置优先；没有位置用网格；都没有用本人所住网格 / The issue to raise. The grid comes from the position, otherwise gridId, otherwise the viewer’s home grid',
  fields: (t) => ({
    title: t.string({ required: true, description: '标题，4–60 字 / Title, 4–60 characters' }),
    description: t.string({ defaultValue: '', description: '说明，最多 1000 字 / Details, at most 1,000 characters' }),
    category: t.string({ required: true, description: '类别代码，见 categories / Code of a category' }),
    location: t.field({
      type: GeoPointInput,
      description: '位置；不在任何网格内则归全所榜 / The position; outside all grids the issue goes on the station’s board',
    }),
    gridId: t.id({ description: '网格，没有位置时用 / The grid, when there is no position' }),
  }),
});

const newIssue = z.object({
  title: personText(TITLE_LENGTH),
  description: personText({ min: 0, max: 1000, isMultiline: true }),
});

builder.mutationField('hotIssueCreate', (t) =>
  t.field({
    description: '提出一个议题；提出的人可以另外投票 / Raises an issue; the author’s own vote is cast separately',
    authScopes: { may: 'hotIssue.raise' },
    type: resultUnion('HotIssueCreate', successType('HotIssueCreateSuccess', '议题已提出 / Raised'), [
      ValidationError,
      NotFoundError,
      RateLimitedError,
    ]),
    args: { input: t.arg({ type: HotIssueCreateInput, required: true, description: '议题内容 / The issue' }) },
    resolve: async (_root, { input }, context) => {
      const { language, services } = context;
      const errors = errorsIn(language);
      const text = newIssue.safeParse({ title: input.title, description: input.description ?? '' });
      const mistakes = text.success
        ? []
        : fieldErrors(text.error, { title: [TITLE_LENGTH.min, TITLE_LENGTH.max], description: [0, 1000] }, language);
      if (input.location && !isOnEarth(input.location)) {
        mistakes.push({ path: ['input', 'location'], code: 'OUT_OF_RANGE', message: wordsIn(language).pointInvalid });
      }
      const category = (await readCategories(services.prisma)).find(({ code }) => code === input.category);
      if (!category) {
        mistakes.push({ path: ['input', 'category'], code: 'UNKNOWN', message: wordsIn(language).categoryNotFound });
      }
      if (mistakes.length > 0 || !text.success || !category) return errors.invalid(mistakes);

      const place = await gridOfInput(input, context);
      if (place === 'unknown') return errors.notFound(wordsIn(language).gridNotFound);
      const { residentId } = residentOf(context);
      const issue = {
        id: context.requestUuid,
        stationId: (await readStation(services.prisma)).id,
        communityId: place?.communityId ?? null,
        gridId: place?.id ?? null,
        categoryId: category.id,
        ...text.data,
        point: input.location ? toCentimetres(input.location) : null,
        createdById: residentId,
      };
      const hotIssue = await inTransaction(services.pool, async (client) => {
        const limit = { personId: residentId, id: issue.id, most: services.settings.daily.issues };
        const seconds = await secondsUntilAnother(client, 'issue', limit);
        return seconds === null ? insertIssue(client, issue) : { retryAfterSeconds: seconds };
      });
      if ('retryAfterSeconds' in hotIssue) return errors.rateLimited(hotIssue.retryAfterSeconds);
      services.live.touch(topicsOf(hotIssue));
      return { typename: 'HotIssueCreateSuccess', hotIssue };
    },
  }),
);

async function gridOfInput(
  { location, gridId }: { location?: { longitude: number; latitude: number } | null; gridId?: string | null },
  context: Context,
) {
  if (location) return findGridAt(context.services.prisma, location);
  if (gridId) {
    const id = decodeIdOf('Grid', gridId);
    return (id && (await gridLoader(context).load(id))) || ('unknown' as const);
  }
  const { viewer } = context;
  return viewer?.kind === 'resident' && viewer.homeGridId ? gridLoader(context).load(viewer.homeGridId) : null;
}
