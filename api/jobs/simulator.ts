// Keeps the demo alive: demo residents go on voting, taking back, and now and then raising an issue.
import { setTimeout as delay } from 'node:timers/promises';
import { topicsOf } from '@xieshou/schema/hotlist/rules.ts';
import { insertIssue } from '@xieshou/schema/hotlist/store.ts';
import { chance } from '../../prisma/demo/random.ts';
import { MORE_ISSUES } from '../../prisma/demo/words.ts';
import type { House } from '../doors/operations.ts';

/** Mean time between two votes of the simulated street. */
const MEAN_PAUSE_MS = 1800;
const TAKES_BACK = 0.06;
const RAISES = 0.006;
/** Beyond this many open issues the simulator only votes. */
const MOST_OPEN_ISSUES = 90;

interface Street {
  residents: { id: string; gridId: string }[];
  issues: { id: string; gridId: string | null; communityId: string | null; voteCount: number }[];
}

/** Starts the simulator. Answers how to stop it; it is quiet while the database is away. */
export function startSimulator(house: House): () => Promise<void> {
  const stopping = new AbortController();
  const random = chance(Date.now());
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const pause = -Math.log(1 - random.next()) * MEAN_PAUSE_MS;
      await delay(Math.min(pause, 6 * MEAN_PAUSE_MS), undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      await act().catch((error) => house.services.log.warn({ err: error }, 'the simulator skips a turn'));
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };

  async function act(): Promise<void> {
    const street = await readStreet(house);
    const resident = random.pick(street.residents);
    if (!resident || street.issues.length === 0) return;
    if (random.next() < RAISES && street.issues.length < MOST_OPEN_ISSUES) return raise(resident);
    // Neighbours care for their own grid first; what many voted for is seen by more.
    const weights = street.issues.map(
      (issue) => (issue.gridId === null || issue.gridId === resident.gridId ? 8 : 1) * Math.sqrt(1 + issue.voteCount),
    );
    const issue = street.issues[random.weighted(weights)];
    if (!issue) return;
    const ballot = { residentId: resident.id, hotIssueId: issue.id };
    const { ballotBox } = house.hotList;
    await (random.next() < TAKES_BACK ? ballotBox.withdraw(ballot) : ballotBox.cast(ballot));
  }

  async function raise(resident: { id: string; gridId: string }): Promise<void> {
    const { pool, live, prisma } = house.services;
    const { title, category } = random.pick(MORE_ISSUES);
    const [grid, found] = await Promise.all([
      prisma.grid.findUniqueOrThrow({ where: { id: resident.gridId }, include: { community: true } }),
      prisma.category.findUniqueOrThrow({ where: { code: category } }),
    ]);
    const issue = await insertIssue(pool, {
      id: random.uuid(),
      stationId: grid.community.stationId,
      communityId: grid.communityId,
      gridId: grid.id,
      categoryId: found.id,
      title,
      description: '',
      point: null,
      createdById: resident.id,
    });
    live.touch(topicsOf(issue));
    await house.hotList.ballotBox.cast({ residentId: resident.id, hotIssueId: issue.id });
  }
}

async function readStreet({ services: { pool } }: House): Promise<Street> {
  const { rows: residents } = await pool.query(
    `/* simulator.readResidents */ SELECT id, home_grid_id AS "gridId" FROM resident
     WHERE phone LIKE '+86100%' AND home_grid_id IS NOT NULL ORDER BY random() LIMIT 1`,
  );
  const { rows: issues } = await pool.query(
    `/* simulator.readIssues */ SELECT id, grid_id AS "gridId", community_id AS "communityId", vote_count AS "voteCount"
     FROM hot_issue WHERE closed_at IS NULL AND source IS NULL`,
  );
  return { residents, issues };
}
