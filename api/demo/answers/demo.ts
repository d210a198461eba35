// What the officers of the demo town have answered to its hot issues, and what they still owe.
import { addOwner, appendAnswer } from '@xieshou/schema/joins/answers/store.ts';
import { type Chance, chance } from '../chance.ts';
import { demo, type Past } from '../demo.ts';
import { type DemoIssue, makeIssues } from '../hotlist/votes.ts';
import type { DemoStaff } from '../town.ts';
import { AnswersOfStreet } from './street.ts';

const HOUR_MS = 3_600_000;

/** Of open issues that many want solved, this part has an answer; the rest is owed one. */
const ANSWERED = 0.65;
const LEAST_VOTES = 15;

const FIRST = [
  '已收到，今天下午到现场看过，本周内给大家准信。',
  '情况属实，已经和物业、居委会碰过头，周五前拿出办法。',
  '谢谢邻居们提醒，社区民警这两天晚上会多走几趟。',
];
const PATROLLING = ['已列入夜间巡逻，每晚九点到十一点走两趟，发现问题当场处理。', '从今晚起列入重点巡逻，志愿队一起走。'];
const FIXING = ['区里已同意，物业正在施工，预计一周内完成。', '和物业定了方案，材料已到，这周装好。'];

export const answersDemo = demo('answers', {
  async history(past) {
    const { db, at, insert, town } = past;
    const dice = chance(7_151_130);
    const answered = await tellAnswers(past);
    // As rows: the deed looks at the boards as they are today.
    await insert(
      'answer_duty',
      answered.map(({ issue, voteCount, said: [first] }) => {
        const openedAt = new Date(first.at.getTime() - (2 + 38 * dice.next()) * HOUR_MS);
        return {
          hot_issue_id: issue.id,
          reason: 'RANK',
          rank: 1 + Math.floor(3 * dice.next()),
          votes: Math.max(1, Math.round(voteCount / 2)),
          opened_at: openedAt,
          clocks: [],
          due_at: new Date(openedAt.getTime() + 48 * HOUR_MS),
        };
      }),
    );
    const bodies = town.staff.filter(({ role }) => role === 'PROPERTY').sort((a, b) => (a.id < b.id ? -1 : 1));
    let shared = 0;
    for (const { issue, officer, said } of answered) {
      const answer = { hotIssueId: issue.id, authorId: officer.id, signature: officer.title, isCoOwner: false };
      for (const { isPlan, ...words } of said) if (!isPlan) at(words.at, () => appendAnswer(db, { ...answer, ...words, id: dice.uuid() }));
      const body = bodies[shared % bodies.length];
      if (!body || (issue.status !== 'FIXING' && issue.status !== 'SOLVED')) continue;
      shared += 1;
      at(said[0].at, (addedAt) => addOwner(db, { hotIssueId: issue.id, staffId: body.id, addedById: officer.id, at: addedAt }));
    }
    // Nobody is told of what lies in the past.
    at(past.now, () => db.query('/* demo.told */ UPDATE hot_issue_step SET told_at = at WHERE told_at IS NULL'));
  },
  live: { everyMs: 90_000, street: AnswersOfStreet },
});

/** What police have said to an issue. */
export interface Answered {
  issue: DemoIssue;
  officer: DemoStaff;
  voteCount: number;
  said: readonly [Said, ...Said[]];
}

/** What was said to which issues. The same each time it is told. */
export async function tellAnswers({ read, town, now }: Pick<Past, 'read' | 'town' | 'now'>): Promise<Answered[]> {
  const dice = chance(7_151_127);
  const votes = await read<{ id: string; voteCount: number }>('SELECT id, vote_count AS "voteCount" FROM hot_issue');
  const voteCounts = new Map(votes.map(({ id, voteCount }) => [id, voteCount]));
  return makeIssues(town, now).flatMap((issue) => {
    const voteCount = voteCounts.get(issue.id) ?? 0;
    const officer = town.staff.find(({ role, duty }) =>
      issue.grid ? role === 'OFFICER' && duty?.gridNumber === issue.grid : role === 'COMMANDER',
    );
    const [first, ...more] = answersTo(issue, voteCount, dice, now);
    return officer && first ? { issue, officer, voteCount, said: [first, ...more] as const } : [];
  });
}

interface Said {
  at: Date;
  text: string;
  status: 'OPEN' | NonNullable<DemoIssue['status']>;
  /** It is said by a patrol that is planned for it. */
  isPlan?: boolean;
}

/** What was said to an issue on the way to where it stands. */
function answersTo({ status, grid, createdAt, closedAt, reason = '' }: DemoIssue, voteCount: number, dice: Chance, now: Date): Said[] {
  const end = (closedAt ?? now).getTime();
  const span = end - createdAt.getTime();
  const after = (share: number) => new Date(createdAt.getTime() + span * share);
  const patrol = (share: number): Said => ({ at: after(share), text: dice.pick(PATROLLING), status: 'PATROLLING', isPlan: grid > 0 });
  const first: Said = { at: after(0.3), text: dice.pick(FIRST), status: 'OPEN' };
  switch (status) {
    case undefined:
      return voteCount >= LEAST_VOTES && dice.next() < ANSWERED ? [first] : [];
    case 'PATROLLING':
      return [first, patrol(0.5)];
    case 'FIXING':
      return [first, patrol(0.5), { at: after(0.7), text: dice.pick(FIXING), status }];
    case 'SOLVED':
      return [patrol(0.3), { at: after(0.6), text: dice.pick(FIXING), status: 'FIXING' }, { at: new Date(end), text: reason, status }];
    case 'DECLINED':
      return [first, { at: new Date(end), text: reason, status }];
  }
}
