// The demo town in a test: its clock, its people by what they are, and rows by the number.
import { v7 as uuid } from 'uuid';
import type { Database } from '../../api/database/connect.ts';
import { type DemoStaff, makeTown } from '../../api/demo/town.ts';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import { insertIssue } from '../../schema/work/hotlist/store.ts';
import { type Answer, deed, signIn, startTestServer, type TestServer, type TestServerOptions } from './server.ts';

const UNITS = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** Does something: `await officer('shiftCancel', { shiftId, reason }, 'shift { id }')`. */
type Acting = (mutation: string, input?: object, selection?: string) => Promise<Answer['data']>;

/** A server with the demo town. People are known by their tokens. */
export interface Town extends TestServer {
  /** What its clock shows. */
  readonly now: Date;
  /** So long after now, or before it. */
  after(count: number, unit: keyof typeof UNITS): Date;
  /** Moves the clock; nobody is signed out by it. */
  later(count: number, unit: keyof typeof UNITS): Promise<void>;
  /** Sets the clock; nobody is signed out by it. */
  moveTo(moment: Date): Promise<void>;
  resident(index?: number): Promise<string>;
  /** The first of each team's eight is its captain. */
  volunteer(index?: number): Promise<string>;
  commander(): Promise<string>;
  /** The officer responsible for the grid of that number. */
  officerOf(grid: number): Promise<string>;
  /** Somebody else who serves there. */
  workerOf(grid: number): Promise<string>;
  as(token: string | undefined): Acting;
}

export type TownOptions = Omit<TestServerOptions, 'clock'> & {
  /** The clock stands there, after the demo was made (`tomorrowAt`); else it goes on from now. */
  at?: Date;
};

/** Starts a server with the demo town. */
export async function aTown({ at, ...options }: TownOptions = {}): Promise<Town> {
  let held = at;
  let ahead = 0;
  const now = () => held ?? new Date(Date.now() + ahead);
  const server = await startTestServer({ ...options, clock: { now } });
  const after = (count: number, unit: keyof typeof UNITS) => new Date(now().getTime() + count * UNITS[unit]);
  const moveTo = async (moment: Date) => {
    if (held) held = moment;
    else ahead += moment.getTime() - now().getTime();
    await server.database.pool.query(`UPDATE session SET last_seen_at = $1, expires_at = $1::timestamptz + interval '1 day'`, [now()]);
  };
  return {
    ...server,
    get now() {
      return now();
    },
    after,
    moveTo,
    later: (count: number, unit: keyof typeof UNITS) => moveTo(after(count, unit)),
    resident: (index = 0) => signIn(server, 'RESIDENT', index),
    volunteer: (index = 0) => signIn(server, 'VOLUNTEER', index),
    commander: () => signIn(server, 'COMMANDER'),
    officerOf: (grid: number) => signIn(server, 'OFFICER', serving('OFFICER', grid).index),
    workerOf: (grid: number) => signIn(server, 'GRID_WORKER', serving('GRID_WORKER', grid).index),
    as:
      (token: string | undefined) =>
      (mutation: string, input: object = {}, selection?: string) =>
        deed(server, token, mutation, input, selection),
  };
}

const STAFF = makeTown().staff;

/** Who of the demo town serves a grid: which of their kind they are when they sign in, and the public ids of them and their duty. */
export function serving(role: DemoStaff['role'], grid: number): { index: number; id: string; dutyId: string; title: string } {
  const kind = STAFF.filter((person) => person.role === role);
  const index = kind.findIndex(({ duty }) => duty?.gridNumber === grid);
  const person = kind[index] as DemoStaff;
  return { index, id: encodeId('Staff', person.id), dutyId: encodeId('StaffDuty', person.duty?.id ?? ''), title: person.title };
}

/** Residents of no grid. */
export async function someResidents({ pool }: Pick<Database, 'pool'>, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuid());
  await pool.query(`INSERT INTO resident (id, name, real_name_status) SELECT unnest($1::uuid[]), '测试居民', 'VERIFIED'`, [ids]);
  return ids;
}

/** Open issues of the station. */
export async function someIssues({ pool, prisma }: Pick<Database, 'pool' | 'prisma'>, count: number): Promise<string[]> {
  const [station, category] = await Promise.all([prisma.station.findFirstOrThrow(), prisma.category.findFirstOrThrow()]);
  const ids = Array.from({ length: count }, () => uuid());
  for (const [index, id] of ids.entries()) {
    await insertIssue(pool, {
      id,
      stationId: station.id,
      communityId: null,
      gridId: null,
      categoryId: category.id,
      title: `第 ${index} 个议题`,
      description: '',
      point: null,
      createdById: null,
    });
  }
  return ids;
}

/** Every issue's stored counters beside what its vote rows say. */
export async function countersAndRows({ pool }: Pick<Database, 'pool'>) {
  const { rows } = await pool.query<{ id: string; voteCount: number; heat: number; times: number[] }>(
    `SELECT h.id, h.vote_count AS "voteCount", h.heat,
       coalesce((SELECT array_agg(extract(epoch FROM v.cast_at)::float8 * 1000) FROM vote v WHERE v.hot_issue_id = h.id AND v.is_counted), '{}') AS times
     FROM hot_issue h`,
  );
  return rows;
}
