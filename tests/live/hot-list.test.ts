import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { notifyChanged } from '../../api/live/notices.ts';
import { ask, type Stream, signIn, startTestServer, subscribe, subscribeSse, type TestServer } from '../support/server.ts';

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

  /** The coldest issue that takes votes. */
  const lastIssue = async () =>
    (await ask(server, '{ hotList(first: 100) { edges { node { id voteCount status } } } }')).data.hotList.edges.findLast(
      ({ node }: { node: { status: string } }) => node.status === 'OPEN',
    ).node;
  const countIn = (event: Awaited<ReturnType<Stream['next']>>, id: string) =>
    event.data.hotListUpdated.entries.find(({ hotIssue }: { hotIssue: { id: string } }) => hotIssue.id === id).hotIssue.voteCount;

  it.each([
    ['WebSocket', () => Promise.resolve(subscribe(server, LIVE))],
    ['SSE', () => subscribeSse(server, LIVE)],
  ])('over %s sends a snapshot at once, then after a vote', async (_name, open) => {
    const stream = await open();
    const first = await stream.next();
    expect(first.data.hotListUpdated.entries[0].rank).toBe(1);
    const { id, voteCount } = await lastIssue();
    await ask(server, VOTE, { id }, { token: tokens[0] as string });
    let event = await stream.next();
    // A vote that stood already changes nothing, so only a new one is waited for.
    while (countIn(event, id) === voteCount) event = await stream.next();
    expect(countIn(event, id)).toBe(voteCount + 1);
    expect(event.data.hotListUpdated.version).not.toBe(first.data.hotListUpdated.version);
    await stream.end();
    await ask(
      server,
      'mutation ($id: ID!) { hotIssueUnvote(input: { hotIssueId: $id }) { __typename } }',
      { id },
      { token: tokens[0] as string },
    );
  });

  it('sends at most four a second however many votes come, and the last state in the end', async () => {
    const stream = subscribe(server, LIVE);
    await stream.next();
    const { id, voteCount } = await lastIssue();
    const started = performance.now();
    const voting = (async () => {
      for (const token of tokens.slice(1)) await ask(server, VOTE, { id }, { token });
    })();
    let events = 0;
    let count = voteCount;
    while (count < voteCount + 39) {
      count = countIn(await stream.next(), id);
      events += 1;
    }
    await voting;
    const seconds = (performance.now() - started) / 1000;
    expect(events).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
    await stream.end();
  });

  it('sends nothing when nothing changes: the next event is the next vote', async () => {
    const stream = subscribe(server, LIVE);
    await stream.next();
    const { id } = await lastIssue();
    const next = stream.next();
    const quiet = await Promise.race([next.then(() => 'event'), new Promise((resolve) => setTimeout(() => resolve('quiet'), 700))]);
    expect(quiet).toBe('quiet');
    await ask(server, VOTE, { id }, { token: await signIn(server, 'RESIDENT', 1500) });
    expect((await next).data).toBeTruthy();
    await stream.end();
  });

  it('of a board hears that board only', async () => {
    const token = await signIn(server, 'RESIDENT', 1600);
    const { data } = await ask(
      server,
      '{ grids(first: 2) { edges { node { id } } } hotList(first: 100) { edges { node { id viewerHasVoted viewerCan { vote } grid { id } } } } }',
      {},
      { token },
    );
    const [here, there] = data.grids.edges.map(({ node }: { node: { id: string } }) => node.id);
    const issueIn = (gridId: string) =>
      data.hotList.edges.find(
        ({ node }: { node: { grid: { id: string } | null; viewerHasVoted: boolean; viewerCan: { vote: boolean } } }) =>
          node.grid?.id === gridId && node.viewerCan.vote && !node.viewerHasVoted,
      ).node.id;
    const stream = subscribe(
      server,
      'subscription ($board: HotBoardInput) { hotListUpdated(board: $board) { entries { hotIssue { id voteCount } } } }',
      { board: { gridId: here } },
    );
    await stream.next();
    const next = stream.next();
    await ask(server, VOTE, { id: issueIn(there) }, { token });
    await ask(server, VOTE, { id: issueIn(here) }, { token });
    const { entries } = (await next).data.hotListUpdated;
    expect(entries.map(({ hotIssue }: { hotIssue: { id: string } }) => hotIssue.id)).toContain(issueIn(here));
    expect(entries.map(({ hotIssue }: { hotIssue: { id: string } }) => hotIssue.id)).not.toContain(issueIn(there));
    await stream.end();
  });

  it('hears of commands that write straight into the database', async () => {
    const stream = subscribe(server, LIVE);
    await stream.next();
    const { id, voteCount } = await lastIssue();
    const next = stream.next();
    await server.database.pool.query('UPDATE hot_issue SET vote_count = vote_count + 1000 WHERE id = $1', [
      Buffer.from(id, 'base64url').toString().slice(9),
    ]);
    await notifyChanged(server.database.pool);
    expect(countIn(await next, id)).toBe(voteCount + 1000);
    await stream.end();
  });

  it('of an unknown board ends with NOT_FOUND', async () => {
    const stream = subscribe(server, 'subscription { hotListUpdated(board: { gridId: "nope" }) { version } }');
    expect((await stream.next()).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    await stream.end();
  });

  it('of one issue sends it at once and when it changes', async () => {
    const { id, voteCount } = await lastIssue();
    const stream = subscribe(
      server,
      'subscription ($id: ID!) { hotIssueUpdated(id: $id) { voteCount viewerHasVoted } }',
      { id },
      tokens[0] as string,
    );
    expect((await stream.next()).data.hotIssueUpdated.voteCount).toBe(voteCount);
    await ask(server, VOTE, { id }, { token: await signIn(server, 'RESIDENT', 1700) });
    expect((await stream.next()).data.hotIssueUpdated.voteCount).toBe(voteCount + 1);
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
    const stream = subscribe(b, LIVE);
    const before = (await stream.next()).data.hotListUpdated.entries.at(-1).hotIssue;
    const next = stream.next();
    await ask(a, VOTE, { id: before.id }, { token: await signIn(a, 'RESIDENT', 1800) });
    const after = (await next).data.hotListUpdated.entries.find(({ hotIssue }: { hotIssue: { id: string } }) => hotIssue.id === before.id);
    expect(after.hotIssue.voteCount).toBe(before.voteCount + 1);
    await stream.end();
    await b.stop();
    await a.stop();
  });
});
