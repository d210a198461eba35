import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chance } from '../../api/demo/chance.ts';
import { demandOf, RANDOM_SHARE, type ReportedPlace, shareOut } from '../../schema/joins/patrols/targeting.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 26);
const NO_HEAT = new Map<string, number>();

describe('what grids ask for', () => {
  it('is what residents report, the latest most; not what patrols find', () => {
    const report = (gridId: string, source: ReportedPlace['source'], daysAgo: number) => ({ gridId, source, at: NOW - daysAgo * DAY });
    const reports = [
      ...Array.from({ length: 10 }, () => report('a', 'RESIDENT', 1)),
      ...Array.from({ length: 10 }, () => report('b', 'RESIDENT', 29)),
      ...Array.from({ length: 100 }, () => report('c', 'PATROL', 1)),
      report('elsewhere', 'RESIDENT', 1),
    ];
    const demand = demandOf({ gridIds: ['a', 'b', 'c'], reports, heatShares: NO_HEAT }, NOW);
    expect([...demand.keys()]).toEqual(['a', 'b', 'c']);
    expect(demand.get('a')).toBeGreaterThan(demand.get('b') ?? 0);
    expect(demand.get('b')).toBeGreaterThan(demand.get('c') ?? 0);
  });

  it('is at most doubled by votes, however hot an issue is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (heat) => {
        const reports: ReportedPlace[] = [{ gridId: 'a', at: NOW, source: 'RESIDENT' }];
        const plain = demandOf({ gridIds: ['a'], reports, heatShares: NO_HEAT }, NOW).get('a') ?? 0;
        const hot = demandOf({ gridIds: ['a'], reports, heatShares: new Map([['a', heat]]) }, NOW).get('a') ?? 0;
        expect(hot).toBeGreaterThanOrEqual(plain);
        expect(hot).toBeLessThanOrEqual(2 * plain);
      }),
    );
  });
});

describe('patrols', () => {
  it('are all shared out, each grid by its demand to within one', () => {
    const grids = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.double({ min: 0.5, max: 100, noNaN: true }), { minKeys: 1 });
    fc.assert(
      fc.property(grids, fc.integer({ min: 1, max: 60 }), fc.nat(), (wanted, patrols, seed) => {
        const demand = new Map(Object.entries(wanted));
        const targets = shareOut(demand, patrols, chance(seed).next);
        expect(targets).toHaveLength(patrols);
        const byDemand = targets.filter(({ reason }) => reason === 'DEMAND');
        const total = [...demand.values()].reduce((a, b) => a + b, 0);
        for (const [gridId, weight] of demand) {
          const share = (byDemand.length * weight) / total;
          expect(Math.abs(byDemand.filter((target) => target.gridId === gridId).length - share)).toBeLessThanOrEqual(1 + 1e-6);
        }
      }),
    );
  });

  it('go anywhere for a tenth of them, with equal chances', () => {
    const demand = new Map([
      ['busy', 1000],
      ['quiet', 1],
      ['silent', 1],
    ]);
    const targets = shareOut(demand, 30_000, chance(7).next);
    const random = targets.filter(({ reason }) => reason === 'RANDOM');
    expect(random.length / targets.length).toBeCloseTo(RANDOM_SHARE, 2);
    for (const gridId of demand.keys()) {
      expect(random.filter((target) => target.gridId === gridId).length / random.length).toBeCloseTo(1 / 3, 1);
    }
  });
});
