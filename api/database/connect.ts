// From configuration to a migrated database: embedded, or the one DATABASE_URL names.
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Log } from '@xieshou/schema/frame/services.ts';
import pg from 'pg';
import { PrismaClient } from '../../prisma/client/client.ts';
import type { Config } from '../config.ts';
import { StartError } from '../start-error.ts';
import { startEmbedded } from './embedded.ts';
import { type Lock, readOwner, takeLock } from './lock.ts';
import { migrate } from './migrate.ts';
import { SERVER_ROLE } from './roles.ts';
import { types } from './times.ts';

/** Two ways into one pool: named SQL through `pool`, plain reads and writes through `prisma`. Both work as SERVER_ROLE. */
export interface Database {
  /** The owner's way in: migrations, and what may change tables. */
  url: string;
  pool: pg.Pool;
  prisma: PrismaClient;
  /** Present when this process owns the embedded database. */
  lock?: Lock;
  close(): Promise<void>;
}

type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataFolder' | 'databaseConnections'>;

/**
 * Opens and migrates the database of a server.
 * @throws StartError in one sentence: unreachable, in use, not writable, too old
 */
export async function openDatabase(config: DatabaseConfig, log?: Pick<Log, 'error'>): Promise<Database> {
  if (config.databaseUrl) return connectTo(config.databaseUrl, config);
  const lock = await takeLock(config.dataFolder);
  try {
    const onLost = (how: object) => log?.error(how, 'the embedded database ended: it is started again');
    const server = await startEmbedded(join(config.dataFolder, 'postgres'), { onLost });
    const url = await createDatabase(server.url, 'xieshou');
    await lock.record({ databaseUrl: url });
    const database = await connectTo(url, config);
    return {
      ...database,
      lock,
      async close() {
        await database.close();
        await server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Like openDatabase, but joins the database of a server that already runs on the data folder. */
export async function joinDatabase(config: DatabaseConfig): Promise<Database> {
  const owner = config.databaseUrl ? null : await readOwner(config.dataFolder);
  if (owner?.databaseUrl) return connectTo(owner.databaseUrl, config);
  return openDatabase(config);
}

/** Migrates a database as its owner and connects to it as the server's role. @throws StartError */
export async function connectTo(url: string, { databaseConnections }: Pick<Config, 'databaseConnections'>): Promise<Database> {
  await prepare(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: databaseConnections,
    connectionTimeoutMillis: 5000,
    options: `-c role=${SERVER_ROLE}`,
    types,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // The pool takes that listener away while a connection is in use: whoever uses it learns of its end by its own query.
  pool.on('connect', (client) => client.on('error', () => {}));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    url,
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

async function prepare(url: string): Promise<void> {
  const owner = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  owner.on('error', () => {}); // a query that runs tells
  try {
    await owner.connect();
    await requireVersion(owner);
    await migrate(owner);
  } catch (error) {
    throw error instanceof StartError ? error : unreachable(url, error as Error);
  } finally {
    await owner.end().catch(() => {});
  }
}

async function requireVersion(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: number }>("SELECT current_setting('server_version_num')::int AS version");
  const version = Math.floor((rows[0]?.version ?? 0) / 10_000);
  if (version < 15) throw new StartError(`DATABASE_URL is PostgreSQL ${version}: 15 or newer is needed.`);
}

function unreachable(url: string, error: Error): StartError {
  const { host, pathname } = new URL(url);
  const why = error.message || (error as NodeJS.ErrnoException).code;
  return new StartError(
    `The database ${pathname.slice(1)} at ${host} cannot be used (${why}): check DATABASE_URL and that the server runs.`,
  );
}

/** Creates a database of that name when it is absent; answers its connection string. */
export async function createDatabase(adminUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}
