// Times of a shift that were wrong, put right: paid anew by its rule, and the former pay taken back. On record for the person.
import type pg from 'pg';
import { record } from '../../../commons/audit/store.ts';
import { lockAccount, reverse } from '../../../commons/points/ledger.ts';
import type { Viewer } from '../../../frame/access/viewer.ts';
import { actorOf } from '../../../frame/actor.ts';
import type { Refusal } from '../../../frame/refusals.ts';
import { inTransaction } from '../../../frame/transaction.ts';
import { refusals } from '../refusals.ts';
import { lockSignup } from '../shifts/deeds.ts';
import { readOwnSignups, type SignupRow } from '../shifts/store.ts';
import { payFor, payReference, payShift } from './deeds.ts';
import { CLOSE_AFTER_MS, EARLY_MS } from './rules.ts';
import { readAttendance, readServedShift } from './store.ts';

interface Correction {
  shiftId: string;
  volunteerId: string;
  inAt: Date;
  outAt: Date;
  reason: string;
  now: Date;
  viewer: Viewer | null;
  requestId: string;
  timeZone: string;
}

type Corrected = { signup: SignupRow } | Refusal<'NotCheckedInError' | 'ValidationError' | 'PointsNotEnoughError'>;

/** Corrects a closed attendance; the person's statement shows the new pay and the reversal of the old one. All of it or nothing. */
export function correct(pool: pg.Pool, correction: Correction): Promise<Corrected> {
  const { shiftId, volunteerId, inAt, outAt, reason, now, viewer, requestId, timeZone } = correction;
  const actor = actorOf(viewer);
  return inTransaction(pool, async (client, undo): Promise<Corrected> => {
    const [place] = await readOwnSignups(client, [shiftId], volunteerId);
    if (!place) return refusals.nothingToCorrect; // nobody, perhaps: an account is made for whoever is paid
    const account = await lockAccount(client, volunteerId);
    const signup = await lockSignup(client, shiftId, volunteerId);
    const shift = await readServedShift(client, shiftId);
    const former = signup && (await readAttendance(client, signup.id));
    if (!shift || !signup || !former?.outAt) return refusals.nothingToCorrect;
    const [earliest, latest] = [shift.startsAt.getTime() - EARLY_MS, Math.min(now.getTime(), shift.endsAt.getTime() + CLOSE_AFTER_MS)];
    if (inAt.getTime() < earliest || outAt.getTime() > latest || outAt < inAt) return refusals.timesWrong;
    const corrections = former.corrections + 1;
    const pay = await payFor(client, shift, { startsAt: inAt, endsAt: outAt }, timeZone);
    // The new pay first, so that only what is really missing is missing.
    await payShift(client, account, { shift, pay, reference: payReference(signup.id, corrections), actor, timeZone });
    if (former.points) {
      const reference = payReference(signup.id, former.corrections);
      const reversed = await reverse(client, account, { reference, actor, note: reason });
      const { points } = pay.earning;
      if (reversed?.outcome === 'not-enough')
        undo(refusals.alreadySpent({ balance: reversed.balance - points, points: former.points - points }));
    }
    const { minutes, nightMinutes, points } = pay.earning;
    await client.query(
      `/* volunteers.correct */ UPDATE attendance SET in_at = $2, out_at = $3, out_method = 'CORRECTION', minutes = $4, night_minutes = $5, points = $6,
         rule_id = $7, corrections = $8 WHERE signup_id = $1`,
      [signup.id, inAt, outAt, minutes, nightMinutes, points, pay.rule?.id ?? null, corrections],
    );
    const detail = { shiftId, from: [former.inAt, former.outAt], to: [inAt, outAt] };
    await record(client, viewer, [{ action: 'attendance.correct', subjectId: volunteerId, reason, detail, requestId }]);
    return { signup };
  });
}
