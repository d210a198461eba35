// What people do to the hot list: raise, vote, take back.

import { category, point } from '../../commons/grids/inputs.ts';
import { gridLoader } from '../../commons/grids/loaders.ts';
import { gridGone } from '../../commons/grids/refusals.ts';
import { toCentimetres } from '../../commons/grids/rules.ts';
import { findGridAt, type Grid, readStation } from '../../commons/grids/store.ts';
import { residentOf } from '../../frame/access/callers.ts';
import type { Context } from '../../frame/context.ts';
import { secondsUntilAnother } from '../../frame/daily-limit.ts';
import { id, optional, row, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { isRefusal, RateLimited, RetryLater, rateLimited } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { deviceMark } from './device.ts';
import { HotIssue } from './graph.ts';
import { HotIssueClosed, hotIssueGone, refusals } from './refusals.ts';
import { TITLE_LENGTH, topicsOf } from './rules.ts';
import { type HotIssueRow, insertIssue } from './store.ts';

const issue = gives<{ hotIssue: HotIssueRow }>((t) => ({
  hotIssue: t.expose('hotIssue', { type: HotIssue, description: '变更后的议题 / The issue as it is now' }),
}));

const hotIssueId = id('HotIssue', '议题编号 / ID of the issue', hotIssueGone);

mutation('hotIssueVote', {
  says: '为热榜议题投票：一人一票，可撤回；重复投票不变 / Votes for an issue: one vote per person, which can be withdrawn; repeating changes nothing',
  may: 'hotIssue.vote',
  input: { hotIssueId },
  done: '已投票 / Voted',
  gives: issue,
  refuses: [HotIssueClosed, RetryLater],
  do: (input, context) => vote('cast', input.hotIssueId, context),
});

mutation('hotIssueUnvote', {
  says: '撤回投票；没有投过则不变 / Withdraws the vote; without a vote nothing changes',
  may: 'hotIssue.vote',
  input: { hotIssueId },
  done: '已撤回 / The vote is withdrawn',
  gives: issue,
  refuses: [HotIssueClosed, RetryLater],
  do: (input, context) => vote('withdraw', input.hotIssueId, context),
});

async function vote(wish: 'cast' | 'withdraw', issueId: string, context: Context) {
  const { residentId } = residentOf(context);
  const outcome = await context.hotList.ballotBox[wish]({ residentId, hotIssueId: issueId, device: deviceMark(context) });
  if (outcome !== 'changed' && outcome !== 'unchanged') return refusals[outcome];
  const hotIssue = await context.hotList.issues.load(issueId);
  return hotIssue ? { hotIssue } : refusals['not-found'];
}

const RAISED = { name: 'issue', rows: 'hot_issue WHERE created_by_id', madeAt: 'created_at' };

mutation('hotIssueCreate', {
  says: '提出一个议题；提出的人可以另外投票。位置优先；没有位置用网格；都没有用本人所住网格 / Raises an issue; the author’s own vote is cast separately. The grid comes from the position, otherwise gridId, otherwise the viewer’s home grid',
  may: 'hotIssue.raise',
  input: {
    title: text(TITLE_LENGTH.min, TITLE_LENGTH.max, '标题 / Title'),
    description: text(0, 1000, '说明 / Details', { isMultiline: true }),
    category: category('类别代码，见 categories / Code of a category'),
    location: optional(point('位置；不在任何网格内则归全所榜 / The position; outside all grids the issue goes on the station’s board')),
    gridId: optional(row<Grid>('Grid', '网格，没有位置时用 / The grid, when there is no position', gridGone)),
  },
  done: '议题已提出 / Raised',
  gives: issue,
  refuses: [RateLimited],
  async do({ category: { id: categoryId }, location, gridId: grid, ...said }, context) {
    const { services, requestUuid } = context;
    const { residentId, homeGridId } = residentOf(context);
    const home = homeGridId ? await gridLoader(context).load(homeGridId) : null;
    const place = location ? await findGridAt(services.prisma, location) : (grid ?? home);
    const raised = {
      id: requestUuid,
      stationId: (await readStation(services.prisma)).id,
      communityId: place?.communityId ?? null,
      gridId: place?.id ?? null,
      categoryId,
      ...said,
      point: location ? toCentimetres(location) : null,
      createdById: residentId,
    };
    const hotIssue = await inTransaction(services.pool, async (client) => {
      const seconds = await secondsUntilAnother(client, RAISED, {
        personId: residentId,
        id: raised.id,
        most: services.settings.issuesADay,
      });
      return seconds === null ? insertIssue(client, raised) : rateLimited(seconds);
    });
    if (isRefusal(hotIssue)) return hotIssue;
    services.live.touch(topicsOf(hotIssue));
    return { hotIssue };
  },
});
