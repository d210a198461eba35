// Volunteers of the demo town: five teams, their posts and rules, what they were given, and a year of shifts that they served.

import { endOfMonth, wallClock, wallClockMoment } from '@xieshou/schema/ground/calendar.ts';
import type { NewPoint } from '@xieshou/schema/joins/patrols/store.ts';
import { insertRoute } from '@xieshou/schema/joins/patrols/store.ts';
import { insertPayRule, type PayRuleRow } from '@xieshou/schema/work/volunteers/pay/store.ts';
import { insertEquipment } from '@xieshou/schema/work/volunteers/people/equipment.ts';
import { apply, insertInsurance, review, setNamed } from '@xieshou/schema/work/volunteers/people/store.ts';
import { insertPost, type PostRow } from '@xieshou/schema/work/volunteers/shifts/store.ts';
import { addMember, insertTeam } from '@xieshou/schema/work/volunteers/teams/store.ts';
import { insertCertificate, insertCourse, insertSession } from '@xieshou/schema/work/volunteers/training/store.ts';
import { type Chance, chance } from '../chance.ts';
import { demo, type Past } from '../demo.ts';
import { insertStatements } from '../points.ts';
import { serveSeries } from './service.ts';
import { ShiftsOfStreet } from './street.ts';
import { COURSES, type DemoTeam, POSTS, TEAMS } from './teams.ts';

const DAY_MS = 86_400_000;

const TIMES = [
  'WEEKDAY_MORNING',
  'WEEKDAY_AFTERNOON',
  'WEEKDAY_EVENING',
  'WEEKEND_MORNING',
  'WEEKEND_AFTERNOON',
  'WEEKEND_EVENING',
] as const;

export const volunteersDemo = demo('volunteers', {
  async history(past) {
    const { db, now, town } = past;
    const dice = chance(7_150_840);
    const since = new Date(now.getTime() - 365 * DAY_MS);
    const courses = await makeCourses(past, dice);
    const posts = await makePosts(past, dice);
    const rules = await makeRules(past, dice);
    const volunteers = town.residents.filter(({ isVolunteer }) => isVolunteer);
    const others = town.residents.filter(({ isVolunteer }) => !isVolunteer);
    const size = Math.ceil(volunteers.length / TEAMS.length);
    const earned = [];
    for (const [teamIndex, { series, course: courseName, skills, ...text }] of TEAMS.entries()) {
      const course = courses.find(({ name }) => name === courseName) ?? null;
      const members = volunteers.slice(teamIndex * size, (teamIndex + 1) * size).map(({ id }) => id);
      for (const [index, id] of members.entries()) {
        await enrol(past, id, { since, team: { ...text, skills }, course, index, isLast: index === size - 1, dice });
        // Two of three want to be named.
        await setNamed(db, id, (teamIndex * size + index + 1) % 3 !== 0);
      }
      const teamId = dice.uuid();
      const captain = { captainId: members[0] ?? null, courseId: course?.id ?? null };
      await insertTeam(db, { id: teamId, ...text, ...captain, now: new Date(since.getTime() + teamIndex * 1000) });
      for (const [index, id] of members.entries()) await addMember(db, teamId, id, new Date(since.getTime() + index * 1000));
      for (const one of series) {
        const post = posts.find(({ name }) => name === one.post) as PostRow;
        const routeId = one.route ? await makeRoute(past, { teamId, post, ...one.route }) : null;
        const plan = { teamId, postId: post.id, routeId, members, series: one, dice };
        earned.push(...(await serveSeries(past, { ...plan, rules: rules.filter(({ kind }) => kind === text.kind) })));
      }
    }
    for (const [index, { id }] of others.slice(-3).entries())
      await applyAs(past, id, { skills: ['TEACHING'], at: new Date(now.getTime() - (3 - index) * DAY_MS), dice });
    await insertStatements(past, earned);
  },
  live: { everyMs: 20_000, street: ShiftsOfStreet },
});

function applyAs({ db }: Past, residentId: string, { skills, at, dice }: { skills: DemoTeam['skills']; at: Date; dice: Chance }) {
  const contact = { healthNote: null, contactName: '家人', contactPhone: '+8610000000001' };
  return apply(db, { residentId, skills, times: [0, 1].map(() => dice.pick(TIMES)), ...contact, now: at });
}

interface Enrolment {
  since: Date;
  team: Pick<DemoTeam, 'kind' | 'skills' | 'needsInsurance'>;
  course: { id: string; validMonths: number | null } | null;
  /** Which of the team they are. */
  index: number;
  isLast: boolean;
  dice: Chance;
}

/** Somebody applies and is taken, trained, insured and equipped as the team asks for it. */
async function enrol(past: Past, volunteerId: string, { since, team, course, index, isLast, dice }: Enrolment): Promise<void> {
  const { db, now, timeZone, town } = past;
  const daysAfter = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);
  const staffId = town.staff.find(({ role }) => role === 'OFFICER')?.id as string;
  const { version } = await applyAs(past, volunteerId, { skills: team.skills, at: since, dice });
  await review(db, { residentId: volunteerId, expectedVersion: version, status: 'ACTIVE', reason: '', staffId, now: since });
  if (course) {
    const issuedAt = daysAfter(since, -5);
    const expiresAt = course.validMonths === null ? null : endOfMonth(issuedAt, course.validMonths, timeZone);
    await insertCertificate(db, { id: dice.uuid(), courseId: course.id, volunteerId, issuedAt, expiresAt, staffId });
  }
  if (team.needsInsurance) {
    const policy = { volunteerId, insurer: '平安志愿者意外险', policyNumber: `P${1000 + index}` };
    // The last one's has to be seen to soon.
    await insertInsurance(db, { id: dice.uuid(), ...policy, startsAt: daysAfter(since, -10), endsAt: daysAfter(now, isLast ? 12 : 300) });
  }
  if (team.kind === 'PATROL') {
    const lent = { volunteerId, issuedAt: daysAfter(now, -200) };
    await insertEquipment(db, { id: dice.uuid(), ...lent, name: '反光背心', serial: '' });
    await insertEquipment(db, { id: dice.uuid(), ...lent, name: '强光手电', serial: `D${100 + index}` });
  }
}

/** Courses, each with a date to come. */
async function makeCourses({ db, now, timeZone }: Past, dice: Chance) {
  const today = wallClock(now, timeZone);
  const courses = COURSES.map((course) => ({ id: dice.uuid(), ...course }));
  for (const [index, course] of courses.entries()) {
    await insertCourse(db, course);
    const local = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + 5 + index * 7, 9, 30);
    const startsAt = wallClockMoment(new Date(local), timeZone);
    const when = { startsAt, endsAt: new Date(startsAt.getTime() + 2 * 3_600_000) };
    await insertSession(db, { id: dice.uuid(), courseId: course.id, place: '社区党群服务中心二楼', capacity: 30, ...when });
  }
  return courses;
}

/** Posts in the middle of their grids. */
async function makePosts({ db, read }: Past, dice: Chance): Promise<PostRow[]> {
  const grids = await read<{ id: string; code: string; longitude: number; latitude: number }>(
    'SELECT id, code, (west + east) / 2 AS longitude, (south + north) / 2 AS latitude FROM grid',
  );
  const posts = POSTS.flatMap(({ name, grid: code }) => {
    const { id: gridId, longitude, latitude } = grids.find((one) => one.code === code) as (typeof grids)[number];
    return { id: dice.uuid(), gridId, name, longitude, latitude, radiusMetres: 150 };
  });
  for (const post of posts) await insertPost(db, post);
  return posts;
}

/** The kinds' rules, the newest first: what patrols earn was raised half a year ago. */
async function makeRules({ db, now }: Past, dice: Chance): Promise<PayRuleRow[]> {
  const rule = (kind: DemoTeam['kind'], days: number, pointsPerHour: number, reason: string): PayRuleRow => ({
    id: dice.uuid(),
    kind,
    validFrom: new Date(now.getTime() - days * DAY_MS),
    pointsPerHour,
    reason,
    nightPerHour: 2,
    leastMinutes: 15,
  });
  const rules = [
    rule('PATROL', 180, 5, '居民议事会建议：巡逻风吹日晒，每小时多一分'),
    ...TEAMS.map(({ kind }) => rule(kind, 400, 4, '首次公布')),
  ];
  for (const one of rules) await insertPayRule(db, { ...one, createdById: null });
  return rules;
}

/** Metres from the post to the points around it, and what that is in degrees on the demo's latitude. */
const RING = 180;
const DEGREES_A_METRE = { longitude: 1 / 87_000, latitude: 1 / 111_000 };

/** A route around a post, walked clockwise. Answers its id. */
async function makeRoute(
  { db }: Past,
  { teamId, post, name, points }: { teamId: string; post: PostRow; name: string; points: readonly string[] },
) {
  const id = chance(7_150_842).uuid();
  const around = points.map((point, index): NewPoint => {
    const angle = (2 * Math.PI * index) / points.length;
    return {
      name: point,
      radiusMetres: 60,
      longitude: post.longitude + Math.sin(angle) * RING * DEGREES_A_METRE.longitude,
      latitude: post.latitude + Math.cos(angle) * RING * DEGREES_A_METRE.latitude,
    };
  });
  await insertRoute(db, { id, teamId, name, points: around });
  return id;
}
