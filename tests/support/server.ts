// A real server on a free port, and how programs talk to it.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { type Config, readConfig } from '../../api/config.ts';
import { type RunningServer, startServer } from '../../api/server.ts';
import type { Clock } from '../../schema/services.ts';
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
    daily: { reports: 1e6, issues: 1e6 }, // one resident of a test stands for many
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
