// The demo's hot list: sixty issues and a month of votes.
import { recount } from '@xieshou/schema/work/hotlist/ballots.ts';
import { decayRate } from '@xieshou/schema/work/hotlist/rules.ts';
import { demo } from '../demo.ts';
import { VotesOfStreet } from './street.ts';
import { makeHotList } from './votes.ts';

export const hotlistDemo = demo('hotlist', {
  // As rows: thousands of votes, at times that a ballot does not take. The hot list itself counts them.
  async history({ db, insert, read, stationId, town, now, halfLifeHours }) {
    const categories = await read<{ id: string; code: string }>('SELECT id, code FROM category');
    const { issues, votes } = makeHotList(town, now);
    await insert(
      'hot_issue',
      issues.map(({ id, communityId, gridId, category, title, description = '', createdById, createdAt }) => ({
        id,
        station_id: stationId,
        community_id: communityId,
        grid_id: gridId,
        title,
        description,
        category_id: categories.find(({ code }) => code === category)?.id,
        created_by_id: createdById,
        created_at: createdAt,
      })),
    );
    await insert(
      'vote',
      votes.map(({ hotIssueId, residentId, castAt }) => ({ hot_issue_id: hotIssueId, resident_id: residentId, cast_at: castAt })),
    );
    await recount(db, decayRate({ halfLifeHours }));
  },
  live: { everyMs: 1800, street: VotesOfStreet },
});
