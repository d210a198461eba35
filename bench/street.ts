// The database of the benchmark: residents enough that every vote is a new one, and a hot list of twenty issues.
import { readStation } from '@xieshou/schema/commons/grids/store.ts';
import pg from 'pg';
import { connectTo, type Database } from '../api/database/connect.ts';
import { prepareStation } from '../api/database/station.ts';
import { chance } from '../api/demo/chance.ts';

/** Voters of the measured clients; as many more belong to pgbench, so that neither meets the other's votes. */
export const RESIDENTS = 200_000;
export const ISSUES = 20;
/** Each of the two loads has half of the voters for itself. */
const HALF = RESIDENTS / 2;

/** `hot`: the k-th issue draws 1/k of the first one's votes (Zipf), as a hot list does. `even`: all draw the same. */
export type Spread = 'hot' | 'even';

const FSYNC_PROBE = 300;

export interface Street extends Database {
  owner: pg.Pool;
  residents: string[];
  issues: string[];
  /** The next pair of a load that nobody has voted yet. */
  nextPair(spread: Spread): { residentId: string; hotIssueId: string };
  /** Clears away what the last side left, so that it does not slow the next. */
  settle(): Promise<void>;
  version(): Promise<string>;
  fsyncsPerSecond(): Promise<number>;
  /** Throws unless every counter equals its rows: a figure of lost votes is none. */
  refuseUnlessWhole(): Promise<void>;
}

export async function openStreet(url: string): Promise<Street> {
  // As many connections as the widest measurement has clients.
  const database = await connectTo(url, { databaseConnections: 520 });
  const { pool } = database;
  // The server's own role can neither make tables nor vacuum.
  const owner = new pg.Pool({ connectionString: url, max: 1 });
  const next = { hot: 0, even: 0 };
  const favourites = drawFavourites();
  const street: Street = {
    ...database,
    owner,
    async close() {
      await owner.end();
      await database.close();
    },
    residents: [],
    issues: [],
    nextPair(spread) {
      const n = next[spread]++;
      const lap = Math.floor(n / HALF);
      if (lap >= ISSUES) throw new Error('every resident has voted for everything');
      const voter = (n % HALF) + (spread === 'hot' ? 0 : HALF);
      return {
        residentId: street.residents[voter] as string,
        hotIssueId: street.issues[((favourites[voter] as number) + lap) % ISSUES] as string,
      };
    },
    async settle() {
      await owner.query('VACUUM hot_issue');
      await owner.query('CHECKPOINT');
    },
    async version() {
      return (await pool.query('SHOW server_version')).rows[0].server_version;
    },
    async fsyncsPerSecond() {
      const started = performance.now();
      for (let n = 0; n < FSYNC_PROBE; n++)
        await pool.query('INSERT INTO import_record (source, source_id) VALUES ($1, $2)', ['probe', String(n)]);
      return Math.round(FSYNC_PROBE / ((performance.now() - started) / 1000));
    },
    async refuseUnlessWhole() {
      const { rows } = await pool.query(
        'SELECT count(*)::int AS wrong FROM hot_issue h WHERE vote_count <> (SELECT count(*) FROM vote v WHERE v.hot_issue_id = h.id)',
      );
      if (rows[0].wrong > 0) throw new Error(`${rows[0].wrong} counters do not equal their rows: no figures.`);
    },
  };
  return street;
}

/** The issue each resident votes for first: by its heat for the first half of them, evenly for the others. */
function drawFavourites(): Uint8Array {
  const random = chance(1);
  const weights = Array.from({ length: ISSUES }, (_, index) => 1 / (index + 1));
  return Uint8Array.from({ length: RESIDENTS }, (_, voter) => (voter < HALF ? random.weighted(weights) : voter % ISSUES));
}

/** A hot list of twenty issues without votes, for servers that show it. */
export async function makeQuietStreet(url: string): Promise<void> {
  const street = await openStreet(url);
  try {
    await makeStreet(street, 1000);
  } finally {
    await street.close();
  }
}

/** Fills an empty database. */
export async function makeStreet(street: Street, residents = RESIDENTS): Promise<void> {
  const { owner, prisma } = street;
  await prepareStation(street, { stationName: 'Bench', halfLifeHours: 48 });
  const [station, category] = await Promise.all([readStation(prisma), prisma.category.findFirstOrThrow()]);
  await owner.query(
    `CREATE TABLE bench_resident AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, ${2 * residents - 1}) n;
     ALTER TABLE bench_resident ADD PRIMARY KEY (n);
     INSERT INTO resident (id, name, real_name_status) SELECT id, 'bench', 'VERIFIED' FROM bench_resident;
     CREATE TABLE bench_issue AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, ${ISSUES - 1}) n;
     ALTER TABLE bench_issue ADD PRIMARY KEY (n);
     INSERT INTO hot_issue (id, station_id, category_id, title) SELECT id, '${station.id}', '${category.id}', 'Issue ' || n FROM bench_issue;
     ANALYZE`,
  );
  street.residents = (await owner.query<{ id: string }>('SELECT id FROM bench_resident ORDER BY n')).rows.map(({ id }) => id);
  street.issues = (await owner.query<{ id: string }>('SELECT id FROM bench_issue ORDER BY n')).rows.map(({ id }) => id);
}
