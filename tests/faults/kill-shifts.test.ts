// kill -9 while volunteers join, check in and check out: what was acknowledged is there, and every shift that was served is paid once.
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { readOwner } from '../../api/database/lock.ts';
import { decodeIdOf, encodeId } from '../../schema/frame/relay/global-id.ts';
import { tries } from '../support/length.ts';
import { type ServerProcess, scratchFolder, startProcess } from '../support/process.ts';
import { ask, signIn } from '../support/server.ts';

const ROUNDS = tries('XIESHOU_TEST_KILLS', { short: 1, long: 3 });
const PEOPLE = 6;
/** Of each person and round; two minutes each, the last one just over, so that the clock does not close any by itself. */
const SHIFTS = 60;

const ACT = (name: string) =>
  `mutation ($input: Shift${name}Input!) { shift${name}(input: $input) { __typename ... on Shift${name}Success { signup { attendance { points } } } } }`;
const CORRECT = 'mutation ($input: AttendanceCorrectInput!) { attendanceCorrect(input: $input) { __typename } }';
/** Of so many who check out, one is found to have left after a minute: one point instead of two. */
const CORRECTED = 3;

describe('kill -9 of the server while volunteers serve', () => {
  const { folder, remove } = scratchFolder();
  let server: ServerProcess | undefined;
  afterAll(async () => {
    await server?.end();
    remove();
  });

  /** Shifts that everybody has a place in, running now as far as the clock of the server can tell; two points each. */
  async function someShifts(pool: pg.Pool, residentIds: string[]): Promise<Map<string, string[]>> {
    const { rows: places } = await pool.query<{ teamId: string; postId: string }>(
      `SELECT (SELECT id FROM team WHERE kind = 'PUBLICITY' LIMIT 1) AS "teamId", (SELECT id FROM duty_post WHERE name = '社区警务室') AS "postId"`,
    );
    await pool.query(`INSERT INTO points_rule (id, kind, valid_from, points_per_hour, least_minutes)
      VALUES (gen_random_uuid(), 'PUBLICITY', now() - interval '1 day' + random() * interval '1 hour', 60, 0)`);
    const { rows } = await pool.query<{ id: string; residentId: string }>(
      `WITH person AS (SELECT unnest($1::uuid[]) AS id), made AS (
         INSERT INTO shift (id, team_id, post_id, title, starts_at, ends_at, capacity, joined)
         SELECT gen_random_uuid(), $2, $3, '断电试验 ' || p.id, now() - k * interval '2 minutes' - interval '3 minutes', now() - k * interval '2 minutes' - interval '1 minute', 3, 1
         FROM person p CROSS JOIN generate_series(1, $4) k RETURNING id, starts_at, ends_at, substr(title, 6)::uuid AS resident_id
       ), signed AS (
         INSERT INTO shift_signup (id, shift_id, volunteer_id, status, starts_at, ends_at)
         SELECT gen_random_uuid(), id, resident_id, 'JOINED', starts_at, ends_at FROM made RETURNING id, shift_id, volunteer_id, starts_at
       ), came AS (
         INSERT INTO attendance (signup_id, in_at, in_method, in_received_at) SELECT id, starts_at, 'CAPTAIN_CODE', starts_at FROM signed
       ) SELECT shift_id AS id, volunteer_id AS "residentId" FROM signed`,
      [residentIds, places[0]?.teamId, places[0]?.postId, SHIFTS],
    );
    const byPerson = Map.groupBy(rows, ({ residentId }) => residentId);
    return new Map([...byPerson].map(([residentId, list]) => [residentId, list.map(({ id }) => id)]));
  }

  it(`${ROUNDS} times: no place and no paid shift is lost, none is paid twice`, { timeout: 60_000 * ROUNDS }, async () => {
    const paid = new Set<string>();
    const corrected = new Map<string, 'done' | 'unknown'>();
    const joined = new Map<string, 'JOINED' | 'LEFT'>();
    for (let round = 0; round < ROUNDS; round++) {
      server = await startProcess(['--data', folder], { XIESHOU_RATE_PERSON: '100000' });
      const running = server;
      const pool = new pg.Pool({ connectionString: (await readOwner(folder))?.databaseUrl });
      pool.on('error', () => {}); // it ends with the server
      const officer = await signIn(running, 'OFFICER');
      const people = await Promise.all(
        Array.from({ length: PEOPLE }, async (_, index) => {
          const token = await signIn(running, 'VOLUNTEER', 8 + index); // of the publicity team: no training, no insurance
          const { data } = await ask(running, '{ myResident { id } }', {}, { token });
          return { token, residentId: decodeIdOf('Resident', data.myResident.id) as string };
        }),
      );
      await pool.query(
        `UPDATE shift_signup SET status = 'LEFT', left_at = now() WHERE starts_at BETWEEN now() - interval '4 hours' AND now()
        AND volunteer_id = ANY($1) AND id NOT IN (SELECT signup_id FROM attendance)`,
        [people.map(({ residentId }) => residentId)],
      );
      await pool.query(
        `UPDATE shift_signup SET starts_at = starts_at - interval '1 year' * $2, ends_at = ends_at - interval '1 year' * $2
        WHERE starts_at BETWEEN now() - interval '4 hours' AND now() AND volunteer_id = ANY($1)`,
        [people.map(({ residentId }) => residentId), 10 + round],
      );
      const post = (
        await pool.query<{ longitude: number; latitude: number }>(`SELECT longitude, latitude FROM duty_post WHERE name = '社区警务室'`)
      ).rows[0];
      const { rows: future } = await pool.query<{ id: string }>(
        `SELECT s.id FROM shift s JOIN team t ON t.id = s.team_id WHERE t.kind = 'PUBLICITY' AND s.starts_at > now() + interval '3 weeks' ORDER BY s.starts_at LIMIT 4`,
      );
      const shifts = await someShifts(
        pool,
        people.map(({ residentId }) => residentId),
      );
      const times = new Map(
        (
          await pool.query<{ id: string; inAt: Date; outAt: Date }>(
            `SELECT id, starts_at AS "inAt", starts_at + interval '1 minute' AS "outAt" FROM shift WHERE title LIKE '断电试验%'`,
          )
        ).rows.map(({ id, ...span }) => [id, span]),
      );
      let done = 0;
      const enough = Promise.withResolvers<void>();
      const act = async (token: string, name: string, input: object) =>
        (await ask(running, ACT(name), { input }, { token }).catch(() => null))?.data?.[`shift${name}`];
      const load = people.map(async ({ token, residentId }) => {
        for (const [turn, shiftId] of (shifts.get(residentId) ?? []).entries()) {
          const out = await act(token, 'CheckOut', { shiftId: encodeId('Shift', shiftId), position: post });
          if (out?.__typename !== 'ShiftCheckOutSuccess') return;
          paid.add(`${residentId} ${shiftId}`);
          if (turn % CORRECTED === 0) {
            corrected.set(`${residentId} ${shiftId}`, 'unknown'); // until somebody answers
            const { inAt, outAt } = times.get(shiftId) as { inAt: Date; outAt: Date };
            const input = {
              shiftId: encodeId('Shift', shiftId),
              volunteerId: encodeId('Volunteer', residentId),
              inAt,
              outAt,
              reason: '提前走了',
            };
            const answer = (await ask(running, CORRECT, { input }, { token: officer }).catch(() => null))?.data?.attendanceCorrect;
            if (answer?.__typename !== 'AttendanceCorrectSuccess') return;
            corrected.set(`${residentId} ${shiftId}`, 'done');
          }
          const { id } = future[turn % future.length] as { id: string };
          const key = `${residentId} ${id}`;
          const isIn = joined.get(key) === 'JOINED';
          joined.delete(key); // until somebody answers
          const moved = await act(token, isIn ? 'Leave' : 'Join', { shiftId: encodeId('Shift', id), ...(isIn ? {} : { mayWait: true }) });
          if (!moved) return;
          joined.set(key, isIn ? 'LEFT' : 'JOINED');
          done += 1;
          if (done >= 60 + 15 * (round % 5)) enough.resolve();
        }
      });
      await Promise.race([enough.promise, Promise.all(load)]);
      await running.end('SIGKILL');
      await Promise.all(load);
      await pool.end().catch(() => {});
    }

    server = await startProcess(['--data', folder]);
    const pool = new pg.Pool({ connectionString: (await readOwner(folder))?.databaseUrl });
    const { rows } = await pool.query<{ key: string; points: number | null; times: number }>(
      `SELECT u.volunteer_id || ' ' || u.shift_id AS key, a.points,
         (SELECT count(*)::int FROM ledger_transaction t WHERE t.reference LIKE 'shift:' || u.id || '%'
           AND NOT EXISTS (SELECT FROM ledger_transaction o WHERE o.reverses_id = t.id)) AS times
       FROM shift_signup u JOIN attendance a ON a.signup_id = u.id JOIN shift s ON s.id = u.shift_id WHERE s.title LIKE '断电试验%'`,
    );
    const stored = new Map(rows.map((row) => [row.key, row]));
    for (const key of paid) {
      const points = { done: [1], unknown: [1, 2], never: [2] }[corrected.get(key) ?? 'never'];
      expect(stored.get(key), key).toMatchObject({ points: expect.toBeOneOf(points), times: 1 });
    }
    expect([...corrected.values()].filter((state) => state === 'done').length).toBeGreaterThan(ROUNDS * 5);
    for (const { key, points, times } of rows) expect({ key, times }).toEqual({ key, times: points ? 1 : 0 });
    const { rows: places } = await pool.query<{ key: string }>(
      `SELECT volunteer_id || ' ' || shift_id AS key FROM shift_signup WHERE status <> 'LEFT' AND starts_at > now()`,
    );
    const held = new Set(places.map(({ key }) => key));
    for (const [key, status] of joined) expect({ key, isHeld: held.has(key) }).toEqual({ key, isHeld: status === 'JOINED' });
    const { rows: whole } = await pool.query(
      `SELECT (SELECT coalesce(sum(amount), 0)::int FROM ledger_entry) AS total,
         (SELECT count(*)::int FROM ledger_account a WHERE kind = 'PERSON' AND balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_entry e WHERE e.account_id = a.id)) AS wrong,
         (SELECT count(*)::int FROM shift s WHERE starts_at > now() AND joined <> (SELECT count(*) FROM shift_signup u WHERE u.shift_id = s.id AND u.status = 'JOINED')) AS miscounted`,
    );
    expect(whole).toEqual([{ total: 0, wrong: 0, miscounted: 0 }]);
    expect(paid.size).toBeGreaterThan(ROUNDS * 40);
    await pool.end();
  });
});
