// The demo town is what the product's own acts make of it: none of them was refused, and nobody is told of what lies in the past.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../api/database/connect.ts';
import { DEMOS } from '../../api/demo/demos.ts';
import { MODULES } from '../../schema/modules.ts';
import { openTestDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase('demo', 2);
});
afterAll(() => database?.close());

const count = async (rest: string) => (await database.pool.query<{ n: number }>(`SELECT count(*)::int AS n ${rest}`)).rows[0]?.n;

it('is made of modules, each once', () => {
  const names = DEMOS.map(({ module }) => module);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !MODULES.some((module) => module.name === name))).toEqual([]);
});

it('has each issue where its last answer has brought it', async () => {
  expect(await count('FROM hot_issue_answer')).toBeGreaterThan(40);
  expect(
    await count(`FROM hot_issue h LEFT JOIN LATERAL (
      SELECT status FROM hot_issue_answer a WHERE a.hot_issue_id = h.id ORDER BY ordinal DESC LIMIT 1) last ON true
      WHERE h.status <> coalesce(last.status, 'OPEN') OR (h.closed_at IS NULL) <> (h.status NOT IN ('SOLVED', 'DECLINED'))`),
  ).toBe(0);
  expect(await count('FROM answer_duty WHERE answered_at IS NULL')).toBe(0);
  expect(await count('FROM hot_issue_step WHERE told_at IS NULL')).toBe(0);
  expect(await count('FROM notice')).toBe(0);
});

it('has approved its patrols for the issues that they answer, and walked them to the end', async () => {
  const plans = await count(`FROM patrol_plan WHERE status = 'APPROVED' AND hot_issue_id IS NOT NULL`);
  expect(plans).toBe(await count(`FROM hot_issue_step WHERE kind = 'PLANNED'`));
  expect(plans).toBeGreaterThan(5);
  expect(await count('FROM patrol_run WHERE ended_at IS NULL')).toBe(0);
  expect(await count('FROM patrol_visit WHERE is_far')).toBe(0);
  expect(await count('FROM patrol_visit')).toBe(3 * ((await count('FROM patrol_run')) ?? 0));
});

it('has thanked its volunteers, and chosen the star of each month that is over by its votes', async () => {
  expect(await count('FROM praise WHERE shown_at IS NOT NULL')).toBe(6);
  expect(await count('FROM star_nomination WHERE won_at IS NOT NULL')).toBe(2);
  expect(await count(`FROM service_certificate WHERE kind = 'HONOUR'`)).toBe(2);
  expect(
    await count(`FROM star_nomination w WHERE w.won_at IS NOT NULL AND EXISTS (
      SELECT FROM star_nomination o WHERE o.month = w.month
        AND (SELECT count(*) FROM star_vote v WHERE v.nomination_id = o.id) > (SELECT count(*) FROM star_vote v WHERE v.nomination_id = w.id))`),
  ).toBe(0);
});

it('has volunteers whom it has accepted, and some who wait', async () => {
  expect(await count(`FROM volunteer v JOIN resident r ON r.id = v.resident_id WHERE v.status = 'ACTIVE' AND r.is_volunteer`)).toBe(40);
  expect(await count(`FROM volunteer WHERE status = 'PENDING'`)).toBe(3);
  expect(await count('FROM team t WHERE (SELECT count(*) FROM team_member m WHERE m.team_id = t.id) = 8')).toBe(5);
});
