// Nobody floods a street: so many reports and issues a day, exactly, however many at a time. An alarm is never counted.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../api/config.ts';
import { deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { alarm, report } from '../support/tickets.ts';

const daily = { reports: 6, issues: 3 };
const RACERS = 64;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ reportsADay: daily.reports, issuesADay: daily.issues });
});
afterAll(() => server.stop());

const tally = (answers: { __typename: string }[]) => {
  const count = new Map<string, number>();
  for (const { __typename } of answers) count.set(__typename, (count.get(__typename) ?? 0) + 1);
  return Object.fromEntries(count);
};

describe('a resident', () => {
  it('reports so much a day, told when to come back; the same report again is no other one, and an alarm always goes', async () => {
    const token = await signIn(server, 'RESIDENT', 90);
    const key = randomUUID();
    const first = await report(server, token, {}, key);
    const answers = await Promise.all(Array.from({ length: RACERS }, () => report(server, token)));
    expect(tally(answers)).toEqual({ TicketCreateSuccess: daily.reports - 1, RateLimitedError: RACERS - daily.reports + 1 });
    await server.database.pool.query(`UPDATE idempotency_record SET response = NULL, taken_at = now() - interval '1 minute'`);
    expect((await report(server, token, {}, key)).ticket.id).toBe(first.ticket.id);
    expect((await alarm(server, token)).ticket.source).toBe('ALARM');
    await server.database.pool.query(`UPDATE ticket SET created_at = created_at - interval '25 hours' WHERE id = (
      SELECT id FROM ticket WHERE source <> 'ALARM' ORDER BY created_at DESC LIMIT 1)`);
    expect((await report(server, token)).__typename).toBe('TicketCreateSuccess');
    expect((await report(server, token)).__typename).toBe('RateLimitedError');
  });

  it('who was told to come back is answered anew under the same key when they do', async () => {
    const token = await signIn(server, 'RESIDENT', 92);
    for (let n = 0; n < daily.reports; n++) await report(server, token);
    const key = randomUUID();
    expect((await report(server, token, {}, key)).__typename).toBe('RateLimitedError');
    await server.database.pool.query(`UPDATE ticket SET created_at = created_at - interval '25 hours'`);
    expect((await report(server, token, {}, key)).__typename).toBe('TicketCreateSuccess');
  });

  it('raises so many issues a day', async () => {
    const token = await signIn(server, 'RESIDENT', 91);
    const raise = (n: number) => deed(server, token, 'hotIssueCreate', { title: `第 ${n} 个新议题`, category: 'other' });
    const answers = await Promise.all(Array.from({ length: RACERS }, (_, n) => raise(n)));
    expect(tally(answers)).toEqual({ HotIssueCreateSuccess: daily.issues, RateLimitedError: RACERS - daily.issues });
  });
});

it('without a setting that is forty reports and ten issues', () => {
  expect(readConfig([], {})).toMatchObject({ reportsADay: 40, issuesADay: 10 });
});
