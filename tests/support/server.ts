// A real server on a free port, and how programs talk to it.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getNamedType, isUnionType } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { type Config, readConfig } from '../../api/config.ts';
import { type RunningServer, startServer } from '../../api/server.ts';
import type { Clock } from '../../schema/frame/services.ts';
import { schema } from '../../schema/index.ts';
import { makeDatabase } from './database.ts';
import { logFile, rememberSecrets } from './secrets.ts';

export interface TestServer extends RunningServer {
  databaseUrl: string;
  /** Where its photos are; gone when it stops. */
  uploadsFolder: string;
}

export interface TestServerOptions extends Partial<Config> {
  template?: 'empty' | 'demo';
  clock?: Clock;
  /** Whether it does what is done by itself, too. */
  hasJobs?: boolean;
}

/** As many cost points as anybody could want: ten seconds of them are still an Int. */
export const PLENTY = { anonymous: 1e8, person: 1e8, key: 1e8 };

/** Starts a server on a database of its own (or on `databaseUrl`), without simulator; its log is kept for `secrets.ts`. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { template = 'demo', clock, hasJobs = true, ...overrides } = options;
  const databaseUrl = overrides.databaseUrl ?? (await makeDatabase(template));
  const uploadsFolder = mkdtempSync(join(tmpdir(), 'xieshou-uploads-'));
  const config: Config = {
    ...readConfig([], {}),
    port: 0,
    redisUrl: process.env.REDIS_URL,
    redisPrefix: `${process.env.XIESHOU_REDIS_PREFIX ?? 'xieshou-test:'}${randomUUID()}:`,
    isDemo: template === 'demo',
    isSimulated: false,
    logLevel: 'trace',
    reportsADay: 1e6, // one resident of a test stands for many
    issuesADay: 1e6,
    rates: PLENTY,
    uploadsFolder,
    ...overrides,
    databaseUrl,
  };
  const server = await startServer(config, { logTo: logFile(), hasJobs, ...(clock ? { clock } : {}) });
  const stop = async () => {
    await server.stop();
    rmSync(uploadsFolder, { recursive: true, force: true });
  };
  return { ...server, stop, databaseUrl, uploadsFolder };
}

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape; what they expect is the check
  data?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; requestId?: string; [more: string]: any } }[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  extensions?: any;
}

export interface Caller {
  token?: string | undefined;
  language?: string;
  headers?: Record<string, string>;
}

/** One operation over HTTP. */
export async function ask(
  server: Pick<RunningServer, 'address'>,
  query: string,
  variables: object = {},
  caller: Caller = {},
): Promise<Answer> {
  const response = await fetch(`${server.address}graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(caller.token ? { authorization: `Bearer ${caller.token}` } : {}),
      ...(caller.language ? { 'accept-language': caller.language } : {}),
      ...caller.headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  rememberSecrets(text);
  return JSON.parse(text) as Answer;
}

/** A mutation with an `input`, by whoever holds a token. Answers what it says, or the code of what refused it. */
export async function deed(
  server: Pick<RunningServer, 'address'>,
  token: string | undefined,
  field: string,
  input: object,
  selection = '',
): Promise<Answer['data']> {
  const { data, errors } = await ask(
    server,
    `mutation ($input: ${inputOf(field)}) { ${field}(input: $input) { __typename ${refusalsOf(field)} ${selection && `... on ${successOf(field)} { ${selection} }`} } }`,
    { input },
    { token },
  );
  return data?.[field] ?? errors?.[0]?.extensions;
}

function mutationOf(field: string) {
  const mutation = schema.getMutationType()?.getFields()[field];
  if (!mutation) throw new Error(`there is no mutation ${field}`);
  return mutation;
}

const inputOf = (field: string) => String(mutationOf(field).args[0]?.type);

const answersOf = (field: string) => {
  const type = getNamedType(mutationOf(field).type);
  return isUnionType(type) ? type.getTypes().map(({ name }) => name) : [type.name];
};

const successOf = (field: string) => answersOf(field).find((name) => !name.endsWith('Error'));

/** Its refusals and mistakes, where it has some. */
function refusalsOf(field: string): string {
  const names = answersOf(field);
  const mistakes = names.includes('ValidationError') ? '... on ValidationError { fieldErrors { path code message } }' : '';
  return names.length > 1 ? `... on Error { code message } ${mistakes}` : '';
}

/** Signs a demo persona in and answers the token. */
export async function signIn(server: Pick<RunningServer, 'address'>, persona = 'RESIDENT', index = 0): Promise<string> {
  const { data } = await ask(
    server,
    'mutation ($input: DemoSignInInput!) { demoSignIn(input: $input) { ... on DemoSignInSuccess { token } ... on Error { message } } }',
    { input: { persona, index } },
  );
  if (!data?.demoSignIn.token) throw new Error(`no ${persona} ${index}: ${data?.demoSignIn.message}`);
  return data.demoSignIn.token;
}

export interface Stream {
  /** The next event; rejects when the stream ends first. */
  next(): Promise<Answer>;
  end(): Promise<void>;
}

/** A subscription over WebSocket. */
export function subscribe(server: Pick<RunningServer, 'address'>, query: string, variables: object = {}, token?: string): Stream {
  const client = createClient({
    url: `${server.address.replace('http', 'ws')}graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token ? { connectionParams: { authorization: `Bearer ${token}` } } : {}),
  });
  const events = client.iterate({ query, variables: variables as Record<string, unknown> });
  return {
    async next() {
      const { value, done } = await events.next();
      if (done) throw new Error('the stream has ended');
      return value as Answer;
    },
    async end() {
      await events.return?.();
      await client.dispose();
    },
  };
}

/** A subscription over server-sent events. */
export async function subscribeSse(server: Pick<RunningServer, 'address'>, query: string): Promise<Stream> {
  const aborting = new AbortController();
  const response = await fetch(`${server.address}graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
    signal: aborting.signal,
  });
  const chunks = (response.body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const text = new TextDecoder();
  let buffer = '';
  return {
    async next() {
      for (;;) {
        const end = buffer.indexOf('\n\n');
        if (end !== -1) {
          const event = buffer.slice(0, end);
          buffer = buffer.slice(end + 2);
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data) return JSON.parse(data) as Answer;
          continue;
        }
        const { value, done } = await chunks.next();
        if (done) throw new Error('the stream has ended');
        buffer += text.decode(value, { stream: true });
      }
    },
    async end() {
      aborting.abort();
    },
  };
}

/** Raises an issue that nobody has voted for; outside of every grid unless said otherwise. Answers its id. */
export async function raiseIssue(
  server: Pick<RunningServer, 'address'>,
  token: string,
  input: object = { location: { longitude: 0, latitude: 0 } },
): Promise<string> {
  const { data } = await ask(
    server,
    'mutation ($input: HotIssueCreateInput!) { hotIssueCreate(input: $input) { ... on HotIssueCreateSuccess { hotIssue { id } } } }',
    { input: { title: '测试用的新议题', category: 'other', ...input } },
    { token },
  );
  return data.hotIssueCreate.hotIssue.id;
}
