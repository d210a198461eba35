// Shifts on a real database, beside a roster kept in memory: thousands of acts, each of which has to answer what the roster says.
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../api/database/connect.ts';
import { type Chance, chance } from '../../api/demo/chance.ts';
import { readAccounts } from '../../schema/commons/points/store.ts';
import { SYSTEM } from '../../schema/frame/actor.ts';
import { isRefusal, type Refusal } from '../../schema/frame/refusals.ts';
import { correct } from '../../schema/work/volunteers/attendance/corrections.ts';
import { checkIn, checkOut, closeForgotten } from '../../schema/work/volunteers/attendance/deeds.ts';
import { refusals } from '../../schema/work/volunteers/refusals.ts';
import { change, join, leave } from '../../schema/work/volunteers/shifts/deeds.ts';
import { insertShifts, readShifts, readSignups } from '../../schema/work/volunteers/shifts/store.ts';
import { answerSwap, askSwap } from '../../schema/work/volunteers/swaps/deeds.ts';
import { openTestDatabase } from '../support/database.ts';
import { tries } from '../support/length.ts';
import { someResidents } from '../support/town.ts';

const ACTS = tries('XIESHOU_TEST_ACTS', { short: 8_000, long: 15_000 });
const CLERKS = 8;
const VOLUNTEERS = 6;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const timeZone = 'Asia/Shanghai';
const RULE = { pointsPerHour: 6, nightPerHour: 0 };
/** Of three shifts, the first two overlap. Hours after the first begins. */
const PLAN = [
  [0, 1],
  [0.5, 1.5],
  [2, 3],
] as const;
const HERE = { longitude: 116, latitude: 38 };

interface Place {
  volunteerId: string;
  status: 'JOINED' | 'WAITING';
  cameAt: Date | null;
  isOut: boolean;
}

/** A shift as the roster in memory knows it. */
interface Sheet {
  id: string;
  version: number;
  startsAt: Date;
  endsAt: Date;
  capacity: number;
  /** In the order they came. */
  places: Place[];
}

const joinedIn = ({ places }: Sheet) => places.filter(({ status }) => status === 'JOINED');

/** What an act came to: `done`, the refusal by its name in refusals.ts, or the kind of one made for the occasion. */
function outcomeOf(answer: object | Refusal, done: string): string {
  if (!isRefusal(answer)) return done;
  return Object.entries(refusals).find(([, refusal]) => refusal === answer)?.[0] ?? answer.kind.name;
}

/** Whoever waits longest gets what is free. */
function fill(sheet: Sheet): string[] {
  const promoted: string[] = [];
  for (const place of sheet.places) {
    if (place.status === 'JOINED' || joinedIn(sheet).length >= sheet.capacity) continue;
    place.status = 'JOINED';
    promoted.push(place.volunteerId);
  }
  return promoted.sort();
}

const placeOf = ({ places }: Sheet, volunteerId: string) => places.find((place) => place.volunteerId === volunteerId);

/** What comes of asking another to take a place, in exchange for theirs in `given` or for nothing. */
function canAsk(sheet: Sheet, askerId: string, given: Sheet | null, otherId: string): string {
  if (placeOf(sheet, askerId)?.status !== 'JOINED') return 'notJoined';
  if (given) return placeOf(given, otherId)?.status === 'JOINED' ? 'asked' : 'otherNotJoined';
  return sheet.places.some(({ status, volunteerId }) => status === 'WAITING' && volunteerId !== otherId) ? 'placeWaitedFor' : 'asked';
}

/** Swaps both places by hand, or says that one of them is busy. */
function swapIn(sheets: Sheet[], sheet: Sheet, askerId: string, given: Sheet | null, otherId: string): 'ACCEPTED' | 'ShiftOverlapError' {
  const isBusy = (volunteerId: string, takes: Sheet, gives: Sheet | null) =>
    placeOf(takes, volunteerId)?.status === 'JOINED' ||
    sheets.some(
      (one) => one !== takes && one !== gives && one.startsAt < takes.endsAt && takes.startsAt < one.endsAt && placeOf(one, volunteerId),
    );
  if (isBusy(otherId, sheet, given) || (given && isBusy(askerId, given, sheet))) return 'ShiftOverlapError';
  const move = (from: Sheet, leaver: string, comer: string) => {
    from.places = from.places.filter(({ volunteerId }) => volunteerId !== leaver && volunteerId !== comer);
    from.places.push({ volunteerId: comer, status: 'JOINED', cameAt: null, isOut: false });
  };
  move(sheet, askerId, otherId);
  if (given) move(given, otherId, askerId);
  return 'ACCEPTED';
}

describe('the roster', () => {
  let database: Database;
  let teamId: string;
  let postId: string;
  beforeAll(async () => {
    database = await openTestDatabase('empty', CLERKS + 2);
    [teamId, postId] = [uuid(), uuid()];
    await database.pool.query(`INSERT INTO team (id, kind, name) VALUES ($1, 'PATROL', '试验队')`, [teamId]);
    await database.pool.query('INSERT INTO duty_post (id, name, longitude, latitude) VALUES ($1, $2, $3, $4)', [
      postId,
      '试验岗',
      HERE.longitude,
      HERE.latitude,
    ]);
    await database.pool.query(
      `INSERT INTO points_rule (id, kind, valid_from, points_per_hour, night_per_hour, least_minutes) VALUES ($1, 'PATROL', '2020-01-01', $2, $3, 0)`,
      [uuid(), RULE.pointsPerHour, RULE.nightPerHour],
    );
  });
  afterAll(() => database.close());

  async function someVolunteers(count: number): Promise<string[]> {
    const ids = await someResidents(database, count);
    await database.pool.query(
      `INSERT INTO volunteer (resident_id, status, reviewed_at) SELECT id, 'ACTIVE', now() FROM unnest($1::uuid[]) AS v (id)`,
      [ids],
    );
    return ids;
  }

  async function someSheets(begin: Date, dice: Chance): Promise<Sheet[]> {
    const sheets: Sheet[] = [];
    for (const [from, until] of PLAN) {
      const [id, capacity] = [uuid(), 1 + dice.below(3)];
      const times = { startsAt: new Date(begin.getTime() + from * HOUR), endsAt: new Date(begin.getTime() + until * HOUR) };
      const text = { teamId, postId, title: '巡逻', description: '', skills: [], capacity, seriesId: null };
      await insertShifts(database.pool, [{ id, ...times }], text);
      sheets.push({ id, version: 1, ...times, capacity, places: [] });
    }
    return sheets;
  }

  it(`says what a roster kept by hand says, through ${ACTS.toLocaleString('en')} acts of ${CLERKS} clerks at once`, {
    timeout: 240_000,
  }, async () => {
    let acts = 0;
    const outcomes = new Map<string, number>();
    const clerk = async (number: number) => {
      const dice = chance(20_261_127 + number);
      const volunteers = await someVolunteers(VOLUNTEERS);
      const earned = new Map(volunteers.map((id) => [id, 0]));
      const expectOutcome = (actual: string, wanted: string, act: string) => {
        acts += 1;
        outcomes.set(`${act}: ${actual}`, (outcomes.get(`${act}: ${actual}`) ?? 0) + 1);
        if (actual !== wanted) throw new Error(`clerk ${number}: ${act} answered ${actual}, the roster says ${wanted}`);
      };
      for (let day = 0; acts < ACTS; day++) {
        const begin = new Date(Date.UTC(2026, 0, 1) + number * 1000 + day * 86_400_000);
        const before = new Date(begin.getTime() - 24 * HOUR);
        const sheets = await someSheets(begin, dice);
        const other = (sheet: Sheet, volunteerId: string) =>
          sheets.some(
            (one) =>
              one !== sheet &&
              one.startsAt < sheet.endsAt &&
              sheet.startsAt < one.endsAt &&
              one.places.some((place) => place.volunteerId === volunteerId),
          );
        for (let turn = 0; turn < 80; turn++) {
          const sheet = dice.pick(sheets);
          const volunteerId = dice.pick(volunteers);
          const mine = sheet.places.findIndex((place) => place.volunteerId === volunteerId);
          const deed = dice.next();
          if (deed < 0.16) {
            const [otherId, given] = [
              dice.pick(volunteers.filter((id) => id !== volunteerId)),
              dice.pick([null, ...sheets.filter((one) => one !== sheet)]),
            ];
            const swap = { shiftId: sheet.id, askerId: volunteerId, otherShiftId: given?.id ?? null, otherId, now: before };
            const asked = await askSwap(database.pool, { id: uuid(), ...swap });
            expectOutcome(outcomeOf(asked, 'asked'), canAsk(sheet, volunteerId, given, otherId), 'ask');
            if (isRefusal(asked)) continue;
            const isAccepted = dice.next() < 0.7;
            const answer = await answerSwap(database.pool, { id: asked.swap.id, volunteerId: otherId, isAccepted, now: before });
            const wanted = isAccepted ? swapIn(sheets, sheet, volunteerId, given, otherId) : 'DECLINED';
            expectOutcome(outcomeOf(answer, isRefusal(answer) ? '' : answer.swap.status), wanted, 'answer');
            if (wanted === 'ShiftOverlapError')
              await answerSwap(database.pool, { id: asked.swap.id, volunteerId: otherId, isAccepted: false, now: before });
          } else if (deed < 0.55) {
            const mayWait = dice.next() < 0.6;
            const answer = await join(database.pool, { shiftId: sheet.id, volunteerId, mayWait, now: before });
            const isFull = joinedIn(sheet).length >= sheet.capacity;
            const wanted = mine >= 0 ? 'joined' : other(sheet, volunteerId) ? 'ShiftOverlapError' : isFull && !mayWait ? 'full' : 'joined';
            expectOutcome(outcomeOf(answer, 'joined'), wanted, 'join');
            if (wanted === 'joined' && mine < 0)
              sheet.places.push({ volunteerId, status: isFull ? 'WAITING' : 'JOINED', cameAt: null, isOut: false });
          } else if (deed < 0.9) {
            const answer = await leave(database.pool, { shiftId: sheet.id, volunteerId, now: before });
            expectOutcome(outcomeOf(answer, 'left'), mine < 0 ? 'notJoined' : 'left', 'leave');
            if (mine >= 0) sheet.places.splice(mine, 1);
            const promoted = fill(sheet);
            if (!isRefusal(answer)) expect(answer.promoted.toSorted()).toEqual(promoted);
          } else {
            const capacity = 1 + dice.below(4);
            const text = { title: '巡逻', description: '', capacity };
            const answer = await change(database.pool, { shiftId: sheet.id, expectedVersion: sheet.version, ...text, now: before });
            const fits = capacity >= joinedIn(sheet).length;
            expectOutcome(outcomeOf(answer, 'changed'), fits ? 'changed' : 'ShiftCapacityError', 'change');
            if (!fits) continue;
            sheet.capacity = capacity;
            sheet.version += 1;
            const promoted = fill(sheet);
            if (!isRefusal(answer)) expect(answer.promoted.toSorted()).toEqual(promoted);
          }
        }
        await compare(sheets);
        await serve(sheets, volunteers, earned, dice, expectOutcome);
      }
      return earned;
    };

    /** The database holds what the roster holds, in its order. */
    async function compare(sheets: Sheet[]): Promise<void> {
      const ids = sheets.map(({ id }) => id);
      const [shifts, signups] = await Promise.all([readShifts(database.pool, ids), readSignups(database.pool, ids)]);
      for (const sheet of sheets) {
        const stored = signups.filter(({ shiftId }) => shiftId === sheet.id).map(({ volunteerId, status }) => ({ volunteerId, status }));
        expect(stored).toEqual(sheet.places.map(({ volunteerId, status }) => ({ volunteerId, status })));
        expect(shifts.find(({ id }) => id === sheet.id)).toMatchObject({ joined: joinedIn(sheet).length, capacity: sheet.capacity });
      }
    }

    /** They come and go, or forget to, and are checked out by the clock in the end; each is paid once. */
    async function serve(
      sheets: Sheet[],
      volunteers: string[],
      earned: Map<string, number>,
      dice: Chance,
      expectOutcome: (actual: string, wanted: string, act: string) => void,
    ): Promise<void> {
      const evidence = { code: null, position: { ...HERE, accuracyMetres: 5 } };
      const make = () => '';
      const pay = (volunteerId: string, minutes: number) =>
        earned.set(volunteerId, (earned.get(volunteerId) ?? 0) + Math.round((minutes * RULE.pointsPerHour) / 60));
      for (const sheet of sheets) {
        for (const volunteerId of volunteers) {
          const place = sheet.places.find((one) => one.volunteerId === volunteerId);
          const minute = (n: number) => new Date(sheet.startsAt.getTime() + n * MINUTE);
          const request = (at: Date) => ({ shiftId: sheet.id, volunteerId, evidence, at, receivedAt: at, make, actor: SYSTEM, timeZone });
          const came = dice.below(50);
          for (let again = 0; again < 1 + dice.below(2); again++) {
            const answer = await checkIn(database.pool, request(minute(came)));
            expectOutcome(outcomeOf(answer, 'checked'), place?.status === 'JOINED' ? 'checked' : 'notJoined', 'check-in');
          }
          if (place?.status === 'JOINED') place.cameAt = minute(came);
          if (dice.next() < 0.3) continue; // forgets
          const went = came + dice.below(70);
          for (let again = 0; again < 1 + dice.below(2); again++) {
            const answer = await checkOut(database.pool, request(minute(went)));
            const wanted = !place ? 'notJoined' : place.cameAt ? 'checked' : 'notCheckedIn';
            expectOutcome(outcomeOf(answer, 'checked'), wanted, 'check-out');
          }
          if (!place?.cameAt) continue;
          place.isOut = true;
          if (dice.next() < 0.8) {
            pay(volunteerId, Math.min(went, 60) - came);
            continue;
          }
          // The times were wrong, once or twice; only the last pay is left.
          let minutes = 0;
          for (let again = 0; again < 1 + dice.below(2); again++) {
            minutes = dice.below(60);
            const times = { inAt: sheet.startsAt, outAt: minute(minutes), now: minute(120) };
            const corrected = await correct(database.pool, {
              shiftId: sheet.id,
              volunteerId,
              ...times,
              reason: '忘了签退',
              viewer: null,
              requestId: 'clerk',
              timeZone,
            });
            expectOutcome(outcomeOf(corrected, 'corrected'), 'corrected', 'correct');
          }
          pay(volunteerId, minutes);
        }
      }
      for (const { places, startsAt, endsAt } of sheets) {
        for (const { volunteerId, cameAt, isOut } of places)
          if (cameAt && !isOut) pay(volunteerId, (endsAt.getTime() - Math.max(cameAt.getTime(), startsAt.getTime())) / MINUTE);
      }
    }

    const books = await Promise.all(Array.from({ length: CLERKS }, (_, number) => clerk(number)));
    while ((await closeForgotten(database.pool, { now: new Date(Date.UTC(2030, 0, 1)), timeZone, limit: 1000 })).length > 0);
    for (const earned of books) {
      const balances = (await readAccounts(database.pool, [...earned.keys()])).map(({ residentId, balance }) => [residentId, balance]);
      expect(Object.fromEntries(balances)).toEqual(Object.fromEntries([...earned].filter(([, points]) => points > 0)));
    }
    expect(acts).toBeGreaterThanOrEqual(ACTS);
    // What has to happen often enough to mean something; a fifth of it in the short form.
    const often = (times: number) => (ACTS < 15_000 ? times / 5 : times);
    for (const outcome of [
      'join: joined',
      'join: full',
      'join: ShiftOverlapError',
      'leave: left',
      'change: changed',
      'change: ShiftCapacityError',
    ])
      expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(often(100));
    for (const outcome of [
      'answer: ACCEPTED',
      'answer: ShiftOverlapError',
      'answer: DECLINED',
      'ask: placeWaitedFor',
      'correct: corrected',
    ])
      expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(often(20));
    for (const outcome of ['check-in: checked', 'check-out: checked', 'check-out: notCheckedIn'])
      expect(outcomes.get(outcome) ?? 0, outcome).toBeGreaterThan(often(50));
    const { rows } = await database.pool.query(
      `SELECT (SELECT coalesce(sum(amount), 0)::int FROM ledger_entry) AS sum,
         (SELECT count(*)::int FROM ledger_transaction t WHERE kind = 'SHIFT'
           AND NOT EXISTS (SELECT FROM ledger_transaction r WHERE r.reverses_id = t.id)) AS paid,
         (SELECT count(*)::int FROM attendance WHERE points > 0) AS served,
         (SELECT count(*)::int FROM attendance WHERE out_at IS NULL) AS open,
         (SELECT count(*)::int FROM attendance WHERE out_method = 'RULE') AS "closedByRule",
         (SELECT count(*)::int FROM shift s WHERE joined <> (SELECT count(*) FROM shift_signup u WHERE u.shift_id = s.id AND u.status = 'JOINED')) AS miscounted`,
    );
    expect(rows[0]).toMatchObject({ sum: 0, open: 0, miscounted: 0 });
    expect(rows[0].paid).toBe(rows[0].served);
    expect(rows[0].closedByRule).toBeGreaterThan(often(100));
  });
});
