// Demo residents vote, take back, and now and then raise an issue.
import { topicsOf } from '@xieshou/schema/work/hotlist/rules.ts';
import { insertIssue } from '@xieshou/schema/work/hotlist/store.ts';
import type { House } from '../../doors/operations.ts';
import type { Chance } from '../chance.ts';
import { MORE_ISSUES } from './words.ts';

const TAKES_BACK = 0.06;
const RAISES = 0.006;
/** Beyond this many open issues the simulator only votes. */
const MOST_OPEN_ISSUES = 90;

interface Street {
  residents: { id: string; gridId: string }[];
  issues: { id: string; gridId: string | null; communityId: string | null; voteCount: number }[];
}

export class VotesOfStreet {
  readonly #house: House;
  readonly #random: Chance;

  constructor(house: House, random: Chance) {
    this.#house = house;
    this.#random = random;
  }

  /** One vote, or one new issue. */
  async act(): Promise<void> {
    const street = await readStreet(this.#house);
    const resident = this.#random.pick(street.residents);
    if (!resident || street.issues.length === 0) return;
    if (this.#random.next() < RAISES && street.issues.length < MOST_OPEN_ISSUES) return this.#raise(resident);
    // Neighbours care for their own grid first; what many voted for is seen by more.
    const weights = street.issues.map(
      (issue) => (issue.gridId === null || issue.gridId === resident.gridId ? 8 : 1) * Math.sqrt(1 + issue.voteCount),
    );
    const issue = street.issues[this.#random.weighted(weights)];
    if (!issue) return;
    const ballot = { residentId: resident.id, hotIssueId: issue.id };
    const { ballotBox } = this.#house.hotList;
    await (this.#random.next() < TAKES_BACK ? ballotBox.withdraw(ballot) : ballotBox.cast(ballot));
  }

  async #raise(resident: { id: string; gridId: string }): Promise<void> {
    const { pool, live, prisma } = this.#house.services;
    const { title, category } = this.#random.pick(MORE_ISSUES);
    const [grid, found] = await Promise.all([
      prisma.grid.findUniqueOrThrow({ where: { id: resident.gridId }, include: { community: true } }),
      prisma.category.findUniqueOrThrow({ where: { code: category } }),
    ]);
    const issue = await insertIssue(pool, {
      id: this.#random.uuid(),
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
    await this.#house.hotList.ballotBox.cast({ residentId: resident.id, hotIssueId: issue.id });
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
