import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOfOverlap, judge, type Surge, type SurgeVote, scoreOf, surroundingsOf } from '../../schema/joins/surges/rules.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 20);
const GRIDS = Array.from({ length: 20 }, (_, index) => `g${index + 1}`);
const NEIGHBOURS = new Map(GRIDS.map((id, index) => [id, [GRIDS[index - 1], GRIDS[index + 1]].filter((other) => other !== undefined)]));
const VOTERS = new Map(GRIDS.map((id) => [id, 50]));
const USUAL = { youngShare: 0.02, sharedDeviceShare: 0.03, votersByGrid: VOTERS };

const vote = (n: number, more: Partial<SurgeVote> = {}): SurgeVote => ({
  voterId: `v${n}`,
  at: NOW - (100 - n) * 60_000,
  joinedAt: NOW - 400 * 24 * HOUR,
  device: `d${n}`,
  gridId: 'g10',
  ...more,
});
const votes = (count: number, more: (n: number) => Partial<SurgeVote> = () => ({})) =>
  Array.from({ length: count }, (_, n) => vote(n, more(n)));
const surge = (of: SurgeVote[], more: Partial<Surge> = {}): Surge => ({
  votes: of,
  usual: USUAL,
  surroundings: surroundingsOf('g10', NEIGHBOURS, VOTERS),
  voters: of.length,
  overlaps: [],
  ...more,
});
const signs = (of: Surge) => judge(of).map(({ sign }) => sign);

describe('the guard', () => {
  it('lets a surge of neighbours pass, however large and sudden', () => {
    expect(signs(surge(votes(100)))).toEqual([]);
    expect(signs(surge(votes(100, (n) => ({ at: NOW - n, gridId: GRIDS[n % 20] ?? null }))))).toEqual([]);
  });

  it('sees accounts made for it, phones shared for it, and people sent from elsewhere', () => {
    expect(signs(surge(votes(30, (n) => (n < 15 ? { joinedAt: NOW - 2 * 24 * HOUR } : {}))))).toEqual(['YOUNG_ACCOUNTS']);
    expect(signs(surge(votes(30, (n) => ({ device: `d${n % 10}` }))))).toEqual(['SHARED_DEVICES']);
    expect(signs(surge(votes(30, (n) => ({ gridId: GRIDS[15 + (n % 5)] ?? null }))))).toEqual(['FROM_ELSEWHERE']);
  });

  it('measures by what is usual in the street: where everybody is new, nobody is accused of it', () => {
    const young = votes(30, () => ({ joinedAt: NOW - 24 * HOUR }));
    expect(signs(surge(young))).toEqual(['YOUNG_ACCOUNTS']);
    expect(signs(surge(young, { usual: { ...USUAL, youngShare: 0.9 } }))).toEqual([]);
  });

  it('does not count an account as young whose votes are older than itself, as those of an import are', () => {
    expect(signs(surge(votes(30, () => ({ joinedAt: NOW + HOUR }))))).toEqual([]);
  });

  it('asks for three: people who voted together twice before are a ring, once before they are neighbours', () => {
    const overlap = { voters: 22, shared: 18, expected: 6 };
    expect(signs(surge(votes(20), { overlaps: [overlap, overlap] }))).toEqual(['SAME_VOTERS']);
    expect(signs(surge(votes(20), { overlaps: [overlap] }))).toEqual([]);
    // Where chance explains it, twice is nothing either.
    expect(signs(surge(votes(20), { overlaps: [overlap, { ...overlap, expected: 16 }] }))).toEqual([]);
  });

  it('never flags fewer than five, and its score says so', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.boolean(), (count, isYoung) => {
        const found = judge(
          surge(votes(count, () => ({ device: 'same', gridId: 'g1', ...(isYoung ? { joinedAt: NOW - HOUR * 3 } : {}) }))),
        );
        expect(found).toEqual([]);
        expect(scoreOf(found)).toBe(0);
      }),
    );
  });

  it('scores at least 1 what it flags', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 60 }), fc.nat(60), (count, bad) => {
        const evidence = judge(surge(votes(count, (n) => (n < bad ? { joinedAt: NOW - HOUR * 24, device: 'farm' } : {}))));
        expect(evidence.length === 0 || scoreOf(evidence) >= 1).toBe(true);
      }),
    );
  });
});

describe('surroundings', () => {
  it('reach four grids far, as long as they hold no more than half of the voters', () => {
    expect([...surroundingsOf('g10', NEIGHBOURS, VOTERS)].sort()).toEqual(GRIDS.slice(5, 14).sort());
    expect([...surroundingsOf('g1', NEIGHBOURS, VOTERS)]).toEqual(['g1', 'g2', 'g3', 'g4', 'g5']);
    const crowded = new Map([...VOTERS, ['g12', 2000]]);
    expect([...surroundingsOf('g10', NEIGHBOURS, crowded)].sort()).toEqual(['g10', 'g11', 'g9']);
    expect([...surroundingsOf('alone', NEIGHBOURS, VOTERS)]).toEqual(['alone']);
  });
});

describe('the chance of an overlap', () => {
  it('is what independent votes of each grid would share', () => {
    expect(chanceOfOverlap(new Map([['g1', 10]]), new Map([['g1', 20]]), VOTERS)).toBeCloseTo(4);
    expect(chanceOfOverlap(new Map([['g1', 10]]), new Map([['g2', 20]]), VOTERS)).toBe(0);
  });

  it('is never more than the smaller set', () => {
    const counts = fc.dictionary(fc.constantFrom(...GRIDS), fc.integer({ min: 1, max: 200 }));
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const sizeOf = (set: Record<string, number>) => Object.values(set).reduce((a, b) => a + b, 0);
        const chance = chanceOfOverlap(new Map(Object.entries(one)), new Map(Object.entries(other)), VOTERS);
        expect(chance).toBeLessThanOrEqual(Math.min(sizeOf(one), sizeOf(other)) + 1e-9);
      }),
    );
  });
});
