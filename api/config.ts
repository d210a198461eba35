// Every environment variable and flag of the server, read and checked once, one sentence per mistake.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Settings } from '@xieshou/schema/frame/services.ts';
import { type Variables, WrongSetting } from '@xieshou/schema/frame/settings.ts';
import { MODULES } from '@xieshou/schema/modules.ts';
import { z } from 'zod';
import type { S3Settings } from './files/store.ts';
import type { VapidKeys } from './jobs/push-delivery.ts';
import type { RelayConfig } from './people/relay.ts';
import { StartError } from './start-error.ts';

const port = z.coerce.number().int().min(0).max(65_535);

const workerCount = z.coerce.number().int().min(1).max(32);

/** Cost points a second. */
const rate = z.coerce.number().positive().max(1_000_000);

/** What modules let an operator set. */
const DECLARED = MODULES.flatMap(({ settings }) => (settings ? [settings] : []));
const VARIABLES: Variables = Object.assign({}, ...DECLARED.map(({ variables }) => variables));

const environment = z.object({
  PORT: port.optional(),
  HOST: z.string().min(1).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  PUBLIC_ORIGIN: z.string().optional(),
  NODE_ENV: z.string().optional(),
  XIESHOU_REDIS_PREFIX: z.string().min(1).default('xieshou:'),
  XIESHOU_STATION_NAME: z.string().min(1).max(80).default('和平街道派出所'),
  XIESHOU_TIME_ZONE: z.string().refine(isTimeZone).default('Asia/Shanghai'),
  XIESHOU_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
  XIESHOU_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(500).default(10),
  XIESHOU_SECRET: z.string().min(32).max(1000).optional(),
  XIESHOU_PING_SECONDS: z.coerce.number().min(2).max(30).default(30),
  XIESHOU_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  XIESHOU_RATE_ANONYMOUS: rate.optional(),
  XIESHOU_RATE_PERSON: rate.optional(),
  XIESHOU_RATE_KEY: rate.optional(),
  XIESHOU_SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  XIESHOU_SMS_TOKEN: z.string().min(1).optional(),
  XIESHOU_MAIL_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  XIESHOU_MAIL_FROM: z.string().min(3).default('Xieshou <xieshou@localhost>'),
  XIESHOU_RETENTION_DAYS: z.coerce.number().int().min(30).max(36_500).default(1095),
  XIESHOU_RELAY_URL: z.url({ protocol: /^https?$/ }).optional(),
  XIESHOU_RELAY_TOKEN: z.string().min(1).optional(),
  XIESHOU_VAPID_PUBLIC: z
    .string()
    .regex(/^[\w-]{87}$/)
    .optional(),
  XIESHOU_VAPID_PRIVATE: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional(),
  XIESHOU_VAPID_SUBJECT: z.url({ protocol: /^(mailto|https)$/ }).optional(),
  XIESHOU_UPLOADS: z.string().min(1).optional(),
  XIESHOU_S3_URL: z.url({ protocol: /^https?$/ }).optional(),
  XIESHOU_S3_KEY: z.string().min(1).optional(),
  XIESHOU_S3_SECRET: z.string().min(1).optional(),
  XIESHOU_S3_REGION: z.string().min(1).default('us-east-1'),
  XIESHOU_MAP_TILES: z.url({ protocol: /^https?$/ }).optional(),
  XIESHOU_MAP_ATTRIBUTION: z.string().max(200).default(''),
  XIESHOU_MAP_DATUM: z.enum(['WGS84', 'GCJ02']).default('WGS84'),
  ...Object.fromEntries(Object.entries(VARIABLES).map(([name, { type }]) => [name, type])),
});

/** What a value must look like, for the sentence that names a wrong one. */
const EXPECTED: Record<string, string> = {
  PORT: 'a number from 0 (any free port) to 65535',
  '--port': 'a number from 0 (any free port) to 65535',
  '--workers': 'a number from 1 to 32',
  DATABASE_URL: 'an address like postgresql://user:password@host:5432/name',
  REDIS_URL: 'an address like redis://host:6379',
  PUBLIC_ORIGIN: 'a comma-separated list of origins like https://xieshou.example',
  XIESHOU_TIME_ZONE: 'a time zone like Asia/Shanghai',
  XIESHOU_LOG_LEVEL: 'trace, debug, info, warn, error or silent',
  XIESHOU_DATABASE_CONNECTIONS: 'a number from 2 to 500',
  XIESHOU_SECRET: 'at least 32 random characters, for example of openssl rand -base64 32',
  XIESHOU_PING_SECONDS: 'a number of seconds from 2 to 30',
  XIESHOU_PROXIES: 'how many reverse proxies stand before the server, 0 to 10',
  XIESHOU_RATE_ANONYMOUS: 'cost points a second, such as 100',
  XIESHOU_RATE_PERSON: 'cost points a second, such as 500',
  XIESHOU_RATE_KEY: 'cost points a second, such as 500',
  XIESHOU_SMS_URL: 'the http(s) address of a text message gateway',
  XIESHOU_MAIL_URL: 'an address like smtps://user:password@host:465',
  XIESHOU_RETENTION_DAYS: 'a number of days from 30 to 36500',
  XIESHOU_RELAY_URL: 'the http(s) address of a call relay',
  XIESHOU_VAPID_PUBLIC: 'the public key of npx web-push generate-vapid-keys',
  XIESHOU_VAPID_PRIVATE: 'the private key of npx web-push generate-vapid-keys',
  XIESHOU_VAPID_SUBJECT: 'whom push services may write to, like mailto:desk@example.org',
  XIESHOU_S3_URL: 'the address of a bucket, like https://s3.example/xieshou',
  XIESHOU_MAP_TILES: 'an address like https://tiles.example/{z}/{x}/{y}.png',
  XIESHOU_MAP_ATTRIBUTION: 'at most 200 characters',
  XIESHOU_MAP_DATUM: 'WGS84 or GCJ02',
  ...Object.fromEntries(Object.entries(VARIABLES).map(([name, { expected }]) => [name, expected])),
};

/** The settings of the product, and what the house itself needs. */
export interface Config extends Settings {
  port: number;
  host: string;
  /** Folder of the embedded database and its lock; absolute. */
  dataFolder: string;
  /** Undefined: the embedded database. */
  databaseUrl: string | undefined;
  /** Undefined: events stay in this process. */
  redisUrl: string | undefined;
  redisPrefix: string;
  /** Browser origins beside the server's own. */
  publicOrigins: string[];
  isProduction: boolean;
  isSimulated: boolean;
  /** Processes that share the port. */
  workers: number;
  opensBrowser: boolean;
  stationName: string;
  logLevel: string;
  databaseConnections: number;
  /** Undefined: made once and kept in the data folder. */
  secret: string | undefined;
  /** Each open WebSocket is pinged once in so long. */
  pingSeconds: number;
  /** How many reverse proxies of ours stand before the server; only their X-Forwarded-For is believed. */
  proxies: number;
  /** Cost points a second, by kind of caller. */
  rates: { anonymous: number; person: number; key: number };
  notifier: { smsUrl: string | undefined; smsToken: string | undefined; mailUrl: string | undefined; mailFrom: string };
  /** Undefined: staff see and dial the number themselves. */
  relay: RelayConfig | undefined;
  /** Keys of web push; undefined: no pushes. */
  vapid: VapidKeys | undefined;
  /** Where photos are kept on this machine; absolute. */
  uploadsFolder: string;
  /** The bucket that several machines share; undefined: the folder. */
  files: S3Settings | undefined;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

type ProcessEnvironment = Record<string, string | undefined>;

/** Reads flags and environment. @throws StartError with one sentence */
export function readConfig(args: string[], variables: ProcessEnvironment): Config {
  const flags = readFlags(args);
  const env = readEnvironment(variables);
  const isProduction = env.NODE_ENV === 'production';
  const isDemo = !isProduction && !flags['no-demo'];
  if (isProduction && !env.XIESHOU_SECRET) {
    throw new StartError(`XIESHOU_SECRET is not set: production needs ${EXPECTED.XIESHOU_SECRET}; keep it, it opens what is encrypted.`);
  }
  if (isProduction && env.XIESHOU_SECRET && new Set(env.XIESHOU_SECRET).size < 10) {
    throw new StartError(`XIESHOU_SECRET is too simple: it must be ${EXPECTED.XIESHOU_SECRET}.`);
  }
  if (isProduction && !env.XIESHOU_SMS_URL) {
    throw new StartError('XIESHOU_SMS_URL is not set: production sends one-time codes by text message, never to the console.');
  }
  const workers = flags.workers === undefined ? 1 : check('--workers', workerCount, flags.workers);
  if (workers > 1 && !env.REDIS_URL) {
    throw new StartError(`--workers ${workers} needs REDIS_URL: through Redis the workers tell each other what has changed.`);
  }
  return {
    ...readSettings(env, isDemo),
    port: flags.port === undefined ? (env.PORT ?? 4000) : check('--port', port, flags.port),
    host: flags.host ?? env.HOST ?? '127.0.0.1',
    dataFolder: resolve(flags.data ?? '.data'),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    redisPrefix: env.XIESHOU_REDIS_PREFIX,
    publicOrigins: readOrigins(env.PUBLIC_ORIGIN),
    isProduction,
    isSimulated: isDemo && !flags['no-simulator'],
    workers,
    opensBrowser: flags.open ?? false,
    stationName: env.XIESHOU_STATION_NAME,
    logLevel: env.XIESHOU_LOG_LEVEL ?? (isProduction ? 'info' : 'warn'),
    databaseConnections: env.XIESHOU_DATABASE_CONNECTIONS,
    secret: env.XIESHOU_SECRET,
    pingSeconds: env.XIESHOU_PING_SECONDS,
    proxies: env.XIESHOU_PROXIES,
    rates: {
      // One machine of a developer plays a whole town in demo mode.
      anonymous: env.XIESHOU_RATE_ANONYMOUS ?? (isDemo ? 5000 : 100),
      person: env.XIESHOU_RATE_PERSON ?? 500,
      key: env.XIESHOU_RATE_KEY ?? 500,
    },
    notifier: {
      smsUrl: env.XIESHOU_SMS_URL,
      smsToken: env.XIESHOU_SMS_TOKEN,
      mailUrl: env.XIESHOU_MAIL_URL,
      mailFrom: env.XIESHOU_MAIL_FROM,
    },
    uploadsFolder: resolve(env.XIESHOU_UPLOADS ?? join(flags.data ?? '.data', 'uploads')),
    files: readS3(env),
    relay: env.XIESHOU_RELAY_URL ? { url: env.XIESHOU_RELAY_URL, token: env.XIESHOU_RELAY_TOKEN } : undefined,
    vapid: readVapid(env),
  };
}

type Environment = z.infer<typeof environment>;

/** Of the product: the house's own, then each module's. @throws StartError when a value names what is wrong */
function readSettings(env: Environment, isDemo: boolean): Settings {
  const own: Partial<Settings> = {
    isDemo,
    timeZone: env.XIESHOU_TIME_ZONE,
    map: { tilesUrl: env.XIESHOU_MAP_TILES ?? null, attribution: env.XIESHOU_MAP_ATTRIBUTION, datum: env.XIESHOU_MAP_DATUM },
    pushKey: readVapid(env)?.publicKey ?? null,
    retentionDays: env.XIESHOU_RETENTION_DAYS,
  };
  const made = own as Settings; // whole when each module has added what it declares
  try {
    for (const { read } of DECLARED) Object.assign(made, read(env as never, made));
    return made;
  } catch (error) {
    throw error instanceof WrongSetting ? new StartError(error.message) : error;
  }
}

/** @throws StartError when a bucket is named without its key */
function readS3({
  XIESHOU_S3_URL: url,
  XIESHOU_S3_KEY: accessKeyId,
  XIESHOU_S3_SECRET: secretAccessKey,
  XIESHOU_S3_REGION: region,
}: Environment) {
  if (!url) return undefined;
  if (!accessKeyId || !secretAccessKey) throw new StartError('XIESHOU_S3_URL needs XIESHOU_S3_KEY and XIESHOU_S3_SECRET beside it.');
  return { url, accessKeyId, secretAccessKey, region };
}

/** @throws StartError when one of the three is missing */
function readVapid({ XIESHOU_VAPID_PUBLIC: publicKey, XIESHOU_VAPID_PRIVATE: privateKey, XIESHOU_VAPID_SUBJECT: subject }: Environment) {
  if (!publicKey && !privateKey && !subject) return undefined;
  if (!publicKey || !privateKey || !subject) {
    throw new StartError('Web push needs XIESHOU_VAPID_PUBLIC, XIESHOU_VAPID_PRIVATE and XIESHOU_VAPID_SUBJECT, all three.');
  }
  return { publicKey, privateKey, subject };
}

function readFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        'no-demo': { type: 'boolean' },
        'no-simulator': { type: 'boolean' },
        workers: { type: 'string' },
        open: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const what = (error as Error).message.split('. ')[0];
    throw new StartError(`${what}. Flags: --port, --host, --data, --no-demo, --no-simulator, --workers, --open.`);
  }
}

function readEnvironment(variables: ProcessEnvironment) {
  // An empty variable is an unset one: that is how shells and compose files unset.
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0]);
  throw wrongValue(name, set[name]);
}

function check<T>(name: string, type: z.ZodType<T>, value: string): T {
  const parsed = type.safeParse(value === '' ? undefined : value);
  if (!parsed.success) throw wrongValue(name, value);
  return parsed.data;
}

function wrongValue(name: string, value: string | undefined): StartError {
  const isPrivate = name.endsWith('_URL') || name === 'XIESHOU_SECRET';
  const shown = isPrivate ? 'is set to something else' : `is ${JSON.stringify(value)}`;
  return new StartError(`${name} must be ${EXPECTED[name] ?? 'a valid value'}, but ${shown}.`);
}

function readOrigins(list: string | undefined): string[] {
  if (!list) return [];
  return list.split(',').map((item) => {
    const text = item.trim();
    if (!URL.canParse(text)) throw wrongValue('PUBLIC_ORIGIN', list);
    return new URL(text).origin;
  });
}
