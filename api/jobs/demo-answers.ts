// What the officers of the demo town have answered to its hot issues, and what they still owe.
import { chance } from '../../prisma/demo/random.ts';
import { type Connection, insert } from '../../prisma/demo/rows.ts';
import { insertPatrols, type PatrolledIssue } from './demo-patrols.ts';

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

interface Issue {
  id: string;
  gridId: string | null;
  title: string;
  status: 'OPEN' | 'PATROLLING' | 'FIXING' | 'SOLVED' | 'DECLINED';
  createdAt: Date;
  closedAt: Date | null;
  closedReason: string | null;
  voteCount: number;
  officerId: string;
  signature: string;
}

/** Writes them. Nobody is told of what lies in the past. */
export async function insertAnswers(connection: Connection, { now }: { now: Date }): Promise<void> {
  const dice = chance(7_151_127);
  const { rows: issues } = await connection.query(
    `SELECT h.id, h.grid_id AS "gridId", h.title, h.status::text AS status, h.created_at AS "createdAt", h.closed_at AS "closedAt", h.closed_reason AS "closedReason",
       h.vote_count AS "voteCount", p.id AS "officerId", p.title AS signature
     FROM hot_issue h CROSS JOIN LATERAL (
       SELECT p.id, p.title FROM staff_profile p LEFT JOIN duty d ON d.staff_id = p.id AND d.is_responsible
       WHERE d.grid_id = h.grid_id OR (h.grid_id IS NULL AND p.role = 'COMMANDER') ORDER BY p.id LIMIT 1) p
     ORDER BY h.created_at, h.id`,
  );
  const answered = (issues as Issue[]).flatMap((issue) => {
    const said = answersTo(issue, dice, now);
    return said.length > 0 ? [{ issue, said }] : [];
  });
  await insert(
    connection,
    'hot_issue_answer',
    answered.flatMap(({ issue: { id, officerId, signature }, said }) =>
      said.map(({ at, text, status }, index) => ({
        ...{ id: dice.uuid(), hot_issue_id: id, ordinal: index + 1, at, author_id: officerId, signature, text, status },
      })),
    ),
  );
  const patrolled = answered.flatMap(({ issue, said }) => patrolOf(issue, said, now));
  const steps: Step[] = answered.flatMap(({ issue: { id, signature, gridId }, said }) =>
    said.map(({ at, text, status }) => ({
      ...{ id, at, kind: status === 'PATROLLING' && gridId ? ('PLANNED' as const) : ('ANSWERED' as const) },
      detail: { signature, text, status },
    })),
  );
  for (const { id, walkedAt } of patrolled) if (walkedAt) steps.push({ id, at: walkedAt, kind: 'PATROLLED', detail: {} });
  await insert(
    connection,
    'hot_issue_step',
    steps
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ id, at, kind, detail }) => ({ id: dice.uuid(), hot_issue_id: id, kind, at, told_at: at, detail })),
  );
  await insertPatrols(connection, patrolled, dice);
  await insert(
    connection,
    'answer_duty',
    answered.map(({ issue: { id, voteCount }, said }) => {
      const answeredAt = said[0]?.at as Date;
      const openedAt = new Date(answeredAt.getTime() - (2 + 38 * dice.next()) * HOUR_MS);
      const dueAt = new Date(openedAt.getTime() + 48 * HOUR_MS);
      return {
        ...{
          hot_issue_id: id,
          reason: 'RANK',
          rank: 1 + Math.floor(3 * dice.next()),
          votes: Math.max(1, Math.round(voteCount / 2)),
          opened_at: openedAt,
        },
        ...{ clocks: [], due_at: dueAt, answered_at: answeredAt },
      };
    }),
  );
  const shared = answered.filter(({ issue: { status } }) => status === 'FIXING' || status === 'SOLVED');
  const { rows: bodies } = await connection.query(`SELECT id FROM staff_profile WHERE role = 'PROPERTY' ORDER BY id`);
  await insert(
    connection,
    'hot_issue_owner',
    shared.flatMap(({ issue: { id, officerId }, said }, index) => {
      const body = (bodies as { id: string }[])[index % Math.max(1, bodies.length)];
      return body ? [{ hot_issue_id: id, staff_id: body.id, added_by_id: officerId, added_at: said[0]?.at }] : [];
    }),
  );
}

interface Step {
  id: string;
  at: Date;
  kind: 'ANSWERED' | 'PLANNED' | 'PATROLLED';
  detail: object;
}

/** The patrol that was planned with an answer, and walked the evening after it, unless that is yet to come or something else came first. */
function patrolOf({ id, gridId, title, officerId }: Issue, said: readonly Said[], now: Date): PatrolledIssue[] {
  const index = said.findIndex(({ status }) => status === 'PATROLLING');
  const planned = said[index];
  if (!planned || !gridId) return [];
  const evening = new Date(planned.at.getTime() + 9 * HOUR_MS);
  const next = said[index + 1]?.at ?? now;
  return [
    { id, gridId, title, officerId, plannedAt: planned.at, walkedAt: evening.getTime() + 40 * HOUR_MS < next.getTime() ? evening : null },
  ];
}

interface Said {
  at: Date;
  text: string;
  status: Issue['status'];
}

/** What was said to an issue on the way to where it stands. */
function answersTo({ status, createdAt, closedAt, closedReason, voteCount }: Issue, dice: ReturnType<typeof chance>, now: Date): Said[] {
  const end = (closedAt ?? now).getTime();
  const span = end - createdAt.getTime();
  const after = (share: number) => new Date(createdAt.getTime() + span * share);
  const first: Said = { at: after(0.3), text: dice.pick(FIRST), status: 'OPEN' };
  switch (status) {
    case 'OPEN':
      return voteCount >= LEAST_VOTES && dice.next() < ANSWERED ? [first] : [];
    case 'PATROLLING':
      return [first, { at: after(0.5), text: dice.pick(PATROLLING), status }];
    case 'FIXING':
      return [
        first,
        { at: after(0.5), text: dice.pick(PATROLLING), status: 'PATROLLING' },
        { at: after(0.7), text: dice.pick(FIXING), status },
      ];
    case 'SOLVED':
      return [
        { at: after(0.3), text: dice.pick(PATROLLING), status: 'PATROLLING' },
        { at: after(0.6), text: dice.pick(FIXING), status: 'FIXING' },
        { at: new Date(end), text: closedReason ?? '', status },
      ];
    case 'DECLINED':
      return [first, { at: new Date(end), text: closedReason ?? '', status }];
  }
}
