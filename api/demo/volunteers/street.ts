// Demo volunteers take places in shifts, come, walk their route, and go home with their points, by the product's own rules.

import { pointsTopic } from '@xieshou/schema/commons/points/topics.ts';
import { SYSTEM } from '@xieshou/schema/frame/actor.ts';
import { visit } from '@xieshou/schema/joins/patrols/walking.ts';
import { checkIn, checkOut } from '@xieshou/schema/work/volunteers/attendance/deeds.ts';
import { join, leave } from '@xieshou/schema/work/volunteers/shifts/deeds.ts';
import { SHIFTS_TOPIC, shiftTopic } from '@xieshou/schema/work/volunteers/topics.ts';
import type { House } from '../../doors/operations.ts';
import type { Chance } from '../chance.ts';

/** As many leave as join, or the street would be full in an hour. */
const LEAVES = 0.5;

/** How often somebody on a patrol comes to the next point, when nobody has to come or go. */
const WALKS = 0.5;

type Deed = 'COME' | 'GO' | 'WALK' | 'JOIN' | 'LEAVE';

interface Chosen {
  deed: Deed;
  shiftId: string;
  volunteerId: string;
  /** Where they walk to. */
  pointId: string | null;
  longitude: number;
  latitude: number;
}

export class ShiftsOfStreet {
  readonly #house: House;
  readonly #random: Chance;

  constructor(house: House, random: Chance) {
    this.#house = house;
    this.#random = random;
  }

  /** One deed of one volunteer: who has to come or go does so first. */
  async act(): Promise<void> {
    const chosen = await this.#choose();
    if (!chosen) return;
    const { pool, clock, live, settings } = this.#house.services;
    const { deed, shiftId, volunteerId, pointId, longitude, latitude } = chosen;
    const now = clock.now();
    const evidence = { code: null, position: { longitude, latitude, accuracyMetres: 10 } };
    const request = { shiftId, volunteerId, evidence, at: now, receivedAt: now, make: () => '' };
    if (deed === 'JOIN') await join(pool, { shiftId, volunteerId, mayWait: true, now });
    if (deed === 'LEAVE') await leave(pool, { shiftId, volunteerId, now });
    if (deed === 'COME') await checkIn(pool, request);
    if (pointId)
      await visit(pool, { shiftId, volunteerId, pointId, position: evidence.position, isByCode: false, at: now, receivedAt: now });
    if (deed === 'GO')
      await checkOut(pool, { ...request, actor: { ...SYSTEM, kind: 'RESIDENT', id: volunteerId }, timeZone: settings.timeZone });
    live.touch([shiftTopic(shiftId), ...(deed === 'GO' ? [pointsTopic(volunteerId)] : [SHIFTS_TOPIC])]);
  }

  /** What somebody could do now. Volunteers whom a visitor has signed in as are left alone. */
  async #choose(): Promise<Chosen | undefined> {
    const { pool, clock } = this.#house.services;
    const { rows } = await pool.query<Chosen>(
      `/* simulator.chooseShift */
       WITH free AS (
         SELECT v.resident_id AS id FROM volunteer v JOIN resident r ON r.id = v.resident_id
         WHERE v.status = 'ACTIVE' AND NOT EXISTS (SELECT FROM session o WHERE o.user_id = r.user_id)
       ), due AS (
         SELECT CASE WHEN a.signup_id IS NULL THEN 'COME' ELSE 'GO' END AS deed, u.shift_id, u.volunteer_id
         FROM shift_signup u JOIN free f ON f.id = u.volunteer_id LEFT JOIN attendance a ON a.signup_id = u.id
         WHERE u.status = 'JOINED' AND u.starts_at BETWEEN $1::timestamptz - interval '18 hours' AND $1::timestamptz + interval '10 minutes'
           AND CASE WHEN a.signup_id IS NULL THEN u.ends_at > $1
             ELSE a.out_at IS NULL AND u.ends_at BETWEEN $1::timestamptz - interval '2 hours' AND $1::timestamptz + interval '3 minutes' END
         ORDER BY random() LIMIT 1
       ), coming AS (
         SELECT s.id AS shift_id, m.volunteer_id FROM shift s JOIN team_member m ON m.team_id = s.team_id JOIN free f ON f.id = m.volunteer_id
         WHERE s.starts_at BETWEEN $1::timestamptz + interval '1 hour' AND $1::timestamptz + interval '14 days' AND s.cancelled_at IS NULL
           AND $2 = EXISTS (SELECT FROM shift_signup u WHERE u.shift_id = s.id AND u.volunteer_id = m.volunteer_id AND u.status <> 'LEFT')
         ORDER BY random() LIMIT 1
       ), walking AS (
         SELECT u.shift_id, u.volunteer_id, i.id AS point_id, i.longitude, i.latitude
         FROM attendance a JOIN shift_signup u ON u.id = a.signup_id JOIN free f ON f.id = u.volunteer_id JOIN shift s ON s.id = u.shift_id
         JOIN patrol_point i ON i.route_id = s.route_id
         WHERE a.out_at IS NULL AND s.ends_at > $1 AND $3 AND NOT EXISTS (
           SELECT FROM patrol_run n JOIN patrol_visit x ON x.run_id = n.id WHERE n.signup_id = u.id AND x.point_id = i.id)
         ORDER BY i.ordinal, random() LIMIT 1
       ), chosen AS (
         SELECT d.*, NULL::uuid AS point_id, NULL::float AS longitude, NULL::float AS latitude FROM due d UNION ALL
         SELECT 'WALK', * FROM walking WHERE NOT EXISTS (SELECT FROM due) UNION ALL
         SELECT CASE WHEN $2 THEN 'LEAVE' ELSE 'JOIN' END, shift_id, volunteer_id, NULL, NULL, NULL FROM coming
         WHERE NOT EXISTS (SELECT FROM due) AND NOT EXISTS (SELECT FROM walking)
       ) SELECT c.deed, c.shift_id AS "shiftId", c.volunteer_id AS "volunteerId", c.point_id AS "pointId",
           coalesce(c.longitude, p.longitude) AS longitude, coalesce(c.latitude, p.latitude) AS latitude
         FROM chosen c JOIN shift s ON s.id = c.shift_id JOIN duty_post p ON p.id = s.post_id`,
      [clock.now(), this.#random.next() < LEAVES, this.#random.next() < WALKS],
    );
    return rows[0];
  }
}
