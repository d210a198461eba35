// A surge that looks bought is frozen until a person has looked; nobody else sees any of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import { Guard } from '../../schema/joins/surges/guard.ts';
import { lookAtVotes } from '../../schema/joins/surges/jobs.ts';
import { ask, deed, raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { IN_GRID_3 } from '../support/tickets.ts';
import { someResidents } from '../support/town.ts';

const RACERS = 64;

let server: TestServer;
let resident: string;
let officer: string;
let commander: string;
let dispatcher: string;
beforeAll(async () => {
  server = await startTestServer();
  [resident = '', officer = '', commander = '', dispatcher = ''] = await Promise.all(
    ['RESIDENT', 'OFFICER', 'COMMANDER', 'DISPATCHER'].map((persona) => signIn(server, persona)),
  );
});
afterAll(() => server?.stop());

const look = async (id: string, fields: string, token?: string) =>
  (await ask(server, `query ($id: ID!) { hotIssue(id: $id) { ${fields} } }`, { id }, { token })).data.hotIssue;
const FLAGS = 'voteCount isFrozen surgeFlags { id status isByHand reason raisedFor score evidence { sign votes observed } }';
const say = (token: string, verdict: 'Confirm' | 'Clear' | 'Raise', input: object) =>
  deed(
    server,
    token,
    `surgeFlag${verdict}`,
    { reason: '电话问过十户，确有其事', ...input },
    'flag { id status reason } hotIssue { isFrozen }',
  );
const open = (title: string) => raiseIssue(server, resident, { title, location: IN_GRID_3 });

/** Votes as the ballot box takes them, from people who joined so many days ago. */
async function rush(hotIssueId: string, { count = 30, days = 300, deviceOf = (n: number) => String(n) } = {}): Promise<void> {
  const ids = await someResidents(server.database, count);
  await server.database.pool.query(
    `UPDATE resident SET created_at = now() - $2 * interval '1 day', home_grid_id = (SELECT grid_id FROM hot_issue WHERE id = $3) WHERE id = ANY($1)`,
    [ids, days, decodeIdOf('HotIssue', hotIssueId)],
  );
  await Promise.all(
    ids.map((residentId, n) =>
      server.house.hotList.ballotBox.cast({ residentId, hotIssueId: decodeIdOf('HotIssue', hotIssueId) as string, device: deviceOf(n) }),
    ),
  );
}
const guard = () => lookAtVotes(server.house.services, new Guard(server.house.services));

describe('a surge of votes', () => {
  it('of old neighbours on their own phones passes', async () => {
    const id = await open('真的没有路灯');
    await rush(id, { count: 80 });
    await guard();
    expect(await look(id, FLAGS, commander)).toMatchObject({ voteCount: 80, isFrozen: false, surgeFlags: [] });
  });

  it('of accounts made for it is frozen with its reasons; its count stays, and residents see nothing different', async () => {
    const id = await open('给某某让路');
    const before = await look(id, 'title status');
    await rush(id, { days: 1 });
    await guard();
    const seen = await look(id, FLAGS, commander);
    expect(seen).toMatchObject({ voteCount: 30, isFrozen: true });
    expect(seen.surgeFlags).toEqual([
      expect.objectContaining({
        status: 'OPEN',
        isByHand: false,
        evidence: expect.arrayContaining([expect.objectContaining({ sign: 'YOUNG_ACCOUNTS', votes: 30, observed: 30 })]),
      }),
    ]);
    expect(seen.surgeFlags[0].score).toBeGreaterThan(1);
    for (const token of [undefined, resident]) {
      expect(await look(id, 'isFrozen surgeFlags { id } voteCount', token)).toEqual({ isFrozen: null, surgeFlags: null, voteCount: 30 });
      expect(await look(id, 'title status', token)).toEqual(before);
    }
    const frozen = await deed(server, commander, 'hotIssueAnswer', { hotIssueId: id, text: '今晚起加巡', status: 'PATROLLING' });
    expect(frozen).toMatchObject({ __typename: 'SurgeFrozenError', code: 'SURGE_FROZEN' });
    expect(await deed(server, commander, 'hotIssueAnswer', { hotIssueId: id, text: '已收到，先了解情况' })).toMatchObject({
      __typename: 'HotIssueAnswerSuccess',
    });
  });

  it('from one phone, as the app names it, is frozen; its name is kept as a mark only', async () => {
    const id = await open('一部手机投的票');
    const tokens = await Promise.all(Array.from({ length: 12 }, (_, index) => signIn(server, 'RESIDENT', 100 + index)));
    const device = '3f8f6a52-1111-4222-8333-944445555666';
    const VOTE = 'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }';
    // The server looks at votes while they come: nothing but the phone may be strange about these.
    await server.database.pool.query(`UPDATE resident SET created_at = now() - interval '300 days' WHERE phone LIKE '+86100%'`);
    // The demo's own votes name no device: give each its own, so that sharing one is unusual here.
    await server.database.pool.query('UPDATE vote SET device = hashtext(resident_id::text) WHERE device IS NULL');
    for (const token of tokens) await ask(server, VOTE, { id }, { token, headers: { 'x-device-id': device } });
    await guard();
    const { surgeFlags } = await look(id, FLAGS, commander);
    expect(surgeFlags[0].evidence).toContainEqual(expect.objectContaining({ sign: 'SHARED_DEVICES' }));
    const { rows } = await server.database.pool.query<{ marks: string[] }>(
      'SELECT array_agg(DISTINCT device::text) AS marks FROM vote WHERE hot_issue_id = $1',
      [decodeIdOf('HotIssue', id)],
    );
    expect(rows[0]?.marks).toEqual([expect.stringMatching(/^-?\d+$/)]);
  });

  it('is confirmed or cleared by a person with a reason, both on record; cleared once, it is not asked about again', async () => {
    const id = await open('核实之后');
    await rush(id, { days: 1 });
    await guard();
    const [flag] = (await look(id, FLAGS, commander)).surgeFlags;
    expect(await say(resident, 'Clear', { flagId: flag.id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await say(officer, 'Clear', { flagId: flag.id, reason: '' })).toMatchObject({ __typename: 'ValidationError' });
    expect(await say(commander, 'Confirm', { flagId: flag.id })).toMatchObject({
      flag: { status: 'CONFIRMED' },
      hotIssue: { isFrozen: true },
    });
    expect(await say(dispatcher, 'Clear', { flagId: flag.id })).toMatchObject({
      flag: { status: 'CLEARED' },
      hotIssue: { isFrozen: false },
    });
    expect(await say(commander, 'Confirm', { flagId: flag.id })).toMatchObject({ __typename: 'ConflictError' });
    await guard();
    expect(await look(id, 'isFrozen', commander)).toEqual({ isFrozen: false });
    // What comes after it is another matter.
    await rush(id, { days: 2 });
    await guard();
    expect((await look(id, FLAGS, commander)).surgeFlags).toMatchObject([{ status: 'OPEN' }, { status: 'CLEARED' }]);
    const { rows } = await server.database.pool.query<{ action: string }>(
      `SELECT action FROM access_log WHERE detail->>'flagId' = $1 AND reason = '电话问过十户，确有其事' ORDER BY at, id`,
      [decodeIdOf('SurgeFlag', flag.id)],
    );
    expect(rows.map(({ action }) => action)).toEqual(['surge.confirm', 'surge.clear']);
  });

  it('flagged by hand waits for somebody else: one’s own is an error of its own', async () => {
    const id = await open('人工标记');
    const raised = await say(commander, 'Raise', { hotIssueId: id });
    expect(raised).toMatchObject({ flag: { status: 'OPEN' }, hotIssue: { isFrozen: true } });
    expect(await say(dispatcher, 'Raise', { hotIssueId: id })).toMatchObject({ __typename: 'ConflictError' });
    for (const verdict of ['Clear', 'Confirm'] as const)
      expect(await say(commander, verdict, { flagId: raised.flag.id })).toMatchObject({ __typename: 'OwnFlagError', code: 'OWN_FLAG' });
    expect(await say(dispatcher, 'Clear', { flagId: raised.flag.id })).toMatchObject({ hotIssue: { isFrozen: false } });
    await expect(
      server.database.pool.query(`UPDATE surge_flag SET decided_by_id = raised_by_id WHERE id = $1`, [
        decodeIdOf('SurgeFlag', raised.flag.id),
      ]),
    ).rejects.toThrow('surge_flag_not_ones_own');
  });

  it(`flagged by ${RACERS} at once has one flag, and one of ${RACERS} decides it`, async () => {
    const id = await open('一起标记');
    const all = await Promise.all(Array.from({ length: RACERS }, () => say(commander, 'Raise', { hotIssueId: id })));
    expect(all.filter(({ __typename }) => __typename === 'SurgeFlagRaiseSuccess')).toHaveLength(1);
    expect(all.filter(({ __typename }) => __typename === 'ConflictError')).toHaveLength(RACERS - 1);
    const [{ id: flagId }] = (await look(id, FLAGS, commander)).surgeFlags;
    const said = await Promise.all(Array.from({ length: RACERS }, () => say(dispatcher, 'Clear', { flagId })));
    expect(said.filter(({ __typename }) => __typename === 'SurgeFlagClearSuccess')).toHaveLength(1);
  });

  it('of a grid is for the staff of that grid', async () => {
    const id = await raiseIssue(server, resident, { title: '别的网格', location: { longitude: 0, latitude: 0 } });
    const { flag } = await say(commander, 'Raise', { hotIssueId: id });
    expect(await say(officer, 'Clear', { flagId: flag.id })).toMatchObject({ __typename: 'NotFoundError' });
    expect(await look(id, 'isFrozen surgeFlags { id }', officer)).toEqual({ isFrozen: null, surgeFlags: null });
  });
});
