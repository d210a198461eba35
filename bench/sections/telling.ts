// Ten thousand voters of one issue are told of a step while others vote: how long it takes, and what it costs the votes.
import { v7 as uuid } from 'uuid';
import { tellAll } from '../../schema/joins/answers/jobs.ts';
import { appendStep } from '../../schema/joins/answers/store.ts';
import { measureBallotBox } from '../load.ts';
import { miss, print, rangeOf, type Stand, textOf } from '../report.ts';
import { makeStreet, openStreet, type Street } from '../street.ts';

const ROUNDS = 5;
const VOTERS = 10_000;
const GOAL = { seconds: 30, share: 0.9 } as const;
const DAY = 86_400_000;

/** Votes a second with the telling beside them : without it, and the seconds until the last voter is told. */
export async function measureTelling({ newDatabase }: Stand): Promise<void> {
  const street = await openStreet(await newDatabase('telling'));
  try {
    await makeStreet(street);
    const hotIssueId = await makeVoters(street);
    // Shorter than the telling: all of it is beside it.
    const load = { clients: 64, spread: 'hot', seconds: 3 } as const;
    const shares: number[] = [];
    const times: number[] = [];
    const started = Date.now();
    for (let round = 0; round <= ROUNDS; round++) {
      // A day each: nobody is told more than twice in one.
      const now = new Date(started + round * DAY);
      const before = await measureBallotBox(street, load);
      const [during, seconds] = await Promise.all([measureBallotBox(street, load), tell(street, hotIssueId, now)]);
      const after = await measureBallotBox(street, load);
      print({ kind: 'measurement', round, before, during, after, seconds });
      if (round === 0) continue; // warms everything up
      shares.push((2 * during.votesPerSecond) / (before.votesPerSecond + after.votesPerSecond));
      times.push(seconds);
    }
    await refuseUnlessTold(street, hotIssueId);
    const [share, time] = [rangeOf(shares), rangeOf(times)];
    print({ kind: 'ratio', voters: VOTERS, votesBesideTelling: share, seconds: time });
    console.log(
      `${VOTERS.toLocaleString('en')} voters told | votes beside it : without it | ${textOf(share, '×')} | ${textOf(time, ' s')}`,
    );
    if (share.median < GOAL.share) miss(`Telling slows votes by more than ${Math.round(100 * (1 - GOAL.share))} %.`);
    if (time.median > GOAL.seconds) miss(`It takes more than ${GOAL.seconds} s until everybody is told.`);
  } finally {
    await street.close();
  }
}

/** An issue beside those of the load, with voters who have accounts. */
async function makeVoters({ owner }: Street): Promise<string> {
  const id = uuid();
  await owner.query(
    `INSERT INTO hot_issue (id, station_id, category_id, title) SELECT $1, station_id, category_id, 'Told' FROM hot_issue LIMIT 1`,
    [id],
  );
  await owner.query(
    `WITH voter AS (SELECT id FROM bench_resident ORDER BY n LIMIT ${VOTERS}), account AS (
       INSERT INTO auth_user (id, name, email) SELECT id, 'bench', id || '@xieshou.invalid' FROM voter RETURNING id
     ) UPDATE resident r SET user_id = account.id FROM account WHERE r.id = account.id`,
  );
  await owner.query(`INSERT INTO vote (hot_issue_id, resident_id) SELECT $1, id FROM resident WHERE user_id IS NOT NULL`, [id]);
  await owner.query('UPDATE hot_issue SET vote_count = $2, heat = 1 WHERE id = $1', [id, VOTERS]);
  await owner.query('ANALYZE');
  return id;
}

/** Seconds until the last is told. */
async function tell({ pool }: Street, hotIssueId: string, now: Date): Promise<number> {
  const started = performance.now();
  await appendStep(pool, { hotIssueId, kind: 'PLANNED', at: now, detail: {} });
  const live = { touch: () => {} };
  await tellAll({ pool, live, clock: { now: () => now }, settings: { timeZone: 'Asia/Shanghai' } });
  return (performance.now() - started) / 1000;
}

/** Everybody once a step: figures of anything else are none. */
async function refuseUnlessTold({ pool }: Street, hotIssueId: string): Promise<void> {
  const { rows } = await pool.query<{ told: number }>('SELECT count(*)::int AS told FROM notice WHERE subject_id = $1', [hotIssueId]);
  if (rows[0]?.told !== VOTERS * (ROUNDS + 1)) throw new Error(`${rows[0]?.told} notices are not ${VOTERS} a step: no figures.`);
}
