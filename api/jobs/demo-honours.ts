// What the demo town's volunteers have been told, given and voted: evaluations, praise, stars of the month, equipment, training to come.
import { wallClock, wallClockMoment } from '@xieshou/schema/calendar.ts';
import { codeOf } from '@xieshou/schema/codes.ts';
import { CHECK_LETTERS } from '@xieshou/schema/honours/certificates-store.ts';
import { monthAt } from '@xieshou/schema/honours/stars.ts';
import { starTitle } from '@xieshou/schema/honours/stars-store.ts';
import { chance } from '../../prisma/demo/random.ts';
import { type Connection, insert } from '../../prisma/demo/rows.ts';

const DAY_MS = 86_400_000;

const THANKS = [
  { kind: 'PATROL', text: '我家老人迷路，是巡逻的叔叔陪着送回来的，谢谢。', isOfOne: true },
  { kind: 'PATROL', text: '每晚七点准时经过我家楼下，孩子下晚自习我放心多了。', isOfOne: false },
  { kind: 'PUBLICITY', text: '差点就转账了，幸好上周听过宣传。', isOfOne: false },
  { kind: 'MEDIATION', text: '楼上楼下吵了半年，两次就说通了。', isOfOne: true },
  { kind: 'YOUTH_LAW', text: '孩子回家还在讲那个案例，讲得生动。', isOfOne: false },
  { kind: 'ENTERPRISE_SAFETY', text: '帮我们店把消防通道理顺了，一分钱没收。', isOfOne: false },
] as const;

const REASONS = ['风雨无阻，一个月巡逻二十次。', '耐心调解，三家邻里和好。', '给社区孩子讲了四堂法治课。', '新来的队员都是他带出来的。'];

const WORDS = ['准时认真', '带新人有耐心', '发现隐患及时', ''];

interface Person {
  id: string;
  name: string;
  kind: string;
}

/** Writes them, for the volunteers who are there. */
export async function insertHonours(connection: Connection, { now, timeZone }: { now: Date; timeZone: string }): Promise<void> {
  const dice = chance(7_151_126);
  const read = async <Row>(text: string, values: unknown[] = []) => (await connection.query(text, values)).rows as Row[];
  // Two of three want to be named.
  await connection.query(
    `/* demo.name */ UPDATE volunteer SET is_named = true WHERE status = 'ACTIVE' AND resident_id IN (
       SELECT resident_id FROM (SELECT v.resident_id, row_number() OVER (ORDER BY r.phone) AS n FROM volunteer v JOIN resident r ON r.id = v.resident_id
         WHERE v.status = 'ACTIVE') t WHERE n % 3 <> 0)`,
  );
  await connection.query(
    `/* demo.evaluate */ UPDATE attendance SET rating = CASE WHEN hashtext(signup_id::text) % 5 = 0 THEN 4 ELSE 5 END, evaluated_at = out_at,
       evaluation = ($1::text[])[1 + abs(hashtext(signup_id::text)) % 4] WHERE out_method <> 'RULE' AND hashtext(signup_id::text) % 3 = 0`,
    [WORDS],
  );
  const people = await read<Person>(
    `SELECT v.resident_id AS id, r.name, t.kind::text AS kind FROM volunteer v JOIN resident r ON r.id = v.resident_id JOIN team_member m ON m.volunteer_id = v.resident_id
       JOIN team t ON t.id = m.team_id WHERE v.is_named ORDER BY r.phone`,
  );
  const teams = await read<{ id: string; kind: string }>('SELECT id, kind::text AS kind FROM team ORDER BY created_at');
  const neighbours = await read<{ id: string }>(
    `SELECT id FROM resident WHERE NOT is_volunteer AND real_name_status = 'VERIFIED' ORDER BY phone LIMIT 60`,
  );
  await insert(
    connection,
    'praise',
    THANKS.flatMap(({ kind, text, isOfOne }, index) => {
      const at = new Date(now.getTime() - (index * 9 + 2) * DAY_MS);
      const team = teams.find((one) => one.kind === kind);
      const praised = isOfOne ? people.find((one) => one.kind === kind)?.id : null;
      const author = neighbours[index];
      return team && author && praised !== undefined
        ? {
            ...{ id: dice.uuid(), team_id: team.id, volunteer_id: praised, text, author_kind: 'RESIDENT', author_id: author.id },
            ...{ author_title: '', created_at: at, shown_at: at },
          }
        : [];
    }),
  );
  await insertStars(connection, { now, timeZone, people, neighbours });
  await insert(
    connection,
    'equipment',
    people.flatMap(({ id, kind }, index) => {
      const issued = new Date(now.getTime() - 200 * DAY_MS);
      const item = (name: string, serial: string) => ({ id: dice.uuid(), volunteer_id: id, name, serial, issued_at: issued });
      return kind === 'PATROL' ? [item('反光背心', ''), item('强光手电', `D${100 + index}`)] : [];
    }),
  );
  const courses = await read<{ id: string }>('SELECT id FROM training_course ORDER BY created_at');
  const today = wallClock(now, timeZone);
  await insert(
    connection,
    'training_session',
    courses.map(({ id: courseId }, index) => {
      const local = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + 5 + index * 7, 9, 30);
      const startsAt = wallClockMoment(new Date(local), timeZone);
      return {
        ...{ id: dice.uuid(), course_id: courseId, place: '社区党群服务中心二楼', capacity: 30, joined: 0, created_at: now },
        ...{ starts_at: startsAt, ends_at: new Date(startsAt.getTime() + 2 * 3_600_000) },
      };
    }),
  );
}

interface Stars {
  now: Date;
  timeZone: string;
  people: readonly Person[];
  neighbours: readonly { id: string }[];
}

/** The vote of this month, and the last two with their stars. */
async function insertStars(connection: Connection, { now, timeZone, people, neighbours }: Stars): Promise<void> {
  const dice = chance(7_151_127);
  const [year, month] = monthAt(now, timeZone).split('-').map(Number) as [number, number];
  const months = [2, 1, 0].map((ago) => new Date(Date.UTC(year, month - 1 - ago, 1)).toISOString().slice(0, 7));
  const nominations = months.flatMap((of, index) =>
    [0, 1, 2].flatMap((n) => {
      const person = people[(index * 7 + n * 5) % people.length];
      const nominator = neighbours[n];
      const isWinner = index < 2 && n === 0;
      const createdAt = new Date(now.getTime() - (2 - index) * 30 * DAY_MS - (3 - n) * 60_000);
      return person && nominator ? { id: dice.uuid(), of, person, nominator, n, isWinner, createdAt } : [];
    }),
  );
  await insert(
    connection,
    'star_nomination',
    nominations.map(({ id, of, person, nominator, n, isWinner, createdAt }) => ({
      ...{ id, month: of, volunteer_id: person.id, reason: REASONS[n], nominator_id: nominator.id, created_at: createdAt },
      won_at: isWinner ? new Date(createdAt.getTime() + 15 * DAY_MS) : null,
    })),
  );
  const votes = months.flatMap((of) => {
    const choices = nominations.filter((one) => one.of === of);
    return neighbours.slice(3).flatMap(({ id }) => {
      const choice = choices[dice.weighted(choices.map((_, n) => 5 - n))];
      return choice ? { month: of, resident_id: id, nomination_id: choice.id, cast_at: choice.createdAt } : [];
    });
  });
  await insert(connection, 'star_vote', votes);
  await insert(
    connection,
    'service_certificate',
    nominations
      .filter(({ isWinner }) => isWinner)
      .map(({ of, person, n, createdAt }) => {
        const checkCode = codeOf(
          Uint8Array.from({ length: CHECK_LETTERS }, () => dice.below(256)),
          CHECK_LETTERS,
        );
        return {
          ...{ id: dice.uuid(), kind: 'HONOUR', volunteer_id: person.id, check_code: checkCode, revoke_reason: '' },
          ...{ issued_at: createdAt, content: { name: person.name, title: starTitle(of), text: REASONS[n] } },
        };
      }),
  );
}
