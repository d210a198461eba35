// What points expire, beside a purse that keeps each lot apart.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Credit, expired, remaining } from '../../schema/commons/points/rules.ts';

const LIFE = 24;
const at = (month: number) => new Date(Date.UTC(2026, month, 1));

interface Lot {
  left: number;
  until: number;
}

/** Spends the oldest lots first, as people do with coins on a heap. */
function spend(lots: Lot[], amount: number): void {
  let open = amount;
  for (const lot of lots) {
    const taken = Math.min(lot.left, open);
    lot.left -= taken;
    open -= taken;
  }
}

describe('points', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('earn' as const), amount: fc.integer({ min: 1, max: 500 }) }),
    fc.record({ kind: fc.constant('spend' as const), amount: fc.integer({ min: 1, max: 500 }) }),
    fc.record({ kind: fc.constant('wait' as const), amount: fc.integer({ min: 1, max: 30 }) }),
  );

  it('expire oldest first: the sums tell as much as a purse of lots', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 80 }), (steps) => {
        let month = 0;
        let debited = 0;
        const credits: Credit[] = [];
        const lots: Lot[] = [];
        const inPurse = () => lots.reduce((sum, { left }) => sum + left, 0);
        for (const { kind, amount } of steps) {
          if (kind === 'earn') {
            credits.push({ amount, expiresAt: at(month + LIFE) });
            lots.push({ left: amount, until: month + LIFE });
          }
          if (kind === 'spend' && amount <= inPurse()) {
            debited += amount;
            spend(lots, amount);
          }
          if (kind === 'wait') {
            month += amount;
            const lapsed = credits
              .filter(({ expiresAt }) => (expiresAt as Date) <= at(month))
              .reduce((sum, credit) => sum + credit.amount, 0);
            const gone = expired({ lapsed, debited });
            const old = lots.filter(({ until }) => until <= month);
            expect(gone).toBe(old.reduce((sum, { left }) => sum + left, 0));
            debited += gone;
            for (const lot of old) lot.left = 0;
          }
          expect(remaining(credits, debited)).toEqual(
            lots.filter(({ left }) => left > 0).map(({ left, until }) => ({ amount: left, expiresAt: at(until) })),
          );
        }
      }),
      { numRuns: 300, seed: 20261126 },
    );
  });

  it('without a date are spent last and never expire', () => {
    const credits = [
      { amount: 5, expiresAt: null },
      { amount: 7, expiresAt: at(3) },
    ];
    expect(remaining(credits, 6)).toEqual([
      { amount: 1, expiresAt: at(3) },
      { amount: 5, expiresAt: null },
    ]);
    expect(expired({ lapsed: 7, debited: 9 })).toBe(0);
  });
});
