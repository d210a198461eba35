// One server: its parts in the order they depend on each other, and their end in the opposite one.
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { RecentLooks } from '@xieshou/schema/commons/audit/look.ts';
import { Gazetteer } from '@xieshou/schema/commons/grids/gazetteer.ts';
import type { Clock, Services } from '@xieshou/schema/frame/services.ts';
import { MODULES } from '@xieshou/schema/modules.ts';
import { openHotList } from '@xieshou/schema/work/hotlist/index.ts';
import { openTickets } from '@xieshou/schema/work/tickets/index.ts';
import { pino } from 'pino';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './database/connect.ts';
import { prepareStation } from './database/station.ts';
import { ensureDemoKey } from './demo/partners.ts';
import { ensureDemo, refuseDemoPeople, YEAR_OF_TICKETS } from './demo/seed.ts';
import { startSimulator } from './demo/simulator.ts';
import type { Rates } from './doors/bill.ts';
import { openCertificates } from './doors/certificates.ts';
import { Documents } from './doors/documents.ts';
import { openExecution } from './doors/execution.ts';
import { openExplorer } from './doors/explorer.ts';
import { openExports } from './doors/exports.ts';
import { openFastLane } from './doors/fast-lane.ts';
import { listen, openHttp } from './doors/http.ts';
import { IdempotencyKeys } from './doors/idempotency.ts';
import type { House } from './doors/operations.ts';
import { openPages } from './doors/pages.ts';
import { Snapshots } from './doors/snapshots.ts';
import { MemoryThrottle, RedisThrottle } from './doors/throttle.ts';
import { openUploads } from './doors/uploads.ts';
import { openYoga } from './doors/yoga.ts';
import { filesInS3, filesOnDisk } from './files/store.ts';
import { startJob } from './jobs/job.ts';
import { startPush } from './jobs/push.ts';
import { startRetention } from './jobs/retention.ts';
import type { Bus } from './live/bus.ts';
import { openRedisBus } from './live/bus-redis.ts';
import { FanOut } from './live/fan-out.ts';
import { listenForChanges } from './live/notices.ts';
import { Topics } from './live/topics.ts';
import { openWebSocket } from './live/websocket.ts';
import { Attempts } from './people/attempts.ts';
import { CODE_MINUTES, openAuth } from './people/auth.ts';
import { openIdentity } from './people/identity.ts';
import { openNotifier } from './people/notifier.ts';
import { openRelay } from './people/relay.ts';
import { idNumbersOf, openSecrets, privateNotesOf, stampOf } from './people/secrets.ts';
import { deviceOf, holderOf, requestToken } from './people/viewer.ts';
import { ViewerWatch } from './people/watch.ts';

const CLIENT_FOLDER = join(import.meta.dirname, '../client/dist');
/** A stopping server waits this long for requests that run. */
const DRAIN_MS = 8000;

export interface RunningServer {
  address: string;
  port: number;
  house: House;
  database: Database;
  /** Of the demo's partner; null outside demo mode. */
  demoKey: string | null;
  /** Stops accepting, answers what runs, tells sockets 1001, ends the database. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  clock?: Clock;
  /** Told while a slow step of the start runs. */
  onStep?(step: string): void;
  /** File for the operator's log; standard error unless said otherwise. */
  logTo?: string;
  /** Whether this process does what one is enough for: retention, clocks, pushes, the simulator. */
  hasJobs?: boolean;
}

type Closing = () => Promise<void>;

/** Starts everything. What was opened before a failure is closed again. @throws StartError */
export async function startServer(
  config: Config,
  { clock = { now: () => new Date() }, onStep, logTo, hasJobs = true }: ServerOptions = {},
): Promise<RunningServer> {
  const closings: Closing[] = [];
  let stopped: Promise<void> | null = null;
  /** Whoever calls it again waits for the same end. */
  const stop = () => {
    stopped ??= (async () => {
      for (const close of closings.splice(0).reverse()) await close();
    })();
    return stopped;
  };
  try {
    const log = pino({ level: config.logLevel }, pino.destination({ dest: logTo ?? 2, sync: true }));
    onStep?.('database');
    const database = await openDatabase(config, log);
    closings.push(() => database.close());
    await prepareStation(database, config);
    if (config.isProduction) await refuseDemoPeople(database);
    if (config.isDemo) await ensureDemo(database, config, { now: clock.now(), ticketDays: YEAR_OF_TICKETS }, () => onStep?.('demo'));

    const bus: Bus | null = config.redisUrl ? await openRedisBus(config.redisUrl, config.redisPrefix, log) : null;
    if (bus) closings.push(() => bus.close());
    const topics = new Topics(bus);
    closings.push(async () => topics.close());
    closings.push(await listenForChanges(database.url, () => topics.touchAll()));

    const secrets = openSecrets(config);
    const demoKey = config.isDemo ? await ensureDemoKey(database, secrets) : null;
    const say = (line: string) => console.log(line);
    const notifier = openNotifier(config.notifier, log, say);
    const auth = openAuth({
      prisma: database.prisma,
      secrets,
      sendCode: (phone, code) => notifier.sms(phone, codeMessage(code, config.publicOrigins[0])),
    });
    const redis = bus && { client: bus.redis, prefix: config.redisPrefix };
    const services: Services = {
      pool: database.pool,
      prisma: database.prisma,
      clock,
      live: topics,
      log,
      settings: config,
      identity: openIdentity(auth, database.pool, new Attempts(redis)),
      notifier,
      idNumbers: idNumbersOf(secrets),
      privateNotes: privateNotesOf(secrets),
      recentLooks: new RecentLooks(),
      stamp: stampOf(secrets),
      relay: config.relay ? openRelay(config.relay) : null,
      files: config.files ? filesInS3(config.files) : filesOnDisk(config.uploadsFolder),
    };
    const watch = new ViewerWatch(services);
    closings.push(async () => watch.close());
    const tickets = openTickets(services);
    closings.push(() => tickets.tail.close());
    const idempotencyKeys = new IdempotencyKeys(database.pool);
    closings.push(() => idempotencyKeys.close());
    const house: House = {
      services,
      execute: openExecution(),
      gazetteer: new Gazetteer(services),
      hotList: openHotList(services),
      tickets,
      documents: new Documents(join(CLIENT_FOLDER, 'operations.json')),
      snapshots: new Snapshots(topics),
      idempotencyKeys,
      throttle: redis ? new RedisThrottle(redis.client, redis.prefix) : new MemoryThrottle(),
      rates: ratesOf(config),
      watch,
      fanOut: new FanOut(),
      secrets,
      isProduction: config.isProduction,
      proxies: config.proxies,
    };
    const certificates = openCertificates(services, config.publicOrigins[0] ?? null);
    closings.push(() => certificates.close());
    const server = openHttp({
      graphql: openFastLane(house, openYoga(house)),
      pages: existsSync(join(CLIENT_FOLDER, 'index.html')) ? openPages(CLIENT_FOLDER) : undefined,
      isReady: () => isReady(database, bus),
      publicOrigins: config.publicOrigins,
      explorer: config.isProduction ? undefined : openExplorer(demoKey),
      mayReadSchema: (request) => mayReadSchema(house, request),
      tilesOrigin: config.map.tilesUrl && new URL(config.map.tilesUrl.replace(/\{[^{}]*\}/g, '0')).origin,
      proxies: config.proxies,
      uploads: openUploads(services, config),
      exports: openExports(services, config.proxies),
      certificates,
    });
    const closeSockets = openWebSocket(server, house, config);
    const port = await listen(server, config.port, config.host);
    closings.push(() => drain(server, topics, closeSockets));
    const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}/`;
    await database.lock?.record({ address });
    if (hasJobs) closings.push(...(await startJobs(house, config)));
    return { address, port, house, database, demoKey, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Answers how to stop each. */
async function startJobs(house: House, { retentionDays, vapid, isSimulated }: Config): Promise<Closing[]> {
  const { services } = house;
  const declared = await Promise.all(MODULES.map(async ({ jobs }) => (jobs ? (await jobs())(services) : [])));
  return [
    startRetention(services, retentionDays),
    ...declared.flat().map((job) => startJob(job, services)),
    ...(vapid ? [startPush(services, vapid)] : []),
    ...(isSimulated ? [startSimulator(house)] : []),
  ];
}

/** The last line lets browsers fill the code in by themselves: https://wicg.github.io/sms-one-time-codes/ */
function codeMessage(code: string, origin: string | undefined): string {
  const text = `【携手】验证码 ${code}，${CODE_MINUTES} 分钟内有效。民警不会向您索要验证码。Your code is ${code}.`;
  return origin ? `${text}\n\n@${new URL(origin).host} #${code}` : text;
}

/** A bucket holds ten seconds of its rate. */
function ratesOf({ rates }: Config): Rates {
  const allowance = (restoreRate: number) => ({ restoreRate, maximumAvailable: restoreRate * 10 });
  return { anonymous: allowance(rates.anonymous), person: allowance(rates.person), key: allowance(rates.key) };
}

/** The schema is open outside production; there, to staff and keys only. */
async function mayReadSchema({ services, isProduction, proxies }: House, request: IncomingMessage): Promise<boolean> {
  if (!isProduction) return true;
  const holder = await holderOf(services, requestToken(request.headers), deviceOf(request, proxies));
  return 'viewer' in holder && (holder.viewer?.kind === 'staff' || holder.viewer?.kind === 'partner');
}

async function isReady({ pool }: Database, bus: Bus | null): Promise<boolean> {
  if (bus && !(await bus.isHealthy())) return false;
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
