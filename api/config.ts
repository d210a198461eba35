// Every environment variable and flag of the server, read and checked once, one sentence per mistake.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** A mistake of the person who starts the program: its message is the one sentence they see. */
export class StartError extends Error {}

const port = z.coerce.number().int().min(0).max(65_535);

const environment = z.object({
  PORT: port.optional(),
  HOST: z.string().min(1).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  PUBLIC_ORIGIN: z.string().optional(),
  NODE_ENV: z.string().optional(),
  XIESHOU_HALF_LIFE_HOURS: z.coerce.number().positive().max(100_000).default(48),
  XIESHOU_REDIS_PREFIX: z.string().min(1).default('xieshou:'),
  XIESHOU_STATION_NAME: z.string().min(1).max(80).default('和平街道派出所'),
  XIESHOU_TIME_ZONE: z.string().refine(isTimeZone).default('Asia/Shanghai'),
  XIESHOU_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
  XIESHOU_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(500).default(10),
  XIESHOU_VOTE_QUEUE: z.coerce.number().int().min(1).max(10_000_000).default(100_000),
});

/** What a value must look like, for the sentence that names a wrong one. */
const EXPECTED: Record<string, string> = {
  PORT: 'a number from 0 (any free port) to 65535',
  '--port': 'a number from 0 (any free port) to 65535',
  DATABASE_URL: 'an address like postgresql://user:password@host:5432/name',
  REDIS_URL: 'an address like redis://host:6379',
  PUBLIC_ORIGIN: 'a comma-separated list of origins like https://xieshou.example',
  XIESHOU_HALF_LIFE_HOURS: 'a positive number of hours',
  XIESHOU_TIME_ZONE: 'a time zone like Asia/Shanghai',
  XIESHOU_LOG_LEVEL: 'trace, debug, info, warn, error or silent',
  XIESHOU_DATABASE_CONNECTIONS: 'a number from 2 to 500',
  XIESHOU_VOTE_QUEUE: 'a number of votes from 1 to 10000000',
};

export interface Config {
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
  /** Demo data, demo personas. */
  isDemo: boolean;
  isSimulated: boolean;
  opensBrowser: boolean;
  halfLifeHours: number;
  stationName: string;
  /** IANA name; dates without a zone are read in it. */
  timeZone: string;
  logLevel: string;
  databaseConnections: number;
  voteQueueLimit: number;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

type Variables = Record<string, string | undefined>;

/** Reads flags and environment. @throws StartError with one sentence */
export function readConfig(args: string[], variables: Variables): Config {
  const flags = readFlags(args);
  const env = readEnvironment(variables);
  const isProduction = env.NODE_ENV === 'production';
  const isDemo = !isProduction && !flags['no-demo'];
  return {
    port: flags.port === undefined ? (env.PORT ?? 4000) : check('--port', port, flags.port),
    host: flags.host ?? env.HOST ?? '127.0.0.1',
    dataFolder: resolve(flags.data ?? '.data'),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    redisPrefix: env.XIESHOU_REDIS_PREFIX,
    publicOrigins: readOrigins(env.PUBLIC_ORIGIN),
    isProduction,
    isDemo,
    isSimulated: isDemo && !flags['no-simulator'],
    opensBrowser: flags.open ?? false,
    halfLifeHours: env.XIESHOU_HALF_LIFE_HOURS,
    stationName: env.XIESHOU_STATION_NAME,
    timeZone: env.XIESHOU_TIME_ZONE,
    logLevel: env.XIESHOU_LOG_LEVEL ?? (isProduction ? 'info' : 'warn'),
    databaseConnections: env.XIESHOU_DATABASE_CONNECTIONS,
    voteQueueLimit: env.XIESHOU_VOTE_QUEUE,
  };
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
        open: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const what = (error as Error).message.split('. ')[0];
    throw new StartError(`${what}. Flags: --port, --host, --data, --no-demo, --no-simulator, --open.`);
  }
}

function readEnvironment(variables: Variables) {
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
  const shown = name.endsWith('_URL') ? 'is set to something else' : `is ${JSON.stringify(value)}`;
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
