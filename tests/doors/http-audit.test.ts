// The GraphQL-over-HTTP specification, by the audit suite of its own reference: https://graphql.github.io/graphql-over-http
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('holds in every MUST and SHOULD of the audit', async () => {
  const results = await auditServer({ url: `${server.address}graphql` });
  const failed = results.filter(({ status, name }) => status !== 'ok' && /^(MUST|SHOULD)/.test(name));
  expect(failed.map((result) => ({ name: result.name, reason: 'reason' in result ? result.reason : '' }))).toEqual([]);
  const counts = Map.groupBy(results, ({ name }) => name.split(' ')[0]);
  console.log(
    [...counts].map(([level, all]) => `${level}: ${all.filter(({ status }) => status === 'ok').length}/${all.length}`).join(', '),
  );
  expect(counts.get('MUST')?.length).toBeGreaterThan(10);
  expect(counts.get('SHOULD')?.length).toBeGreaterThan(20);
});
