// Lost and found through the API: every refusal has its own type, the answer is told to nobody, and one claim wins.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeIdOf, encodeId } from '../../schema/frame/relay/global-id.ts';
import { endOverdue } from '../../schema/work/lostfound/deeds.ts';
import { makePhoto } from '../support/photos.ts';
import { ask, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';

const RACERS = 64;
const DAY = 86_400_000;
const ITEM = '{ id kind title spot { sentence metres } status question keptPlace isMine photo claim { code triesLeft } matches { id } }';
const BAG = { category: 'BAG', title: '黑色双肩包', description: '里面有课本', place: '幸福路公交站' };

let server: TestServer;
let now = new Date();
let finder: string;
let owner: string;
let officer: string;
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => now }, rates: { anonymous: 1e9, person: 1e9, key: 1e9 } });
  [finder, owner, officer] = [await signIn(server, 'RESIDENT', 0), await signIn(server, 'RESIDENT', 1), await signIn(server, 'OFFICER')];
});
afterAll(() => server?.stop());

async function act(field: string, input: object, token?: string) {
  const Name = field.charAt(0).toUpperCase() + field.slice(1);
  const { data, errors } = await ask(
    server,
    `mutation ($input: ${Name}Input!) { ${field}(input: $input) { __typename ... on Error { code message }
       ${Name === 'LostFoundPost' ? '... on ValidationError { fieldErrors { path code } }' : ''} ... on ${Name}Success { item ${ITEM} } } }`,
    { input },
    { token },
  );
  return data?.[field] ?? errors?.[0]?.extensions;
}

const lose = (more: object = {}, token = owner) =>
  act('lostFoundPost', { kind: 'LOST', ...BAG, happenedAt: now.toISOString(), ...more }, token);
const find = (more: object = {}, token = finder) =>
  act(
    'lostFoundPost',
    { kind: 'FOUND', ...BAG, question: '包里挂着什么？', answer: '小熊/一只小熊', happenedAt: now.toISOString(), ...more },
    token,
  );
const claim = (itemId: string, answer: string, token = owner) => act('lostFoundClaim', { itemId, answer }, token);
const itemOf = async (id: string, token?: string) =>
  (await ask(server, `query ($id: ID!) { node(id: $id) { ... on LostFoundItem ${ITEM} } }`, { id }, { token })).data.node;
const noticesOf = async (token: string): Promise<string[]> =>
  (await ask(server, '{ notices { notices { text } } }', {}, { token })).data.notices.notices.map(({ text }: { text: string }) => text);

describe('a post', () => {
  it('shows both what may be the other half, tells whoever waits for it, and hides the answer and the person', async () => {
    const lost = (await lose()).item;
    const found = (await find()).item;
    expect([found.matches, (await itemOf(lost.id, owner)).matches]).toEqual([[{ id: lost.id }], [{ id: found.id }]]);
    expect((await noticesOf(owner))[0]).toContain('和您的“黑色双肩包”很像');
    expect(await itemOf(found.id)).toMatchObject({ matches: null, isMine: false, question: '包里挂着什么？' });
    const { rows } = await server.house.services.pool.query(`SELECT answers[1] AS kept FROM lost_found_item WHERE kind = 'FOUND'`);
    expect(rows[0].kept).not.toContain('小熊');
  });

  it('needs a place, a past, and a question with its answer for what was found', async () => {
    expect(await lose({ place: '' })).toMatchObject({ __typename: 'LostFoundPlaceMissingError' });
    expect(await find({ question: '' })).toMatchObject({ fieldErrors: [{ path: ['input', 'question'], code: 'EMPTY' }] });
    expect(await find({ answer: ' / ' })).toMatchObject({ fieldErrors: [{ path: ['input', 'answer'], code: 'EMPTY' }] });
    const tomorrow = new Date(now.getTime() + DAY).toISOString();
    expect(await lose({ happenedAt: tomorrow })).toMatchObject({ fieldErrors: [{ path: ['input', 'happenedAt'], code: 'IN_THE_FUTURE' }] });
    expect(await lose({}, '')).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is at the building that was named, for everybody, and at none that was not', async () => {
    const { rows } = await server.database.pool.query<{ building: string; entrance: string; code: string }>(
      `SELECT b.id AS building, e.id AS entrance, g.code FROM building b JOIN grid g ON g.id = b.grid_id JOIN building_entrance e ON e.building_id = b.id
       WHERE b.name = '18 号楼' AND g.code = '3' AND e.name = '2 单元门口'`,
    );
    const [{ building = '', entrance = '' } = {}] = rows;
    const named = { buildingId: encodeId('Building', building), entranceId: encodeId('BuildingEntrance', entrance) };
    const { item } = await lose({ ...named, place: '' });
    expect((await itemOf(item.id)).spot).toEqual({ sentence: '朝阳里 18 号楼 2 单元门口', metres: null });
    const { rows: spot } = await server.database.pool.query('SELECT longitude, latitude FROM building_entrance WHERE id = $1', [entrance]);
    expect((await lose({ location: spot[0] })).item.spot.sentence).toBe('朝阳里 3 号网格，幸福路公交站');
    expect(await lose({ ...named, buildingId: 'bm9uZQ' })).toMatchObject({ __typename: 'NotFoundError' });
  });

  it('comes with a photo that everybody may load until it ends', async () => {
    const { buffer, mimeType } = await makePhoto({ hasGps: true });
    const sent = await fetch(`${server.address}uploads`, {
      method: 'POST',
      body: new Uint8Array(buffer),
      headers: { 'content-type': mimeType, authorization: `Bearer ${finder}` },
    });
    const { id: photoId } = (await sent.json()) as { id: string };
    const { item } = await find({ photoId });
    expect((await fetch(new URL(item.photo, server.address))).status).toBe(200);
    expect(await find({ photoId })).toMatchObject({ fieldErrors: [{ path: ['input', 'photoId'] }] });
    expect((await act('lostFoundWithdraw', { itemId: item.id }, finder)).item).toMatchObject({ status: 'WITHDRAWN', photo: null });
    expect((await fetch(new URL(item.photo, server.address))).status).toBe(404);
  });

  it('is taken back by whoever posted it, and nobody posts without end', async () => {
    const { item } = await lose();
    expect(await act('lostFoundWithdraw', { itemId: item.id }, finder)).toMatchObject({ __typename: 'NotFoundError' });
    expect((await act('lostFoundWithdraw', { itemId: item.id }, owner)).item.status).toBe('WITHDRAWN');
    const busy = await signIn(server, 'RESIDENT', 2);
    const posts = await Promise.all(Array.from({ length: RACERS }, () => lose({}, busy)));
    expect(posts.filter(({ item }) => item)).toHaveLength(10);
    expect(await lose({}, busy)).toMatchObject({ __typename: 'RateLimitedError' });
  });
});

describe('a claim', () => {
  it('is not of one’s own post, and ends after three wrong answers', async () => {
    const { id } = (await find()).item;
    expect(await claim(id, '小熊', finder)).toMatchObject({ __typename: 'LostFoundOwnError' });
    expect(await claim(id, '小兔')).toMatchObject({ __typename: 'LostFoundAnswerWrongError' });
    await claim(id, '小猫');
    expect(await claim(id, '小狗')).toMatchObject({ __typename: 'LostFoundLockedError' });
    expect(await claim(id, '小熊')).toMatchObject({ __typename: 'LostFoundLockedError' });
    expect(await claim(((await lose()).item as { id: string }).id, '小熊', finder)).toMatchObject({ __typename: 'NotFoundError' });
  });

  it('is answered with a code; the station keeps the thing and hands it out once', async () => {
    const { id } = (await find()).item;
    const { code } = (await claim(id, ' 一只小熊。')).item.claim;
    expect(code).toMatch(/^[2-9A-Z]{8}$/);
    expect((await noticesOf(finder))[0]).toContain('找到了失主');
    expect((await itemOf(id, finder)).claim).toBeNull();
    expect(await act('lostFoundWithdraw', { itemId: id }, finder)).toMatchObject({ __typename: 'LostFoundTakenError' });
    expect((await act('lostFoundKeep', { itemId: id, place: '警务室 3 号柜' }, officer)).item.keptPlace).toBe('警务室 3 号柜');
    expect((await noticesOf(owner))[0]).toContain('警务室 3 号柜');
    expect(await act('lostFoundHandOut', { itemId: id, code: 'AAAAAAAA' }, officer)).toMatchObject({
      __typename: 'LostFoundCodeWrongError',
    });
    const answers = await Promise.all(
      Array.from({ length: RACERS }, () => act('lostFoundHandOut', { itemId: id, code: code.toLowerCase() }, officer)),
    );
    expect(answers.filter(({ __typename }) => __typename === 'LostFoundHandOutSuccess')).toHaveLength(1);
    expect((await noticesOf(finder))[0]).toContain('已还给失主');
    expect(await act('lostFoundKeep', { itemId: id, place: '柜子' }, officer)).toMatchObject({ __typename: 'LostFoundTakenError' });
    expect(await act('lostFoundKeep', { itemId: id, place: '柜子' }, owner)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it(`of ${RACERS} who answer rightly at once: one has it`, async () => {
    const { id } = (await find()).item;
    const racers = await Promise.all(Array.from({ length: RACERS }, (_, index) => signIn(server, 'RESIDENT', index + 3)));
    const answers = await Promise.all(racers.map((token) => claim(id, '小熊', token)));
    const won = answers.filter(({ __typename }) => __typename === 'LostFoundClaimSuccess');
    expect([won.length, answers.filter(({ __typename }) => __typename === 'LostFoundTakenError').length]).toEqual([1, RACERS - 1]);
    expect(won[0].item.claim.code).toMatch(/^[2-9A-Z]{8}$/);
  });
});

describe('time', () => {
  it('opens what nobody collected, and ends what nobody claimed in six months', async () => {
    const { id } = (await find()).item;
    await claim(id, '小熊');
    const begun = now;
    now = new Date(begun.getTime() + 15 * DAY);
    await endOverdue({ ...server.house.services, clock: { now: () => now } });
    const pool = server.house.services.pool;
    const statusOf = async () =>
      (await pool.query('SELECT status FROM lost_found_item WHERE id = $1', [decodeIdOf('LostFoundItem', id)])).rows[0].status;
    expect(await statusOf()).toBe('OPEN');
    now = new Date(begun.getTime() + 200 * DAY);
    await endOverdue({ ...server.house.services, clock: { now: () => now } });
    expect(await statusOf()).toBe('EXPIRED');
    now = begun;
  });
});

describe('somebody who erases their account', () => {
  it('leaves nothing of what they posted, but for what lies at the station', async () => {
    const leaving = await signIn(server, 'RESIDENT', 90);
    const [open, kept] = [(await find({}, leaving)).item, (await find({}, leaving)).item];
    await act('lostFoundKeep', { itemId: kept.id, place: '警务室' }, officer);
    const phone = (await ask(server, '{ myResident { phone } }', {}, { token: leaving })).data.myResident.phone;
    const erased = await ask(
      server,
      'mutation ($phone: String!) { accountErase(input: { phone: $phone }) { __typename } }',
      { phone },
      { token: leaving },
    );
    expect(erased.data.accountErase.__typename).toBe('AccountEraseSuccess');
    expect(await itemOf(open.id)).toMatchObject({ title: '', status: 'WITHDRAWN', question: '', photo: null });
    expect(await itemOf(kept.id)).toMatchObject({ title: BAG.title, status: 'OPEN', keptPlace: '警务室' });
  });
});

describe('who looks on', () => {
  it('hears of it live at the station, and reads it as a partner with its scope only', async () => {
    const stream = subscribe(server, 'subscription { lostFoundUpdates { id } }', {}, officer);
    const before = (await stream.next()).data.lostFoundUpdates.length;
    const { id } = (await find({ category: 'PET', title: '橘猫' })).item;
    const after = (await stream.next()).data.lostFoundUpdates;
    expect([after.length, after[0].id]).toEqual([before + 1, id]);
    await stream.end();
    const list = '{ lostFoundItems(category: PET) { edges { node { title isMine claim { code } } } } }';
    const key = {
      partnerName: '公交公司',
      name: '失物招领',
      contact: 'lost@bus.example',
      wholeStation: true,
      gridIds: [],
      communityIds: [],
    };
    const keyWith = async (scope: string) => {
      const create =
        'mutation ($input: PartnerKeyCreateInput!) { partnerKeyCreate(input: $input) { ... on PartnerKeyCreateSuccess { key } } }';
      const token = await signIn(server, 'ADMIN');
      return (await ask(server, create, { input: { ...key, scopes: [scope] } }, { token })).data.partnerKeyCreate.key;
    };
    const [reader, other] = [await keyWith('LOSTFOUND_READ'), await keyWith('STATS_READ')];
    expect((await ask(server, list, {}, { token: reader })).data.lostFoundItems.edges).toEqual([
      { node: { title: '橘猫', isMine: false, claim: null } },
    ]);
    expect((await ask(server, list, {}, { token: other })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
