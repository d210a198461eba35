// Whoever loses a right hears nothing more of what it showed: every subscription of the schema, by everybody who may open it.
import { type GraphQLOutputType, getNamedType, isAbstractType, isNonNullType, isObjectType } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Topics } from '../../api/live/topics.ts';
import { schema } from '../../schema/index.ts';
import { type Answer, ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { report } from '../support/tickets.ts';

/** What is promised: so long after a right ended, its data end. */
const WITHIN_MS = 5000;
const PERSONAS = ['VOLUNTEER', 'GRID_WORKER', 'OFFICER', 'PROPERTY', 'LEGAL_ADVISER', 'DISPATCHER', 'COMMANDER', 'ADMIN'] as const;

let server: TestServer;
let tokens: Map<string, string>;
let ids: string[];
beforeAll(async () => {
  server = await startTestServer();
  tokens = new Map([['PARTNER', server.demoKey as string]]);
  for (const persona of PERSONAS) tokens.set(persona, await signIn(server, persona));
  await report(server, await signIn(server, 'RESIDENT', 0));
  const { data } = await ask(
    server,
    '{ tickets(first: 3) { edges { node { id } } } hotList(first: 2) { edges { node { id } } } grids(first: 2) { edges { node { id } } } }',
    {},
    { token: tokens.get('COMMANDER') },
  );
  ids = [...JSON.stringify(data).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id as string);
});
afterAll(() => server.stop());

/** Everything that can be asked of a type without arguments, a few objects deep. */
function selection(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type);
  if (isAbstractType(named)) return '{ __typename }';
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).filter(({ type: inner, args }) => {
    const isLeaf = !isObjectType(getNamedType(inner)) && !isAbstractType(getNamedType(inner));
    return !args.some((arg) => isNonNullType(arg.type)) && (isLeaf || depth === 0 || (depth === 1 && !/[[]/.test(String(inner))));
  });
  return `{ __typename ${fields.map(({ name, type: inner }) => `${name} ${selection(inner, depth + 1)}`).join(' ')} }`;
}

/** Words of an answer that say what it is about; moments and versions move by themselves. */
function words(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string' && value.length > 3 && !/^\d|^\w+$/.test(value)) found.add(value);
  else if (typeof value === 'string' && /^[A-Za-z0-9+/_-]{40,}=*$/.test(value)) found.add(value);
  else if (value && typeof value === 'object') for (const inner of Object.values(value)) words(inner, found);
  return found;
}

interface Heard {
  /** With when it was heard. */
  answers: { at: number; answer: Answer }[];
  closed: Promise<number>;
  end(): Promise<void>;
}

/** Listens to a subscription; resolves with the first answer, or with the refusal. */
async function listen(query: string, token: string): Promise<Heard> {
  let close: (code: number) => void = () => {};
  const closed = new Promise<number>((resolve) => {
    close = resolve;
  });
  const client = createClient({
    url: `${server.address.replace('http', 'ws')}graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
    on: { closed: (event) => close((event as { code: number }).code) },
  });
  const answers: Heard['answers'] = [];
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, 500); // events of tickets say nothing at first
    const first = () => {
      clearTimeout(timer);
      resolve();
    };
    client.subscribe(
      { query },
      {
        next: (answer) => {
          answers.push({ at: performance.now(), answer: answer as Answer });
          first();
        },
        error: (errors) => {
          if (Array.isArray(errors)) answers.push({ at: performance.now(), answer: { errors: errors as never } });
          first();
        },
        complete: first,
      },
    );
  });
  return {
    answers,
    closed,
    end: async () => {
      await client.dispose();
    },
  };
}

const isRefused = ({ answers }: Heard) => answers[0] !== undefined && !answers[0].answer.data;

/** The subscription with arguments that it takes from this asker: ids are tried one after another. */
async function open(name: string, token: string): Promise<{ query: string; heard: Heard } | null> {
  const field = schema.getSubscriptionType()?.getFields()[name];
  if (!field) throw new Error(`no subscription ${name}`);
  const needed = field.args.filter((arg) => isNonNullType(arg.type));
  for (const id of needed.length > 0 ? ids : ['']) {
    const args = needed.map((arg) => `${arg.name}: ${JSON.stringify(id)}`).join(', ');
    const query = `subscription { ${name}${args && `(${args})`} ${selection(field.type)} }`;
    const heard = await listen(query, token);
    if (!isRefused(heard)) return { query, heard };
    const code = heard.answers[0]?.answer.errors?.[0]?.extensions?.code;
    await heard.end();
    // A mistake of this test would otherwise pass for a refusal.
    expect([name, code]).not.toEqual([name, 'QUERY_TOO_COMPLEX']);
    expect([name, code]).not.toEqual([name, 'GRAPHQL_VALIDATION_FAILED']);
  }
  return null;
}

const NAMES = Object.keys(schema.getSubscriptionType()?.getFields() ?? {});

/** Wakes every subscription, and gives those of events some. */
async function stir(): Promise<void> {
  const [ticketId] = ids;
  const note = 'mutation ($id: ID!) { ticketNote(input: { ticketId: $id, text: "又一句话，看谁听见" }) { __typename } }';
  await ask(server, note, { id: ticketId }, { token: tokens.get('DISPATCHER') });
  (server.house.services.live as Topics).touchAll();
}

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('data end with the right', () => {
  it(`of ${NAMES.length} subscriptions, within ${WITHIN_MS} ms: by a lost duty, another role, a lost scope`, {
    timeout: 120_000,
  }, async () => {
    const opened: { name: string; who: string; query: string; heard: Heard }[] = [];
    for (const name of NAMES) {
      for (const [who, token] of tokens) {
        if (who === 'DISPATCHER') continue; // the one who acts
        const found = await open(name, token);
        if (found) opened.push({ name, who, ...found });
      }
    }
    expect(new Set(opened.map(({ name }) => name))).toEqual(new Set(NAMES));
    await stir();
    // Nobody tells the server: what another process or the clock has ended is found by itself.
    await server.database.pool.query(`UPDATE duty SET ends_at = now() WHERE ends_at IS NULL OR ends_at > now()`);
    await server.database.pool.query(
      `UPDATE staff_profile SET role = 'LEGAL_ADVISER' WHERE role IN ('OFFICER', 'GRID_WORKER', 'PROPERTY')`,
    );
    await server.database.pool.query(`UPDATE staff_profile SET role = 'GRID_WORKER' WHERE role IN ('COMMANDER', 'ADMIN')`);
    await server.database.pool.query(`UPDATE volunteer SET status = 'LEFT' WHERE status <> 'LEFT'`);
    await server.database.pool.query(`UPDATE partner_key SET scopes = '{hotlist:read}'`);
    const ended = performance.now();
    await later(WITHIN_MS); // the promise itself
    const anew = await Promise.all(opened.map(async ({ query, who }) => listen(query, tokens.get(who) as string)));
    for (let n = 0; n < 4; n++) {
      await stir();
      await later(400); // a push is told at most every 250 ms
    }
    const leaks = opened.flatMap(({ name, who, heard }, index) => {
      const may = words(anew[index]?.answers.map(({ answer }) => answer.data));
      const told = heard.answers.filter(({ at }) => at > ended + WITHIN_MS).map(({ answer }) => answer.data);
      const beyond = [...words(told)].filter((word) => !may.has(word));
      return beyond.length > 0 ? [`${who} ${name}: ${beyond.slice(0, 5)}`] : [];
    });
    console.log(`${opened.length} subscriptions, ${opened.reduce((sum, { heard }) => sum + heard.answers.length, 0)} pushes`);
    await Promise.all([...opened.map(({ heard }) => heard.end()), ...anew.map((heard) => heard.end())]);
    expect(leaks).toEqual([]);
  });

  it('of any subscription when the session or key ends: the socket is closed', { timeout: 60_000 }, async () => {
    const token = await signIn(server, 'RESIDENT', 3);
    const residents = await Promise.all(NAMES.map((name) => open(name, token)));
    const keys = await Promise.all(NAMES.map((name) => open(name, server.demoKey as string)));
    const heard = [...residents, ...keys].flatMap((found) => (found ? [found.heard] : []));
    expect(heard.length).toBeGreaterThan(6);
    await server.database.pool.query(`DELETE FROM session`);
    await server.database.pool.query(`UPDATE partner_key SET revoked_at = now()`);
    const begun = performance.now();
    const codes = await Promise.all(heard.map(({ closed }) => closed));
    expect(performance.now() - begun).toBeLessThan(WITHIN_MS);
    // One that was refused, and later than it was waited for, had closed its socket itself.
    const ended = codes.filter((_, index) => !isRefused(heard[index] as Heard));
    expect(ended.length).toBeGreaterThan(6);
    expect(new Set(ended)).toEqual(new Set([4401]));
  });
});
