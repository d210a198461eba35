// Partner keys: shown once, good for what they say, where they say, as long as they say.
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { isWithin, keyRefusal, makeKey, parseRange } from '../../schema/commons/partners/rules.ts';
import { type Mailbox, openMailbox } from '../support/gateway.ts';
import { gridIds } from '../support/people.ts';
import { type Answer, ask, raiseIssue, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';

let server: TestServer;
let mailbox: Mailbox;
let admin: string;
let grids: Map<string, string>;
beforeAll(async () => {
  mailbox = await openMailbox();
  server = await startTestServer({
    proxies: 1,
    notifier: { smsUrl: undefined, smsToken: undefined, mailUrl: mailbox.url, mailFrom: 'Xieshou <no-reply@station.example>' },
  });
  admin = await signIn(server, 'ADMIN');
  grids = await gridIds(server);
});
afterAll(async () => {
  await server.stop();
  await mailbox.close();
});

interface Issued {
  id: string;
  key: string;
}

async function create(input: object = {}): Promise<Answer> {
  return ask(
    server,
    `mutation ($input: PartnerKeyCreateInput!) { partnerKeyCreate(input: $input) { __typename
      ... on PartnerKeyCreateSuccess { key partnerKey { id hint } } ... on ValidationError { fieldErrors { path code } } } }`,
    { input: { partnerName: '幸福物业', name: '大屏', scopes: ['HOTLIST_READ', 'HOTLIST_VOTE_COUNT'], wholeStation: true, ...input } },
    { token: admin },
  );
}

async function issue(input: object = {}): Promise<Issued> {
  const { data } = await create(input);
  return { id: data.partnerKeyCreate.partnerKey.id, key: data.partnerKeyCreate.key };
}

const HOT = '{ hotList(first: 2) { edges { node { title } } } }';
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code;
const reasonOf = ({ errors }: Answer) => errors?.[0]?.extensions.reason;

describe('a key', () => {
  it('is shown once and stored as a hash; people know it by its first characters', async () => {
    const { data } = await create();
    const { key, partnerKey } = data.partnerKeyCreate;
    expect(key).toMatch(/^xs_live_[\w-]{43}$/);
    expect(key.startsWith(partnerKey.hint.slice(0, -1))).toBe(true);
    const { rows } = await server.database.pool.query(
      `SELECT row_to_json(k)::text AS row FROM partner_key k UNION ALL SELECT row_to_json(l)::text FROM access_log l`,
    );
    expect(rows.some(({ row }) => row.includes(key))).toBe(false);
  });

  it.each([
    ['no scope', { scopes: [] }, 'scopes'],
    ['no boundary', { wholeStation: false }, 'wholeStation'],
    ['a grid that is not there', { wholeStation: false, gridIds: ['bm9uZQ'] }, 'gridIds'],
    ['a wrong address', { addresses: ['10.0.0.0/99'] }, 'addresses'],
    ['an expiry in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['no name', { name: '' }, 'name'],
    ['a partner of markup', { partnerName: '<img src=x>' }, 'partnerName'],
  ])('with %s is not issued', async (_what, input, field) => {
    const { data } = await create(input);
    expect(data.partnerKeyCreate.fieldErrors).toMatchObject([{ path: ['input', field] }]);
  });

  it('that is unknown, expired or revoked is refused with 401 and its reason, and says nothing about others', async () => {
    const expired = await issue({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
    await server.database.pool.query(`UPDATE partner_key SET expires_at = now() - interval '1 second' WHERE expires_at IS NOT NULL`);
    const revoked = await issue();
    await ask(
      server,
      'mutation ($id: ID!) { partnerKeyRevoke(input: { keyId: $id }) { __typename } }',
      { id: revoked.id },
      { token: admin },
    );
    for (const [key, reason] of [
      [makeKey().key, 'KEY_UNKNOWN'],
      [`${expired.key}x`, 'KEY_UNKNOWN'],
      [expired.key, 'KEY_EXPIRED'],
      [revoked.key, 'KEY_REVOKED'],
    ]) {
      const response = await fetch(`${server.address}graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query: HOT }),
      });
      const answer = (await response.json()) as Answer;
      expect([response.status, codeOf(answer), reasonOf(answer)]).toEqual([401, 'UNAUTHENTICATED', reason]);
      expect(JSON.stringify(answer)).not.toContain('幸福物业');
    }
  });

  it('works from its addresses only', async () => {
    const { key } = await issue({ addresses: ['203.0.113.0/24', '2001:db8::1'] });
    const from = (address: string) => ask(server, HOT, {}, { token: key, headers: { 'x-forwarded-for': address } });
    expect((await from('203.0.113.77')).data.hotList.edges).toHaveLength(2);
    expect((await from('2001:db8::1')).data).toBeTruthy();
    expect(reasonOf(await from('203.0.114.1'))).toBe('KEY_ADDRESS');
    expect(reasonOf(await from('203.0.113.7, 198.51.100.1'))).toBe('KEY_ADDRESS'); // what stands before our proxy's own word is anybody's
  });

  it('without a scope gets the field refused and the rest of the answer', async () => {
    const { key } = await issue({ scopes: ['HOTLIST_READ'] });
    const { data, errors } = await ask(
      server,
      '{ station { name } hotList(first: 1) { edges { node { title voteCount } } } }',
      {},
      { token: key },
    );
    expect(data).toBeNull(); // a count is never null, so the refusal reaches the list
    expect(errors?.[0]).toMatchObject({ path: ['hotList', 'edges', 0, 'node', 'voteCount'], extensions: { code: 'FORBIDDEN' } });
    expect((await ask(server, HOT, {}, { token: key })).data.hotList.edges).toHaveLength(2);
    const blind = await issue({ scopes: ['STATS_READ'] });
    expect(codeOf(await ask(server, HOT, {}, { token: blind.key }))).toBe('FORBIDDEN');
  });

  it('sees its boundary; what lies outside is not there', async () => {
    const [inside, outside] = [grids.get('1') as string, grids.get('2') as string];
    const { key } = await issue({ wholeStation: false, gridIds: [inside] });
    const board = (gridId: string) =>
      ask(
        server,
        'query ($id: ID) { hotList(board: { gridId: $id }, first: 3) { edges { node { id } } } }',
        { id: gridId },
        { token: key },
      );
    expect((await board(inside)).data.hotList.edges.length).toBeGreaterThan(0);
    expect(codeOf(await board(outside))).toBe('NOT_FOUND');
    expect(codeOf(await board('bm9uZQ'))).toBe('NOT_FOUND');
    expect(codeOf(await ask(server, HOT, {}, { token: key }))).toBe('NOT_FOUND'); // the station's board holds other grids' issues
    const resident = await signIn(server, 'RESIDENT', 0);
    const [mine, theirs] = [
      await raiseIssue(server, resident, { gridId: inside }),
      await raiseIssue(server, resident, { gridId: outside }),
    ];
    const see = (id: string) =>
      ask(server, 'query ($id: ID!) { hotIssue(id: $id) { title } node(id: $id) { id } nodes(ids: [$id]) { id } }', { id }, { token: key });
    expect((await see(mine)).data.hotIssue).not.toBeNull();
    expect((await see(theirs)).data).toEqual({ hotIssue: null, node: null, nodes: [null] });
    const stream = subscribe(server, 'subscription ($id: ID!) { hotIssueUpdated(id: $id) { id } }', { id: theirs }, key);
    expect(codeOf(await stream.next())).toBe('NOT_FOUND');
    await stream.end();
    const community = await ask(server, '{ station { communities { id } } }');
    const wide = await issue({ wholeStation: false, communityIds: [community.data.station.communities[0].id] });
    const boards = await Promise.all(
      community.data.station.communities.map(({ id }: { id: string }) =>
        ask(server, 'query ($id: ID) { hotList(board: { communityId: $id }, first: 1) { edges { cursor } } }', { id }, { token: wide.key }),
      ),
    );
    expect(boards.map((answer) => codeOf(answer) ?? 'seen')).toEqual(['seen', 'NOT_FOUND', 'NOT_FOUND']);
  });

  it('is no person: it cannot vote, raise, close or administer', async () => {
    const { key } = await issue({ scopes: ['HOTLIST_READ', 'HOTLIST_VOTE_COUNT', 'TICKETS_WRITE', 'PII_READ', 'PEOPLE_READ'] });
    const { data } = await ask(server, HOT.replace('title', 'id'), {}, { token: key });
    const hotIssueId = data.hotList.edges[0].node.id;
    for (const mutation of [
      'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }',
      'mutation ($id: ID!) { partnerKeyRevoke(input: { keyId: $id }) { __typename } }',
      'mutation ($id: ID!) { accountErase(input: { phone: "1" }) { __typename } deviceRevoke(input: { deviceId: $id }) { __typename } }',
    ]) {
      expect(codeOf(await ask(server, mutation, { id: hotIssueId }, { token: key })), mutation).toBe('FORBIDDEN');
    }
    expect((await ask(server, '{ viewer { persona name scopes devices { id } } }', {}, { token: key })).data.viewer).toMatchObject({
      persona: 'PARTNER',
      name: '幸福物业',
      devices: [],
    });
  });
});

describe('personal data', () => {
  const PEOPLE = '{ residents(first: 3) { edges { node { id name phone birthDate viewerCan { readFull } } } } }';

  it('is masked for a key, and shown with pii:read once the person has agreed; each look is on their record', async () => {
    const masked = await issue({ scopes: ['PEOPLE_READ'] });
    const full = await issue({ scopes: ['PEOPLE_READ', 'PII_READ'] });
    const { data } = await ask(server, PEOPLE, {}, { token: masked.key });
    for (const { node } of data.residents.edges) {
      expect(node).toMatchObject({
        name: expect.stringMatching(/^.\*\*$/),
        phone: expect.stringMatching(/^100\*{4}\d{4}$/),
        birthDate: null,
        viewerCan: { readFull: false },
      });
    }
    const zhang = await signIn(server, 'RESIDENT', 0);
    const { data: me } = await ask(server, '{ myResident { id } }', {}, { token: zhang });
    const see = async (token: string) =>
      (await ask(server, 'query ($id: ID!) { node(id: $id) { ... on Resident { name phone } } }', { id: me.myResident.id }, { token })).data
        .node;
    expect(await see(full.key)).toEqual({ name: '张**', phone: '100****0001' });
    const consent = (mutation: string) =>
      ask(server, `mutation { ${mutation}(input: { purpose: PARTNERS }) { consents { purpose } } }`, {}, { token: zhang });
    await consent('consentGive');
    expect(await see(full.key)).toEqual({ name: '张桂芳', phone: '+8610000000001' });
    expect(await see(masked.key)).toEqual({ name: '张**', phone: '100****0001' });
    const { data: looks } = await ask(server, '{ whoLooked(first: 5) { edges { node { actorTitle action } } } }', {}, { token: zhang });
    expect(looks.whoLooked.edges[0].node).toEqual({ actorTitle: '幸福物业', action: 'RESIDENT_READ_FULL' });
    // A search by name finds whose name may be read: with consent, and with the scope.
    const find = async (token: string) =>
      (await ask(server, '{ residents(search: "张桂", first: 1) { edges { node { name } } pageInfo { hasNextPage } } }', {}, { token }))
        .data.residents;
    expect(await find(full.key)).toEqual({ edges: [{ node: { name: '张桂芳' } }], pageInfo: { hasNextPage: false } });
    for (const blind of [masked.key, admin]) expect((await find(blind)).edges).toEqual([]);
    await consent('consentWithdraw');
    expect(await see(full.key)).toEqual({ name: '张**', phone: '100****0001' });
    expect((await find(full.key)).edges).toEqual([]);
  });

  it('is not there at all without people:read', async () => {
    const { key } = await issue();
    expect(codeOf(await ask(server, PEOPLE, {}, { token: key }))).toBe('FORBIDDEN');
  });
});

describe('rotation', () => {
  it('lets both keys work until the overlap ends, then the new one only; the partner is told by mail', async () => {
    const { id, key } = await issue({ contact: '王经理 wang@partner.example', name: '换发测试' });
    const rotate = (overlapHours: number) =>
      ask(
        server,
        'mutation ($input: PartnerKeyRotateInput!) { partnerKeyRotate(input: $input) { __typename ... on PartnerKeyRotateSuccess { key } ... on Error { code } } }',
        { input: { keyId: id, overlapHours } },
        { token: admin },
      );
    expect((await rotate(1000)).data.partnerKeyRotate).toMatchObject({ code: 'VALIDATION_FAILED' });
    const answers = await Promise.all(Array.from({ length: 64 }, () => rotate(1)));
    const done = answers.filter(({ data }) => data.partnerKeyRotate.__typename === 'PartnerKeyRotateSuccess');
    expect(done).toHaveLength(1);
    const next = done[0]?.data.partnerKeyRotate.key;
    for (const either of [key, next]) expect((await ask(server, HOT, {}, { token: either })).data.hotList.edges).toHaveLength(2);
    await server.database.pool.query(`UPDATE partner_key SET expires_at = now() - interval '1 second' WHERE replaced_by_id IS NOT NULL`);
    expect(reasonOf(await ask(server, HOT, {}, { token: key }))).toBe('KEY_EXPIRED');
    expect((await ask(server, HOT, {}, { token: next })).data.hotList.edges).toHaveLength(2);
    expect(mailbox.mails).toHaveLength(1);
    expect(mailbox.mails[0]).toContain('To: wang@partner.example');
    expect(mailbox.mails[0]).not.toContain(next);
  });
});

describe('every call of a key', () => {
  it('is in the audit log: what was asked, from where; and the key says when it was last used', async () => {
    const { id, key } = await issue();
    await ask(
      server,
      'query Screen { hotList(first: 1) { edges { cursor } } station { name } }',
      {},
      { token: key, headers: { 'x-forwarded-for': '198.51.100.9' } },
    );
    const { data } = await ask(
      server,
      'query ($id: ID) { auditLog(first: 1, actorId: $id) { edges { node { actorTitle action detail } } } }',
      { id },
      { token: admin },
    );
    expect(data.auditLog.edges[0]?.node).toEqual({
      actorTitle: '幸福物业',
      action: 'KEY_CALL',
      detail: { operation: 'query', name: 'Screen', fields: ['hotList', 'station'], address: '198.51.100.9' },
    });
    const keys = await ask(server, 'query ($id: ID!) { node(id: $id) { ... on PartnerKey { lastUsedAt } } }', { id }, { token: admin });
    expect(Date.now() - Date.parse(keys.data.node.lastUsedAt)).toBeLessThan(60_000);
  });
});

describe('a key that is revoked', () => {
  it('ends its open subscriptions within 5 s, with 4401', async () => {
    const { id, key } = await issue();
    const closed = new Promise<{ code: number; reason: string }>((resolve) => {
      const client = createClient({
        url: `${server.address.replace('http', 'ws')}graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: { authorization: `Bearer ${key}` },
        on: { closed: (event) => resolve(event as { code: number; reason: string }) },
      });
      const revoke = () =>
        void ask(server, 'mutation ($id: ID!) { partnerKeyRevoke(input: { keyId: $id }) { __typename } }', { id }, { token: admin });
      client.subscribe(
        { query: 'subscription { hotListUpdated(first: 1) { at } }' },
        { next: revoke, error: () => {}, complete: () => {} },
      );
    });
    const startedAt = performance.now();
    expect(await closed).toMatchObject({ code: 4401, reason: 'SESSION_ENDED' });
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

describe('effective rights', () => {
  const explain = async (personId: string, gridId?: string | undefined) =>
    (
      await ask(
        server,
        'query ($p: ID!, $g: ID) { effectiveRights(personId: $p, gridId: $g) { role rights { action isAllowed because sentence } } }',
        { p: personId, g: gridId },
        { token: admin },
      )
    ).data.effectiveRights;
  const right = (explained: { rights: { action: string }[] }, action: string) => explained.rights.find((entry) => entry.action === action);

  it('say why a key may and may not', async () => {
    const { id } = await issue({ wholeStation: false, gridIds: [grids.get('1')], scopes: ['HOTLIST_READ'] });
    expect(right(await explain(id, grids.get('1')), 'hotList.read')).toMatchObject({
      isAllowed: true,
      because: 'SCOPE',
      sentence: '密钥有这项权限',
    });
    expect(right(await explain(id, grids.get('2')), 'hotList.read')).toMatchObject({ isAllowed: false, because: 'OUTSIDE_BOUNDARY' });
    expect(right(await explain(id), 'hotList.count')).toMatchObject({ isAllowed: false, because: 'NO_SCOPE' });
  });

  it('follow an officer’s duty', async () => {
    const { data } = await ask(server, '{ staff(first: 100) { edges { node { id role duties { grid { id } } } } } }', {}, { token: admin });
    const officer = data.staff.edges
      .map(({ node }: { node: object }) => node)
      .find(({ role, duties }: { role: string; duties: object[] }) => role === 'OFFICER' && duties.length > 0);
    const own = officer.duties[0].grid.id;
    const other = [...grids.values()].find((id) => id !== own);
    expect(right(await explain(officer.id, own), 'realName.decide')).toMatchObject({ isAllowed: true, because: 'ON_DUTY' });
    expect(right(await explain(officer.id, other), 'realName.decide')).toMatchObject({ isAllowed: false, because: 'NOT_ON_DUTY' });
  });

  it('are asked by administrators only, and on record', async () => {
    const { id } = await issue();
    const asked = await ask(
      server,
      'query ($p: ID!) { effectiveRights(personId: $p) { role } }',
      { p: id },
      { token: await signIn(server, 'COMMANDER') },
    );
    expect(codeOf(asked)).toBe('FORBIDDEN');
    const { data } = await ask(
      server,
      '{ auditLog(first: 1, action: RIGHTS_EXPLAIN) { edges { node { actorTitle } } } }',
      {},
      { token: admin },
    );
    expect(data.auditLog.edges[0].node.actorTitle).toBe('系统管理员');
  });
});

describe('address ranges', () => {
  it('are addresses and CIDR blocks of both families', () => {
    expect(parseRange('10.0.0.0/8')).toEqual({ network: '10.0.0.0', bits: 8, family: 'ipv4' });
    expect(parseRange('2001:db8::/32')?.bits).toBe(32);
    for (const wrong of ['', '10.0.0', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', 'example.com', '::/129'])
      expect(parseRange(wrong), wrong).toBeNull();
    expect(isWithin('::ffff:10.1.2.3', ['10.0.0.0/8'])).toBe(true);
    expect(isWithin('11.0.0.1', ['10.0.0.0/8'])).toBe(false);
    expect(isWithin('nonsense', ['0.0.0.0/0'])).toBe(false);
  });

  it('are asked after revocation and expiry', () => {
    const now = new Date();
    const key = { expiresAt: null, revokedAt: null, addresses: ['10.0.0.1'] };
    expect(keyRefusal(key, { now, address: '10.0.0.1' })).toBeNull();
    expect(keyRefusal({ ...key, revokedAt: now }, { now, address: '10.0.0.1' })).toBe('KEY_REVOKED');
    expect(keyRefusal({ ...key, expiresAt: now }, { now, address: '10.0.0.1' })).toBe('KEY_EXPIRED');
    expect(keyRefusal(key, { now, address: '10.0.0.2' })).toBe('KEY_ADDRESS');
  });
});
