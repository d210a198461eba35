// The officers of the demo answer what they owe, and go on with what they have begun.

import { inTransaction } from '@xieshou/schema/frame/transaction.ts';
import { appendAnswer } from '@xieshou/schema/joins/answers/store.ts';
import { HOT_DESK_TOPIC, STEPS_TOPIC } from '@xieshou/schema/joins/answers/topics.ts';
import { issueTopic, topicsOf } from '@xieshou/schema/work/hotlist/rules.ts';
import type { House } from '../../doors/operations.ts';
import type { Chance } from '../chance.ts';

const NEXT = {
  OPEN: { status: 'PATROLLING', text: '已列入今晚巡逻，九点到十一点走两趟。' },
  PATROLLING: { status: 'FIXING', text: '巡了几晚，情况清楚了，已请物业动手整改。' },
  FIXING: { status: 'SOLVED', text: '整改好了，请大家看看。谢谢投票的邻居。' },
} as const;

interface Issue {
  id: string;
  status: keyof typeof NEXT;
  gridId: string | null;
  communityId: string | null;
  officerId: string;
  signature: string;
}

export class AnswersOfStreet {
  readonly #house: House;
  readonly #random: Chance;

  constructor(house: House, random: Chance) {
    this.#house = house;
    this.#random = random;
  }

  /** One answer: to what is owed most urgently, or to something begun. */
  async act(): Promise<void> {
    const { pool, live, clock } = this.#house.services;
    const { rows } = await pool.query<Issue>(
      `/* simulator.readUnanswered */ SELECT h.id, h.status, h.grid_id AS "gridId", h.community_id AS "communityId", p.id AS "officerId", p.title AS signature
       FROM hot_issue h LEFT JOIN answer_duty d ON d.hot_issue_id = h.id
       JOIN duty s ON s.grid_id = h.grid_id AND s.is_responsible AND s.ends_at IS NULL JOIN staff_profile p ON p.id = s.staff_id
       WHERE h.closed_at IS NULL AND NOT h.is_frozen AND (d.answered_at IS NULL) = $1 AND d.hot_issue_id IS NOT NULL
       ORDER BY d.due_at, h.id LIMIT 8`,
      [this.#random.next() < 0.7],
    );
    const issue = rows.length > 0 ? this.#random.pick(rows) : null;
    if (!issue) return;
    const { id, officerId, signature } = issue;
    const answer = {
      id: this.#random.uuid(),
      hotIssueId: id,
      authorId: officerId,
      signature,
      isCoOwner: false,
      at: clock.now(),
      ...NEXT[issue.status],
    };
    const outcome = await inTransaction(pool, (client) => appendAnswer(client, answer));
    if (outcome === 'answered') live.touch([...topicsOf(issue), issueTopic(id), HOT_DESK_TOPIC, STEPS_TOPIC]);
  }
}
