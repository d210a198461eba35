// Volunteers of the demo town: five teams, their posts and rules, and a year of shifts that were served, by the product's own rules.
import { endOfMonth, wallClock, wallClockMoment } from '@xieshou/schema/calendar.ts';
import { countedSpan, type Earning, earningOf, type PayRule } from '@xieshou/schema/volunteers/pay/rules.ts';
import { startsOf } from '@xieshou/schema/volunteers/shifts/recurrence.ts';
import { type Chance, chance } from '../../prisma/demo/random.ts';
import { type Connection, insert } from '../../prisma/demo/rows.ts';
import { COURSES, type DemoSeries, type DemoTeam, POSTS, TEAMS } from '../../prisma/demo/teams.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Shifts are made so far ahead. */
const AHEAD_DAYS = 56;
/** People plan two weeks ahead. */
const PLANNED_DAYS = 14;

const TIMES = ['WEEKDAY_MORNING', 'WEEKDAY_AFTERNOON', 'WEEKDAY_EVENING', 'WEEKEND_MORNING', 'WEEKEND_AFTERNOON', 'WEEKEND_EVENING'];

/** A shift that somebody has served, as their statement shows it. */
export interface ServedShift {
  residentId: string;
  signupId: string;
  at: Date;
  title: string;
  points: number;
  detail: object;
}

interface Rule extends PayRule {
  id: string;
  kind: string;
  validFrom: Date;
  reason: string;
}

interface DemoTime {
  now: Date;
  timeZone: string;
}

/** Writes teams, posts, rules, series and shifts, the past ones served. Answers what has been earned. */
export async function insertVolunteers(connection: Connection, time: DemoTime): Promise<ServedShift[]> {
  const { now, timeZone } = time;
  const dice = chance(7_150_840);
  const since = new Date(now.getTime() - 365 * DAY_MS);
  const read = async <Row>(text: string) => (await connection.query(text)).rows as Row[];
  const volunteers = await read<{ id: string }>('SELECT id FROM resident WHERE is_volunteer ORDER BY phone');
  const neighbours = await read<{ id: string }>('SELECT id FROM resident WHERE NOT is_volunteer ORDER BY phone DESC LIMIT 3');
  const grids = await read<{ id: string; code: string; longitude: number; latitude: number }>(
    'SELECT id, code, (west + east) / 2 AS longitude, (south + north) / 2 AS latitude FROM grid',
  );
  const [officer] = await read<{ id: string }>(`SELECT id FROM staff_profile WHERE role = 'OFFICER' ORDER BY phone LIMIT 1`);
  const courses = COURSES.map((course) => ({ id: dice.uuid(), ...course }));
  const posts = POSTS.flatMap(({ name, grid: code }) => {
    const grid = grids.find((one) => one.code === code);
    return grid
      ? {
          id: dice.uuid(),
          name,
          grid_id: grid.id,
          longitude: grid.longitude,
          latitude: grid.latitude,
          radius_metres: 150,
          created_at: since,
        }
      : [];
  });
  const size = Math.ceil(volunteers.length / TEAMS.length);
  const teams = TEAMS.map((team, index) => ({
    ...team,
    id: dice.uuid(),
    members: volunteers.slice(index * size, (index + 1) * size).map(({ id }) => id),
  }));
  const record = (residentId: string, skills: string[]) => ({
    ...{ resident_id: residentId, skills, times: [0, 1].map(() => dice.pick(TIMES)), version: 1, reason: '' },
    ...{ contact_name: '家人', contact_phone: '+8610000000001' },
  });
  await insert(connection, 'volunteer', [
    ...teams.flatMap(({ members, skills }) =>
      members.map((id) => ({
        ...record(id, skills),
        status: 'ACTIVE',
        applied_at: since,
        reviewed_at: since,
        reviewed_by_id: officer?.id,
      })),
    ),
    ...neighbours.map(({ id }, index) => ({
      ...{ ...record(id, ['TEACHING']), status: 'PENDING', applied_at: new Date(now.getTime() - (index + 1) * DAY_MS) },
      ...{ reviewed_at: null, reviewed_by_id: null },
    })),
  ]);
  await insert(
    connection,
    'training_course',
    courses.map(({ validMonths, ...course }, index) => ({
      ...{ ...course, valid_months: validMonths, created_at: new Date(since.getTime() + index * 1000) },
    })),
  );
  await insert(connection, 'duty_post', posts);
  await insert(
    connection,
    'team',
    teams.map(({ id, kind, name, description, course, needsInsurance, members }, index) => ({
      ...{ id, kind, name, description, captain_id: members[0], needs_insurance: needsInsurance, version: 1 },
      course_id: courses.find((one) => one.name === course)?.id ?? null,
      created_at: new Date(since.getTime() + index * 1000),
    })),
  );
  const members = teams.flatMap((team) => team.members.map((id, index) => ({ team, id, index })));
  await insert(
    connection,
    'team_member',
    members.map(({ team, id, index }) => ({ team_id: team.id, volunteer_id: id, since: new Date(since.getTime() + index * 1000) })),
  );
  await insert(
    connection,
    'training_certificate',
    members.flatMap(({ team, id }) => {
      const course = courses.find(({ name }) => name === team.course);
      if (!course) return [];
      const issued = new Date(since.getTime() - 5 * DAY_MS);
      const expires = course.validMonths === null ? null : endOfMonth(issued, course.validMonths, timeZone);
      return { id: dice.uuid(), course_id: course.id, volunteer_id: id, issued_at: issued, expires_at: expires, issued_by_id: officer?.id };
    }),
  );
  await insert(
    connection,
    'insurance',
    members.flatMap(({ team, id, index }) =>
      team.needsInsurance
        ? {
            ...{ id: dice.uuid(), volunteer_id: id, insurer: '平安志愿者意外险', policy_number: `P${String(1000 + index)}` },
            // The last one's has to be seen to soon.
            ...{
              starts_at: new Date(since.getTime() - 10 * DAY_MS),
              ends_at: new Date(now.getTime() + (index === size - 1 ? 12 : 300) * DAY_MS),
            },
          }
        : [],
    ),
  );
  const rules = makeRules(dice, now);
  await insert(
    connection,
    'points_rule',
    rules.map(({ id, kind, validFrom, pointsPerHour, nightPerHour, leastMinutes, reason }) => ({
      ...{ id, kind, reason, valid_from: validFrom, created_at: validFrom },
      ...{ points_per_hour: pointsPerHour, night_per_hour: nightPerHour, least_minutes: leastMinutes },
    })),
  );
  const postOf = new Map(posts.map((post) => [post.name, post]));
  const earned: ServedShift[] = [];
  for (const team of teams) {
    for (const series of team.series) {
      const post = postOf.get(series.post) as DemoPost;
      const routeId = series.route ? await insertRoute(connection, { teamId: team.id, post, ...series.route }, since) : null;
      earned.push(...(await insertSeries(connection, { team, series, postId: post.id, routeId, rules, dice }, time)));
    }
  }
  return earned;
}

/** The kinds' rules: what patrols earn was raised half a year ago. */
function makeRules(dice: Chance, now: Date): Rule[] {
  const rule = (kind: string, days: number, pointsPerHour: number, reason: string): Rule => ({
    ...{ id: dice.uuid(), kind, validFrom: new Date(now.getTime() - days * DAY_MS), pointsPerHour, reason },
    ...{ nightPerHour: 2, leastMinutes: 15 },
  });
  return [...TEAMS.map(({ kind }) => rule(kind, 400, 4, '首次公布')), rule('PATROL', 180, 5, '居民议事会建议：巡逻风吹日晒，每小时多一分')];
}

interface DemoPost {
  id: string;
  longitude: number;
  latitude: number;
}

/** Metres from the post to the points around it, and what that is in degrees on the demo's latitude. */
const RING = 180;
const DEGREES_A_METRE = { longitude: 1 / 87_000, latitude: 1 / 111_000 };

/** A route around a post, walked clockwise. Answers its id. */
async function insertRoute(
  connection: Connection,
  { teamId, post, name, points }: { teamId: string; post: DemoPost; name: string; points: readonly string[] },
  since: Date,
): Promise<string> {
  const dice = chance(7_150_842);
  const id = dice.uuid();
  await insert(connection, 'patrol_route', [{ id, team_id: teamId, name, created_at: since }]);
  await insert(
    connection,
    'patrol_point',
    points.map((point, index) => {
      const angle = (2 * Math.PI * index) / points.length;
      return {
        ...{ id: dice.uuid(), route_id: id, ordinal: index + 1, name: point, radius_metres: 60 },
        longitude: post.longitude + Math.sin(angle) * RING * DEGREES_A_METRE.longitude,
        latitude: post.latitude + Math.cos(angle) * RING * DEGREES_A_METRE.latitude,
      };
    }),
  );
  return id;
}

interface SeriesPlan {
  team: DemoTeam & { id: string; members: string[] };
  series: DemoSeries;
  postId: string;
  routeId: string | null;
  rules: readonly Rule[];
  dice: Chance;
}

/** So many of them, in any order. */
function pickSome<Item>(dice: Chance, items: readonly Item[], count: number): Item[] {
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(dice.below(left.length), 1)[0] as Item);
}

/** A series, its shifts of a year and of the weeks to come, who was there, and who will be. */
async function insertSeries(connection: Connection, plan: SeriesPlan, { now, timeZone }: DemoTime): Promise<ServedShift[]> {
  const { team, series, postId, routeId, rules, dice } = plan;
  const id = dice.uuid();
  const today = wallClock(now, timeZone);
  const firstDay = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() - 364);
  const firstStartsAt = wallClockMoment(new Date(firstDay + series.hour * 60 * MINUTE_MS), timeZone);
  const madeUntil = new Date(now.getTime() + AHEAD_DAYS * DAY_MS);
  const { title, description, rule, minutes, capacity, skills, skipsHolidays } = series;
  await insert(connection, 'shift_series', [
    {
      ...{
        id,
        team_id: team.id,
        post_id: postId,
        route_id: routeId,
        title,
        description,
        skills,
        capacity,
        rule,
        minutes,
        skips_holidays: skipsHolidays,
      },
      ...{ first_starts_at: firstStartsAt, made_until: madeUntil, created_at: firstStartsAt },
    },
  ]);
  const shifts = startsOf({ rule, firstStartsAt, timeZone, skipsHolidays }, firstStartsAt, madeUntil).map((startsAt) => {
    const endsAt = new Date(startsAt.getTime() + minutes * MINUTE_MS);
    const isOver = endsAt <= now;
    const isPlanned = !isOver && startsAt > now && startsAt.getTime() < now.getTime() + PLANNED_DAYS * DAY_MS;
    const wanted = isOver ? 1 + dice.below(capacity) : isPlanned ? dice.below(capacity + 2) : 0;
    return { id: dice.uuid(), startsAt, endsAt, isOver, signups: pickSome(dice, team.members, Math.min(wanted, team.members.length)) };
  });
  await insert(
    connection,
    'shift',
    shifts.map(({ id: shiftId, startsAt, endsAt, signups }) => ({
      ...{
        id: shiftId,
        team_id: team.id,
        post_id: postId,
        route_id: routeId,
        series_id: id,
        title,
        description,
        skills,
        capacity,
        version: 1,
        cancel_reason: '',
      },
      ...{ starts_at: startsAt, ends_at: endsAt, joined: Math.min(capacity, signups.length), created_at: firstStartsAt },
    })),
  );
  const signups = shifts.flatMap((shift) =>
    shift.signups.map((residentId, index) => ({ id: dice.uuid(), shift, residentId, hasPlace: index < capacity })),
  );
  await insert(
    connection,
    'shift_signup',
    signups.map(({ id: signupId, shift, residentId, hasPlace }) => ({
      ...{ id: signupId, shift_id: shift.id, volunteer_id: residentId, status: hasPlace ? 'JOINED' : 'WAITING', is_short_notice: false },
      ...{
        starts_at: shift.startsAt,
        ends_at: shift.endsAt,
        signed_up_at: new Date(Math.min(now.getTime(), shift.startsAt.getTime()) - DAY_MS),
      },
    })),
  );
  const kindRules = rules.filter(({ kind }) => kind === team.kind).toSorted((a, b) => b.validFrom.getTime() - a.validFrom.getTime());
  const attendances = signups
    .filter(({ shift }) => shift.isOver)
    .map(({ id: signupId, shift, residentId }) => {
      const inAt = new Date(shift.startsAt.getTime() - dice.below(12) * MINUTE_MS);
      const isForgotten = dice.next() < 0.02;
      const outAt = isForgotten ? shift.endsAt : new Date(shift.endsAt.getTime() + (dice.below(12) - 4) * MINUTE_MS);
      const payRule = kindRules.find(({ validFrom }) => validFrom <= shift.startsAt) as Rule;
      const earning: Earning = earningOf(payRule, countedSpan(shift, { startsAt: inAt, endsAt: outAt }), timeZone);
      return { signupId, shift, residentId, inAt, outAt, isForgotten, earning, payRule };
    });
  await insert(
    connection,
    'attendance',
    attendances.map(({ signupId, inAt, outAt, isForgotten, earning, payRule }) => ({
      ...{
        signup_id: signupId,
        in_at: inAt,
        in_method: 'POST_CODE',
        in_code: '',
        in_received_at: inAt,
        out_at: outAt,
        out_received_at: outAt,
      },
      ...{ out_method: isForgotten ? 'RULE' : 'POST_CODE', minutes: earning.minutes, night_minutes: earning.nightMinutes },
      ...{ points: earning.points, rule_id: payRule.id },
    })),
  );
  return attendances.flatMap(({ signupId, shift, residentId, outAt, earning, payRule }) => {
    const { pointsPerHour, nightPerHour } = payRule;
    const detail = { shiftId: shift.id, ...earning, pointsPerHour, nightPerHour };
    return earning.points > 0 ? { residentId, signupId, at: outAt, title, points: earning.points, detail } : [];
  });
}
