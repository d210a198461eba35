import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { notifyChanged } from '../../api/live/notices.ts';
import { ask, raiseIssue, type Stream, signIn, startTestServer, subscribe, subscribeSse, type TestServer } from '../support/server.ts';

const LIVE = 'subscription { hotListUpdated(first: 100) { version at entries { rank previousRank hotIssue { id voteCount } } } }';
const VOTE = 'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }';

describe('hotListUpdated', () => {
  let server: TestServer;
  let tokens: string[];
  beforeAll(async () => {
    server = await startTestServer();
    tokens = await Promise.all(Array.from({ length: 40 }, (_, index) => signIn(server, 'RESIDENT', 1000 + index)));
  });
  afterAll(() => server.stop());

  const countIn = (event: Awaited<ReturnType<Stream['next']>>, id: string): number =>
    event.data.hotListUpdated.entries.find(({ hotIssue }: { hotIssue: { id: string } }) => hotIssue.id === id).hotIssue.voteCount;

  it.each([
    ['WebSocket', () => Promise.resolve(subscribe(server, LIVE))],
    ['SSE', () => subscribeSse(server, LIVE)],
  ])('over %s sends a snapshot at once, then after a vote', async (_name, open) => {
    const id = await raiseIssue(server, tokens[0] as string);
    const stream = await open();
    const first = await stream.next();
    expect(first.data.hotListUpdated.entries[0].rank).toBe(1);
    expect(countIn(first, id)).toBe(0);
    await ask(server, VOTE, { id }, { token: tokens[0] as string });
    const event = await stream.next();
    expect(countIn(event, id)).toBe(1);
    expect(event.data.hotListUpdated.version).not.toBe(first.data.hotListUpdated.version);
    await stream.end();
  });

  it('sends at most four a second however many votes come, and the last state in the end', async () => {
    const id = await raiseIssue(server, tokens[0] as string);
    const stream = subscribe(server, LIVE);
    await stream.next();
    const started = performance.now();
    const voting = (async () => {
      for (const token of tokens) await ask(server, VOTE, { id }, { token });
    })();
    let events = 0;
    for (let count = 0; count < tokens.length; events++) count = countIn(await stream.next(), id);
    await voting;
    const seconds = (performance.now() - started) / 1000;
    expect(events).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
    await stream.end();
  });

  it('sends nothing when nothing changes: the next event is the next vote', async () => {
    const id = await raiseIssue(server, tokens[0] as string);
    const stream = subscribe(server, LIVE);
    await stream.next();
    const next = stream.next();
    const quiet = await Promise.race([next.then(() => 'event'), new Promise((resolve) => setTimeout(() => resolve('quiet'), 700))]);
    expect(quiet).toBe('quiet');
    await ask(server, VOTE, { id }, { token: tokens[0] as string });
    expect(countIn(await next, id)).toBe(1);
    await stream.end();
  });

  it('of a board hears that board only', async () => {
    const token = tokens[0] as string;
    const { data } = await ask(server, '{ grids(first: 2) { edges { node { id } } } }');
    const [here, there] = data.grids.edges.map(({ node }: { node: { id: string } }) => node.id);
    const [issueHere, issueThere] = [await raiseIssue(server, token, { gridId: here }), await raiseIssue(server, token, { gridId: there })];
    const stream = subscribe(
      server,
      'subscription ($board: HotBoardInput) { hotListUpdated(board: $board) { entries { hotIssue { id voteCount } } } }',
      { board: { gridId: here } },
    );
    await stream.next();
    const next = stream.next();
    await ask(server, VOTE, { id: issueThere }, { token });
    await ask(server, VOTE, { id: issueHere }, { token });
    const event = await next;
    expect(countIn(event, issueHere)).toBe(1);
    expect(event.data.hotListUpdated.entries.map(({ hotIssue }: { hotIssue: { id: string } }) => hotIssue.id)).not.toContain(issueThere);
    await stream.end();
  });

  it('hears of commands that write straight into the database', async () => {
    const id = await raiseIssue(server, tokens[0] as string);
    await ask(server, VOTE, { id }, { token: tokens[0] as string });
    const stream = subscribe(server, LIVE);
    await stream.next();
    const next = stream.next();
    await server.database.pool.query('UPDATE hot_issue SET vote_count = 1000 WHERE id = $1', [
      Buffer.from(id, 'base64url').toString().slice(9),
    ]);
    await notifyChanged(server.database.pool);
    expect(countIn(await next, id)).toBe(1000);
    await stream.end();
  });

  it('of an unknown board ends with NOT_FOUND', async () => {
    const stream = subscribe(server, 'subscription { hotListUpdated(board: { gridId: "nope" }) { version } }');
    expect((await stream.next()).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    await stream.end();
  });

  it('of one issue sends it at once and when it changes', async () => {
    const token = tokens[0] as string;
    const id = await raiseIssue(server, token);
    const stream = subscribe(server, 'subscription ($id: ID!) { hotIssueUpdated(id: $id) { voteCount viewerHasVoted } }', { id }, token);
    expect((await stream.next()).data.hotIssueUpdated).toEqual({ voteCount: 0, viewerHasVoted: false });
    await ask(server, VOTE, { id }, { token });
    expect((await stream.next()).data.hotIssueUpdated).toEqual({ voteCount: 1, viewerHasVoted: true });
    await stream.end();
  });

  it('refuses a socket of a foreign page', async () => {
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}graphql`, 'graphql-transport-ws', {
      origin: 'https://evil.example',
    });
    const status = await new Promise((resolve) => {
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.once('open', () => resolve('open'));
    });
    expect(status).toBe(403);
  });
});

describe.runIf(process.env.REDIS_URL)('two servers that share PostgreSQL and Redis', () => {
  it('show each other’s votes', async () => {
    const redisPrefix = `xieshou-test:${process.pid}:${Date.now()}:`;
    const a = await startTestServer({ redisPrefix });
    const b = await startTestServer({ redisPrefix, databaseUrl: a.databaseUrl });
    const token = await signIn(a);
    const id = await raiseIssue(a, token);
    const stream = subscribe(b, LIVE);
    await stream.next();
    await ask(a, VOTE, { id }, { token });
    // The mark of the new issue may be under way to b still: an event without the vote comes before that with it.
    const countOf = ({ data }: Awaited<ReturnType<Stream['next']>>) =>
      data.hotListUpdated.entries.find(({ hotIssue }: { hotIssue: { id: string } }) => hotIssue.id === id)?.hotIssue.voteCount;
    let count = countOf(await stream.next());
    if (count !== 1) count = countOf(await stream.next());
    expect(count).toBe(1);
    await stream.end();
    await b.stop();
    await a.stop();
  });
});
