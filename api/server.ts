// One server: its parts in the order they depend on each other, and their end in the opposite one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openHotList } from '@xieshou/schema/hotlist/index.ts';
import type { Clock, Services } from '@xieshou/schema/services.ts';
import { pino } from 'pino';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './database/connect.ts';
import { prepareStation } from './database/station.ts';
import { listen, openHttp } from './doors/http.ts';
import { openPages } from './doors/pages.ts';
import { type House, openYoga } from './doors/yoga.ts';
import { ensureDemo } from './jobs/demo.ts';
import { startSimulator } from './jobs/simulator.ts';
import type { Bus } from './live/bus.ts';
import { openRedisBus } from './live/bus-redis.ts';
import { listenForChanges } from './live/notices.ts';
import { Topics } from './live/topics.ts';
import { openWebSocket } from './live/websocket.ts';

const CLIENT_FOLDER = join(import.meta.dirname, '../client/dist');
/** A stopping server waits this long for requests that run. */
const DRAIN_MS = 8000;

export interface RunningServer {
  address: string;
  port: number;
  house: House;
  database: Database;
  /** Stops accepting, answers what runs, tells sockets 1001, ends the database. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  clock?: Clock;
  /** Told while a slow step of the start runs. */
  onStep?(step: string): void;
}

type Closing = () => Promise<void>;

/** Starts everything. What was opened before a failure is closed again. @throws StartError */
export async function startServer(
  config: Config,
  { clock = { now: () => new Date() }, onStep }: ServerOptions = {},
): Promise<RunningServer> {
  const closings: Closing[] = [];
  const stop = async () => {
    for (const close of closings.splice(0).reverse()) await close();
  };
  try {
    const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
    onStep?.('database');
    const database = await openDatabase(config);
    closings.push(() => database.close());
    await prepareStation(database, config);
    if (config.isDemo) await ensureDemo(database, config.halfLifeHours, clock.now(), () => onStep?.('demo'));

    const bus: Bus | null = config.redisUrl ? await openRedisBus(config.redisUrl, config.redisPrefix) : null;
    if (bus) closings.push(() => bus.close());
    const topics = new Topics(bus);
    closings.push(async () => topics.close());
    closings.push(await listenForChanges(database.url, () => topics.touchAll()));

    const services: Services = { pool: database.pool, prisma: database.prisma, clock, live: topics, log, settings: config };
    const house: House = { services, hotList: openHotList(services) };
    const server = openHttp({
      graphql: openYoga(house),
      pages: existsSync(join(CLIENT_FOLDER, 'index.html')) ? openPages(CLIENT_FOLDER) : undefined,
      isReady: () => isReady(database, bus),
      publicOrigins: config.publicOrigins,
    });
    const closeSockets = openWebSocket(server, house, config.publicOrigins);
    const port = await listen(server, config.port, config.host);
    closings.push(() => drain(server, topics, closeSockets));
    const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}/`;
    await database.lock?.record({ address });
    if (config.isSimulated) closings.push(startSimulator(house));
    return { address, port, house, database, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function isReady({ pool }: Database, bus: Bus | null): Promise<boolean> {
  if (bus && !bus.isHealthy()) return false;
  return pool.query('/* readyz */ SELECT 1').then(
    () => true,
    () => false,
  );
}

async function drain(server: ReturnType<typeof openHttp>, topics: Topics, closeSockets: Closing): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  topics.close(); // ends SSE streams, which would hold the server open
  await closeSockets();
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(force);
}
