// Two grids where the same happens; in one of them patrols have found three times as much before. After a year patrols are shared
// evenly. The same street with a planner that counts what patrols find shows that the test can fail.
import { describe, expect, it } from 'vitest';
import { chance } from '../../api/demo/chance.ts';
import { demandOf, type ReportedPlace, shareOut } from '../../schema/joins/patrols/targeting.ts';

const WEEK = 7 * 86_400_000;
const WEEKS = 52;
const PATROLS_A_WEEK = 20;
/** What happens in each grid a week, and which part of it residents report. */
const HAPPENS = 60;
const REPORTED = 0.2;
/** Which part of the rest a patrol finds: the more patrols, the more. */
const FOUND_BY_ONE = 0.02;
const GRIDS = ['once watched', 'other'] as const;

interface Weeks {
  from: number;
  until: number;
}
const LAST_HALF: Weeks = { from: WEEKS / 2, until: WEEKS };
const FIRST_MONTH: Weeks = { from: 0, until: 4 };

type SeenAs = (found: ReportedPlace) => ReportedPlace;
const asItIs: SeenAs = (found) => found;
/** What a planner does who does not ask where a count comes from. */
const asReported: SeenAs = (found) => ({ ...found, source: 'RESIDENT' });

/** Share of the patrols of some weeks that went to the grid once watched. */
function shareOf(seed: number, seenAs: SeenAs, { from, until }: Weeks): number {
  const random = chance(seed);
  const draw = (n: number, part: number) => Array.from({ length: n }).filter(() => random.next() < part).length;
  const reports: ReportedPlace[] = [];
  const happen = (gridId: string, at: number, patrols: number) => {
    const reported = draw(HAPPENS, REPORTED);
    const found = draw(HAPPENS - reported, 1 - (1 - FOUND_BY_ONE) ** patrols);
    for (let n = 0; n < reported; n++) reports.push({ gridId, at, source: 'RESIDENT' });
    for (let n = 0; n < found; n++) reports.push(seenAs({ gridId, at, source: 'PATROL' }));
  };
  // The year before: three patrols there for each one elsewhere, and so three times as much was found.
  for (let week = -WEEKS; week < 0; week++) {
    happen(GRIDS[0], week * WEEK, (PATROLS_A_WEEK * 3) / 4);
    happen(GRIDS[1], week * WEEK, PATROLS_A_WEEK / 4);
  }
  let there = 0;
  for (let week = 0; week < WEEKS; week++) {
    const demand = demandOf({ gridIds: GRIDS, reports, heatShares: new Map() }, week * WEEK);
    const targets = shareOut(demand, PATROLS_A_WEEK, random.next);
    const [here = 0, other = 0] = GRIDS.map((gridId) => targets.filter((target) => target.gridId === gridId).length);
    happen(GRIDS[0], week * WEEK, here);
    happen(GRIDS[1], week * WEEK, other);
    if (week >= from && week < until) there += here / PATROLS_A_WEEK / (until - from);
  }
  return there;
}

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('patrols of two grids where the same happens', () => {
  it('are shared evenly after 52 weeks, whatever patrols have found before', () => {
    for (const seed of SEEDS) {
      const share = shareOf(seed, asItIs, LAST_HALF);
      expect(share, `seed ${seed}`).toBeGreaterThan(0.4);
      expect(share, `seed ${seed}`).toBeLessThan(0.6);
    }
  });

  it('are so from the first month on; counted as reports, what was found would send patrols back to where they were', () => {
    const fair = SEEDS.map((seed) => shareOf(seed, asItIs, FIRST_MONTH));
    const fed = SEEDS.map((seed) => shareOf(seed, asReported, FIRST_MONTH));
    expect(Math.abs(mean(fair) - 0.5)).toBeLessThan(0.03);
    expect(mean(fed)).toBeGreaterThan(0.55);
    expect(Math.min(...fed)).toBeGreaterThan(0.5);
  });
});
