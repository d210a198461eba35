// What points are worth and when they go: pure, in whole points.

import { endOfMonth } from '../../ground/calendar.ts';

/** Points are good for so many months after the one in which they were earned. */
const GOOD_FOR_MONTHS = 24;

/** When points earned at a moment are gone: with the end of a month, so that few dates are to be remembered. */
export function expiryOf(earnedAt: Date, timeZone: string): Date {
  return endOfMonth(earnedAt, GOOD_FOR_MONTHS, timeZone);
}

/** What somebody got, and when the rest of it is gone. */
export interface Credit {
  amount: number;
  /** Null: never. */
  expiresAt: Date | null;
}

/**
 * Points that are gone by a moment and not yet taken out: the oldest are spent first, so everything that ever left the account
 * came from what expired first.
 * @param lapsed sum of all that was received and has its date behind it
 * @param debited sum of all that ever left the account, expired points too
 */
export function expired({ lapsed, debited }: { lapsed: number; debited: number }): number {
  return Math.max(0, lapsed - debited);
}

/** What is left of each credit, oldest date first, and never more than the balance. */
export function remaining(credits: readonly Credit[], debited: number): Credit[] {
  const byDate = credits.toSorted((a, b) => (a.expiresAt?.getTime() ?? Infinity) - (b.expiresAt?.getTime() ?? Infinity));
  let left = debited;
  return byDate.flatMap(({ amount, expiresAt }) => {
    const spent = Math.min(left, amount);
    left -= spent;
    return spent < amount ? [{ amount: amount - spent, expiresAt }] : [];
  });
}
