// The hot list: residents vote on what worries them most.
import { z } from 'zod';
import { module } from '../../frame/manifest.ts';
import { desk, everyone, gridStaff, residents, right } from '../../frame/roles.ts';
import { count, settings } from '../../frame/settings.ts';
import type { HotList } from './index.ts';

declare module '../../frame/context.ts' {
  interface Context {
    hotList: HotList;
  }
}

declare module '../../frame/services.ts' {
  interface Settings {
    /** Half-life of a vote's weight in the HOT order. */
    halfLifeHours: number;
    /** How many ballots may wait for the database before new ones are asked to try later. */
    voteQueueLimit: number;
    /** What one resident may raise in a day. */
    issuesADay: number;
  }
}

export const hotlist = module({
  name: 'hotlist',
  async graph() {
    await import('./graph.ts');
    await import('./acts.ts');
  },
  scopes: {
    'hotlist:read': '读取热榜 / Read the hot list',
    'hotlist:vote-count': '读取热榜票数与热度 / Read vote counts and heat',
  },
  rights: {
    'hotList.read': right('看热榜和议题 / Read hot lists and issues', everyone({ scope: 'hotlist:read' })),
    'hotList.count': right(
      '看票数和由此而来的热度 / Read how many voted, and the heat that follows from it',
      everyone({ scope: 'hotlist:vote-count' }),
    ),
    'hotIssue.vote': right('给议题投票 / Vote for issues', residents('always')),
    'hotIssue.raise': right('提出议题 / Raise issues', residents('always')),
    'hotIssue.close': right('办结议题 / Close issues', { ...gridStaff, ...desk }),
  },
  can: {
    vote: ['hotIssue.vote', '给议题投票 / Vote for issues'],
    raiseIssue: ['hotIssue.raise', '提出议题 / Raise issues'],
  },
  settings: settings(
    {
      XIESHOU_HALF_LIFE_HOURS: { type: z.coerce.number().positive().max(100_000).default(48), expected: 'a positive number of hours' },
      XIESHOU_ISSUES_A_DAY: count(1, 1_000_000, 10),
      XIESHOU_VOTE_QUEUE: count(1, 10_000_000, 100_000, 'a number of votes'),
    },
    (values) => ({
      halfLifeHours: values.XIESHOU_HALF_LIFE_HOURS,
      issuesADay: values.XIESHOU_ISSUES_A_DAY,
      voteQueueLimit: values.XIESHOU_VOTE_QUEUE,
    }),
  ),
  tables: ['hot_issue', 'vote'],
  publishes: ['hot_issue', 'vote'],
  holds: {
    places: ['hot_issue.created_by_id', 'vote.resident_id'],
    shows: {
      votes: `(SELECT coalesce(json_agg(json_build_object('issue', h.title, 'castAt', v.cast_at, 'counts', v.is_counted, 'deviceMark', v.device::text)
        ORDER BY v.cast_at), '[]') FROM vote v JOIN hot_issue h ON h.id = v.hot_issue_id WHERE v.resident_id = r.id)`,
      issuesRaised: `(SELECT coalesce(json_agg(json_build_object('title', h.title, 'description', h.description, 'raisedAt', h.created_at,
        'longitude', h.longitude, 'latitude', h.latitude) ORDER BY h.created_at), '[]') FROM hot_issue h WHERE h.created_by_id = r.id)`,
    },
    erases: {
      issuePlaces: `UPDATE hot_issue SET longitude = round(longitude::numeric, 3)::float8, latitude = round(latitude::numeric, 3)::float8
        WHERE created_by_id = $1 AND longitude IS NOT NULL`,
      devices: 'UPDATE vote SET device = NULL WHERE resident_id = $1 AND device IS NOT NULL',
    },
  },
  hears: { 'resident.verified': async () => (await import('./hears.ts')).onVerified },
  expires: { devices: `UPDATE vote SET device = NULL WHERE device IS NOT NULL AND cast_at < now() - interval '30 days'` },
});
