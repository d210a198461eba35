// A list costs the same number of statements whatever its length.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';

describe('a page of the hot list with everything on it', () => {
  let server: TestServer;
  let token: string;
  let statements = 0;
  beforeAll(async () => {
    server = await startTestServer();
    token = await signIn(server);
    // Every connection of the pool counts, Prisma's statements and ours alike.
    server.database.pool.on('acquire', (client) => {
      if ('isCounted' in client) return;
      const { query } = client;
      const counted = (...args: unknown[]) => {
        statements += 1;
        return Reflect.apply(query, client, args);
      };
      Object.assign(client, { isCounted: true, query: counted });
    });
  });
  afterAll(() => server.stop());

  const page = (first: number) =>
    ask(
      server,
      `query ($first: Int) { hotList(first: $first) { totalCount edges { rank previousRank node {
        id title voteCount heat viewerHasVoted hourlyVotes viewerCan { vote close } category { nameZh } community { name }
        grid { name community { name } neighbours { name } onDuty { title } } } } } }`,
      { first },
      { token },
    );

  it('asks the database as often for 5 entries as for 60, and at most fifteen times', async () => {
    await page(5); // yesterday's ranks are kept for a minute: not part of the comparison
    const counts: number[] = [];
    for (const first of [5, 60]) {
      statements = 0;
      const { data } = await page(first);
      expect(data.hotList.edges).toHaveLength(first);
      counts.push(statements);
    }
    // Fewer for 60: their neighbouring grids are on the page already.
    expect(counts[1]).toBeLessThanOrEqual(counts[0] as number);
    expect(counts[0]).toBeGreaterThan(3);
    expect(counts[0]).toBeLessThanOrEqual(15);
  });
});
