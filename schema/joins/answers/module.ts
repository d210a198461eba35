// Official answers to hot issues: owed, given, told to everybody who voted.
import { z } from 'zod';
import { module } from '../../frame/manifest.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { desk, residents, right } from '../../frame/roles.ts';
import { count, settings } from '../../frame/settings.ts';
import { say } from '../../frame/speech.ts';
import type { DutyTerms } from './rules.ts';
import { HOT_DESK_TOPIC } from './topics.ts';

declare module '../../frame/services.ts' {
  interface Settings {
    /** When police owe an answer to a hot issue. */
    answerDuty: DutyTerms;
  }
}

const issuePage = (hotIssueId: string) => `/hot/${encodeId('HotIssue', hotIssueId)}`;

/** What has happened to an issue, for those who voted for it. */
const STEPS = {
  ANSWERED: ['有了正式答复', 'has an official answer'],
  PATROLLING: ['已列入巡逻', 'is on the patrol list'],
  FIXING: ['正在整改', 'is being fixed'],
  SOLVED: ['已解决', 'is solved'],
  DECLINED: ['不予采纳，理由已写明', 'was declined; the reason is given in the answer'],
  PLANNED: ['已排好巡逻路线', 'now has a patrol route'],
  PATROLLED: ['已经巡过', 'was patrolled'],
  FOUND: ['巡逻中发现问题，已作为事件上报', 'led a patrol to find a problem, which has been reported'],
} as const;

/** A step on the way from vote to result, as a notice says it: an answer by where the issue stands with it. */
export type IssueNews = keyof typeof STEPS;

export const answers = module({
  name: 'answers',
  async graph() {
    await import('./effect.ts');
    await import('./graph.ts');
    await import('./measures.ts');
    await import('./acts.ts');
  },
  rights: {
    'hotIssue.answer': right('正式答复；共同承办的单位说明进展 / Answer officially; whoever shares the work says how it goes on', {
      OFFICER: 'duty',
      ...desk,
      PROPERTY: 'assigned',
    }),
    'hotIssue.follow': right('关注议题 / Follow issues', residents('always')),
    'hotIssue.share': right('请别的单位共同承办，关联事件 / Ask others to share the work, and say which tickets are about the same', {
      OFFICER: 'duty',
      ...desk,
    }),
  },
  can: { answerIssues: ['hotIssue.answer', '答复热榜议题 / Answer hot issues'] },
  notices: {
    ANSWER_OWED: {
      means: '热榜议题须答复 / A hot issue needs an answer',
      says: ({ title, when }) => say(`请答复热榜议题“${title}”，最迟 ${when}。`, `Please answer the hot issue “${title}” by ${when}.`),
      leadsTo: issuePage,
    },
    ANSWER_LATE: {
      means: '热榜议题的答复超时 / The answer to a hot issue is overdue',
      says: ({ title, when }) =>
        say(`热榜议题“${title}”的答复已超时，应在 ${when} 前。`, `The answer to the hot issue “${title}” is overdue: it was due ${when}.`),
      leadsTo: issuePage,
    },
    HOT_ISSUE_NEWS: {
      means: '投过票或关注的议题有进展；每人每天最多两条 / News of an issue the viewer voted for or follows; at most two a day',
      says: ({ title, step, more }) => {
        const [zh, en] = STEPS[(step ?? 'ANSWERED') as IssueNews];
        return say(
          `您关注的“${title}”${zh}。${more > 0 ? `另有 ${more} 条进展。` : ''}`,
          `“${title}” ${en}.${more > 0 ? ` ${more} more ${more === 1 ? 'update' : 'updates'}.` : ''}`,
        );
      },
      leadsTo: issuePage,
    },
  },
  waits: {
    ANSWER_OWED: {
      means: '答复议题 / Answer a hot issue',
      may: 'hotIssue.answer',
      topics: [HOT_DESK_TOPIC],
      reads: async () => (await import('./waits.ts')).owed,
    },
  },
  settings: settings(
    {
      XIESHOU_ANSWER_TOP: count(0, 100, 3, 'a number of ranks'),
      XIESHOU_ANSWER_TOP_VOTES: count(1, 1_000_000, 20, 'a number of votes'),
      XIESHOU_ANSWER_VOTES: count(1, 1_000_000, 100, 'a number of votes'),
      XIESHOU_ANSWER_HOURS: {
        type: z.coerce.number().positive().max(1000).default(24),
        expected: 'a positive number of hours, at most 1000',
      },
    },
    (values, { sla }) => ({
      answerDuty: {
        top: values.XIESHOU_ANSWER_TOP,
        leastVotes: values.XIESHOU_ANSWER_TOP_VOTES,
        votes: values.XIESHOU_ANSWER_VOTES,
        hours: values.XIESHOU_ANSWER_HOURS,
        calendar: sla.daytime,
      },
    }),
  ),
  exports: { '/exports/hot-list.csv': async () => (await import('./measures-export.ts')).exportMeasures },
  tables: ['hot_issue_follower', 'answer_duty', 'hot_issue_answer', 'hot_issue_step', 'held_news', 'hot_issue_owner', 'hot_issue_ticket'],
  appendOnly: ['hot_issue_answer'],
  holds: {
    places: [
      'hot_issue_follower.resident_id',
      'held_news.resident_id', // steps that they are told of another day
      'hot_issue_answer.author_id', // of staff
    ],
    shows: {
      issuesFollowed: `(SELECT coalesce(json_agg(json_build_object('issue', h.title, 'since', f.since) ORDER BY f.since), '[]')
        FROM hot_issue_follower f JOIN hot_issue h ON h.id = f.hot_issue_id WHERE f.resident_id = r.id)`,
    },
    erases: {
      follows: 'DELETE FROM hot_issue_follower WHERE resident_id = $1',
      heldNews: 'DELETE FROM held_news WHERE resident_id = $1',
    },
  },
  jobs: async () => (await import('./jobs.ts')).jobs,
});
