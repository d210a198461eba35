// Tells voters and followers of each step: each person once, two messages a day at most, the rest together another day.
// One teller at a time for all servers, and each portion in one transaction: a kill in between repeats nothing and loses nothing.
import type pg from 'pg';
import type { HotIssueStatus, HotIssueStepKind } from '../../../prisma/client/enums.ts';
import { tell } from '../../commons/notices/store.ts';
import { wallClock, wallClockMoment } from '../../ground/calendar.ts';
import type { IssueNews } from './module.ts';
import { MORNING_HOUR, MOST_NEWS_A_DAY } from './rules.ts';
import type { StepDetail } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** People in one transaction: short ones, so that votes never wait for it. */
const PORTION = 500;
const LOCK = 7_150_829;

export interface Now {
  now: Date;
  timeZone: string;
}

/** When the day began in which `now` lies, by the wall clock. */
function dayStart({ now, timeZone }: Now): Date {
  const wall = wallClock(now, timeZone);
  wall.setUTCHours(0, 0, 0, 0);
  return wallClockMoment(wall, timeZone);
}

/** What one sentence says of a step. */
function newsOf(kind: HotIssueStepKind, { status }: StepDetail): IssueNews {
  return kind === 'ANSWERED' && status && status !== 'OPEN' ? (status as Exclude<HotIssueStatus, 'OPEN'>) : kind;
}

interface NextStep {
  id: string;
  hotIssueId: string;
  kind: HotIssueStepKind;
  detail: StepDetail;
  title: string;
  toldUntil: string | null;
}

/** Tells the next portion. Answers whom; null: there is nobody left to tell. */
export async function tellNext(db: Db, when: Now): Promise<string[] | null> {
  await db.query('/* answers.lockTelling */ SELECT pg_advisory_xact_lock($1)', [LOCK]);
  const kept = await tellKept(db, when);
  if (kept.length > 0) return kept;
  const { rows } = await db.query<NextStep>(
    `/* answers.readUntold */ SELECT s.id, s.hot_issue_id AS "hotIssueId", s.kind, s.detail, h.title, s.told_until AS "toldUntil"
     FROM hot_issue_step s JOIN hot_issue h ON h.id = s.hot_issue_id WHERE s.told_at IS NULL ORDER BY s.position LIMIT 1`,
  );
  const step = rows[0];
  if (!step) return null;
  const people = await readPortion(db, step, when);
  const [free, full] = [people.filter(({ news }) => news < MOST_NEWS_A_DAY), people.filter(({ news }) => news >= MOST_NEWS_A_DAY)];
  const told = free.map(({ id }) => id);
  const detail = { title: step.title, step: newsOf(step.kind, step.detail) };
  await tell(db, told, { kind: 'HOT_ISSUE_NEWS', subjectId: step.hotIssueId, occasion: step.id, detail }, when.now);
  await db.query(
    '/* answers.keepNews */ INSERT INTO held_news (resident_id, step_id) SELECT unnest($1::uuid[]), $2 ON CONFLICT DO NOTHING',
    [full.map(({ id }) => id), step.id],
  );
  await db.query(
    '/* answers.moveTold */ UPDATE hot_issue_step SET told_until = coalesce($2::uuid, told_until), told_at = $3 WHERE id = $1',
    [step.id, people.at(-1)?.id ?? null, people.length < PORTION ? when.now : null],
  );
  return told;
}

/** The next people of a step, and how much each was told today. */
async function readPortion(db: Db, { hotIssueId, toldUntil }: NextStep, when: Now): Promise<{ id: string; news: number }[]> {
  const { rows } = await db.query<{ id: string; news: number }>(
    `/* answers.readPortion */
     SELECT r.id, (SELECT count(*)::int FROM notice n WHERE n.user_id = r.user_id AND n.kind = 'HOT_ISSUE_NEWS' AND n.at >= $3) AS news
     FROM (
       SELECT resident_id FROM vote WHERE hot_issue_id = $1 AND resident_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
       UNION SELECT resident_id FROM hot_issue_follower WHERE hot_issue_id = $1 AND resident_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
       ORDER BY 1 LIMIT ${PORTION}
     ) p JOIN resident r ON r.id = p.resident_id ORDER BY r.id`,
    [hotIssueId, toldUntil, dayStart(when)],
  );
  return rows;
}

interface Kept {
  residentId: string;
  hotIssueId: string;
  kind: HotIssueStepKind;
  detail: StepDetail;
  title: string;
  stepId: string;
  steps: number;
}

/** What was kept for another day, once that day has begun: one message each, of the latest step, with the number of the others. */
async function tellKept(db: Db, when: Now): Promise<string[]> {
  if (wallClock(when.now, when.timeZone).getUTCHours() < MORNING_HOUR) return [];
  const { rows } = await db.query<Kept>(
    `/* answers.readKept */
     SELECT DISTINCT ON (k.resident_id) k.resident_id AS "residentId", s.hot_issue_id AS "hotIssueId", s.kind, s.detail, h.title, s.id AS "stepId",
       count(*) OVER (PARTITION BY k.resident_id)::int AS steps
     FROM held_news k JOIN hot_issue_step s ON s.id = k.step_id JOIN hot_issue h ON h.id = s.hot_issue_id
     WHERE k.resident_id IN (
       SELECT DISTINCT k.resident_id FROM held_news k JOIN resident r ON r.id = k.resident_id
       WHERE (SELECT count(*) FROM notice n WHERE n.user_id = r.user_id AND n.kind = 'HOT_ISSUE_NEWS' AND n.at >= $1) < ${MOST_NEWS_A_DAY}
       ORDER BY 1 LIMIT ${PORTION})
     ORDER BY k.resident_id, s.position DESC`,
    [dayStart(when)],
  );
  for (const { residentId, hotIssueId, kind, detail, title, stepId, steps } of rows) {
    const said = { title, step: newsOf(kind, detail), more: steps - 1 };
    await tell(db, [residentId], { kind: 'HOT_ISSUE_NEWS', subjectId: hotIssueId, occasion: stepId, detail: said }, when.now);
  }
  await db.query('/* answers.forgetKept */ DELETE FROM held_news WHERE resident_id = ANY($1::uuid[])', [
    rows.map(({ residentId }) => residentId),
  ]);
  return rows.map(({ residentId }) => residentId);
}
