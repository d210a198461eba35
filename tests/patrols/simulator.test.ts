// The simulator's officers approve what the planner proposes, walk it to its end, and find things, as people would; visitors' plans are theirs.
import { expect, it } from 'vitest';
import { chance } from '../../api/demo/chance.ts';
import { PatrolsOfStreet } from '../../api/demo/patrols/street.ts';
import { tendPlans } from '../../schema/joins/patrols/jobs.ts';
import { tomorrowAt } from '../support/moments.ts';
import { ask, deed, signIn, startTestServer } from '../support/server.ts';
import { IN_GRID_3, reportEverywhere } from '../support/tickets.ts';

it('plays the loop from the proposal to what is found', async () => {
  let now = tomorrowAt(4); // the server's own planner waits for the morning
  const server = await startTestServer({ clock: { now: () => now } });
  try {
    const { house, database } = server;
    const count = async (text: string) => (await database.pool.query<{ n: number }>(`SELECT count(*)::int AS n ${text}`)).rows[0]?.n ?? 0;
    await reportEverywhere(server, now); // where residents report there is a route
    await database.pool.query(`DELETE FROM patrol_plan_approval; DELETE FROM patrol_plan`);
    now = new Date(now.getTime() + 6 * 3_600_000);
    await tendPlans(house.services);
    const commander = await signIn(server, 'COMMANDER');
    const { data } = await ask(server, '{ grids(first: 100) { edges { node { id code } } } }');
    const gridId = data.grids.edges.find(({ node }: { node: { code: string } }) => node.code === '3').node.id;
    const points = [0, 1].map((n) => ({ name: `${n} 号岗`, ...IN_GRID_3, longitude: IN_GRID_3.longitude + n / 1000 }));
    await deed(server, commander, 'patrolPlanCreate', { gridId, title: '参观的人排的', points });
    const runsBefore = await count('FROM patrol_run');

    const street = new PatrolsOfStreet(house, chance(5));
    for (let n = 0; n < 250; n += 1) {
      now = new Date(now.getTime() + 20_000);
      await street.act();
    }
    expect(await count(`FROM patrol_plan WHERE author_id IS NULL AND status = 'APPROVED'`)).toBeGreaterThan(0);
    expect(await count(`FROM patrol_plan WHERE title = '参观的人排的' AND status <> 'PROPOSED'`)).toBe(0);
    expect(await count('FROM patrol_run')).toBeGreaterThan(runsBefore + 2);
    expect(await count('FROM patrol_visit WHERE is_far')).toBe(0);
    expect(await count(`FROM patrol_finding f JOIN ticket t ON t.id = f.ticket_id WHERE t.source = 'PATROL'`)).toBeGreaterThan(0);
    // Nobody walks two at a time, and most have ended what they have begun.
    expect(await count('FROM patrol_run WHERE staff_id IS NOT NULL AND ended_at IS NULL')).toBeLessThanOrEqual(3);
  } finally {
    await server.stop();
  }
});
