// The simulator's volunteers come, serve and are paid, as people would.
import { expect, it } from 'vitest';
import { chance } from '../../api/demo/chance.ts';
import { ShiftsOfStreet } from '../../api/demo/volunteers/street.ts';
import { signIn, startTestServer } from '../support/server.ts';

it('checks people in and out, joins and leaves; whoever a visitor plays is left alone', async () => {
  let now = new Date();
  const server = await startTestServer({ clock: { now: () => now } });
  try {
    const { house, database } = server;
    const street = new ShiftsOfStreet(house, chance(7));
    const acts = async (count: number) => {
      for (let n = 0; n < count; n++) await street.act();
    };
    await signIn(server, 'VOLUNTEER', 0);
    const { rows: shifts } = await database.pool.query<{ id: string; startsAt: Date; endsAt: Date }>(
      `SELECT s.id, s.starts_at AS "startsAt", s.ends_at AS "endsAt" FROM shift s WHERE s.starts_at > $1::timestamptz + interval '2 days'
         AND (SELECT count(*) FROM shift_signup u WHERE u.shift_id = s.id AND u.status = 'JOINED') >= 3 ORDER BY s.starts_at LIMIT 1`,
      [now],
    );
    const [shift] = shifts as [(typeof shifts)[number]];
    const places = async () =>
      (
        await database.pool.query<{ inAt: Date | null; outAt: Date | null; points: number | null; isPlayed: boolean }>(
          `SELECT a.in_at AS "inAt", a.out_at AS "outAt", a.points, EXISTS (SELECT FROM session o JOIN resident r ON r.user_id = o.user_id WHERE r.id = u.volunteer_id) AS "isPlayed"
           FROM shift_signup u LEFT JOIN attendance a ON a.signup_id = u.id WHERE u.shift_id = $1 AND u.status = 'JOINED'`,
          [shift.id],
        )
      ).rows;
    now = new Date(shift.startsAt.getTime() + 60_000);
    await acts(12);
    for (const { inAt, isPlayed } of await places()) expect(inAt !== null).toBe(!isPlayed);
    now = shift.endsAt;
    await acts(12);
    for (const { outAt, points, isPlayed } of await places()) expect(outAt !== null && Number(points) > 0).toBe(!isPlayed);
    const { rows } = await database.pool.query<{ changed: number }>(
      `SELECT count(*)::int AS changed FROM shift_signup WHERE signed_up_at = $1 OR left_at = $1`,
      [now],
    );
    expect(rows[0]?.changed).toBeGreaterThan(0);
    // Chosen now: whoever has a place in it has no time left to leave.
    const { rows: walks } = await database.pool.query<{ shiftId: string; startsAt: Date }>(
      `SELECT s.id AS "shiftId", s.starts_at AS "startsAt" FROM shift s JOIN shift_signup u ON u.shift_id = s.id AND u.status = 'JOINED'
       JOIN resident r ON r.id = u.volunteer_id
       WHERE NOT EXISTS (SELECT FROM session o WHERE o.user_id = r.user_id) AND s.route_id IS NOT NULL AND s.starts_at > $1::timestamptz + interval '1 day' ORDER BY s.starts_at LIMIT 1`,
      [now],
    );
    const [walk] = walks as [(typeof walks)[number]];
    now = new Date(walk.startsAt.getTime() + 60_000);
    await acts(40);
    const { rows: visits } = await database.pool.query(
      `SELECT x.is_far AS "isFar" FROM patrol_visit x JOIN patrol_run n ON n.id = x.run_id JOIN shift_signup u ON u.id = n.signup_id WHERE u.shift_id = $1`,
      [walk.shiftId],
    );
    expect(visits.length).toBeGreaterThan(0);
    expect(visits.every(({ isFar }) => !isFar)).toBe(true);
  } finally {
    await server.stop();
  }
});
