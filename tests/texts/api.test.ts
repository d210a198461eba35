// The station's texts: read by everybody, written by an administrator, one version after the other, agreed to by version.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../schema/frame/relay/global-id.ts';
import { type Gateway, openSmsGateway } from '../support/gateway.ts';
import { demoPhone, newcomer, sendCode } from '../support/people.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';

const RACERS = 64;
const VERSION = 'id number textZh textEn sourceZh noteZh noteEn publishedAt publishedBy';

let server: TestServer;
let gateway: Gateway;
let admin: string;
beforeAll(async () => {
  gateway = await openSmsGateway();
  server = await startTestServer({
    proxies: 1,
    notifier: { smsUrl: gateway.url, smsToken: 'gateway-token', mailUrl: undefined, mailFrom: 'x@y.z' },
    contact: { phone: '010-6500 0000', address: null },
  });
  admin = await signIn(server, 'ADMIN');
});
afterAll(async () => {
  await server?.stop();
  await gateway?.close();
});

const textOf = async (kind: string, token?: string) =>
  (await ask(server, `query ($kind: StationTextKind!) { stationText(kind: $kind) { kind current { ${VERSION} } } }`, { kind }, { token }))
    .data.stationText.current;
const numbersOf = async (kind: string, first = 100, after: string | null = null) =>
  (
    await ask(
      server,
      `query ($kind: StationTextKind!, $first: Int, $after: String) { stationText(kind: $kind) { versions(first: $first, after: $after) {
         edges { node { number } } pageInfo { hasNextPage endCursor } } } }`,
      { kind, first, after },
    )
  ).data.stationText.versions;

let written = 0;
async function publish(kind: string, more: object = {}, token = admin) {
  written += 1;
  const { number } = await textOf(kind);
  const input = {
    kind,
    expectedVersion: number,
    textZh: `# 第 ${written} 次改写\n\n由{station}提供。`,
    textEn: `# Written ${written} times\n\nBy {station}.`,
    noteZh: '改了联系电话',
    noteEn: 'New phone number',
    ...more,
  };
  return deed(server, token, 'stationTextPublish', input, `text { current { ${VERSION} } }`);
}

describe('a text', () => {
  it.each(['TERMS', 'PRIVACY', 'HELP', 'ABOUT', 'ACCESSIBILITY'])(
    '%s is there from the first start, for anyone, with the station’s name',
    async (kind) => {
      const current = await textOf(kind);
      expect(current).toMatchObject({ number: 1, noteZh: '第一版', publishedBy: null });
      expect(current.textZh).toContain('010-6500 0000');
      expect(`${current.textZh}${current.textEn}`).not.toMatch(/\{\w+\}/);
      expect(current.sourceZh).toContain('{contact}');
    },
  );

  it('stays as the station has written it when the server starts again', async () => {
    await publish('ABOUT');
    const before = await textOf('ABOUT');
    const again = await startTestServer({ databaseUrl: server.databaseUrl });
    await again.stop();
    expect(await textOf('ABOUT')).toEqual(before);
    const { rows } = await server.database.pool.query(
      'SELECT kind, count(*)::int AS n FROM station_text_version WHERE number = 1 GROUP BY kind',
    );
    expect(rows.map(({ n }) => n)).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('a new version', () => {
  it('is in force at once, says who and what, and leaves the earlier one to read', async () => {
    const earlier = await textOf('HELP');
    const { text } = await publish('HELP');
    expect(text.current).toMatchObject({ number: earlier.number + 1, noteEn: 'New phone number' });
    expect(text.current.publishedBy).toMatch(/\S/);
    expect(text.current.textZh).toContain('由和平街道派出所提供');
    expect((await textOf('HELP')).publishedBy).toBeNull(); // nobody’s to know but theirs who publish
    const { data } = await ask(server, `query ($id: ID!) { node(id: $id) { ... on StationTextVersion { ${VERSION} } } }`, {
      id: earlier.id,
    });
    expect(data.node).toEqual(earlier);
    const record = await server.database.pool.query(
      `SELECT detail FROM access_log WHERE action = 'text.publish' AND detail->>'kind' = 'HELP' ORDER BY at DESC LIMIT 1`,
    );
    expect(record.rows).toEqual([{ detail: { kind: 'HELP', number: earlier.number + 1 } }]);
  });

  it('has a history in pages, the newest first', async () => {
    for (let n = 0; n < 3; n++) await publish('ACCESSIBILITY');
    const first = await numbersOf('ACCESSIBILITY', 3);
    expect(first.edges.map(({ node }: { node: { number: number } }) => node.number)).toEqual([4, 3, 2]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await numbersOf('ACCESSIBILITY', 3, first.pageInfo.endCursor);
    expect(second.edges).toEqual([{ node: { number: 1 } }]);
  });

  it.each([
    ['empty', { textZh: ' ' }, 'textZh', 'EMPTY'],
    ['in one language', { textEn: '' }, 'textEn', 'EMPTY'],
    ['too long', { textZh: '长'.repeat(20_001) }, 'textZh', 'TOO_LONG'],
    ['written as a web page', { textEn: 'A <script>alert(1)</script>' }, 'textEn', 'MARKUP'],
    ['without a word on what has changed', { noteZh: '' }, 'noteZh', 'EMPTY'],
  ])('that is %s is refused with a sentence', async (_how, more, field, code) => {
    const refused = await publish('HELP', more);
    expect(refused).toMatchObject({ code: 'VALIDATION_FAILED', fieldErrors: [{ path: ['input', field], code }] });
    expect(refused.fieldErrors[0].message).toMatch(/。$/);
  });

  it('that changes nothing is refused', async () => {
    const { sourceZh: textZh } = await textOf('HELP');
    const { data } = await ask(server, '{ stationText(kind: HELP) { current { sourceEn } } }');
    expect(await publish('HELP', { textZh, textEn: data.stationText.current.sourceEn })).toMatchObject({ code: 'STATION_TEXT_UNCHANGED' });
  });

  it('does not overwrite what somebody else has published meanwhile', async () => {
    const { number } = await textOf('TERMS');
    await publish('TERMS');
    expect(await publish('TERMS', { expectedVersion: number })).toMatchObject({ code: 'CONFLICT' });
    expect(await publish('TERMS', { expectedVersion: number + 9 })).toMatchObject({ code: 'CONFLICT' });
  });

  it('is nobody’s to publish but an administrator’s', async () => {
    for (const persona of ['RESIDENT', 'OFFICER', 'COMMANDER'])
      expect(await publish('HELP', {}, await signIn(server, persona))).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('of 64 written at once from the same one, exactly one wins', async () => {
    const { number } = await textOf('PRIVACY');
    const tries = await Promise.all(
      Array.from({ length: RACERS }, (_, n) =>
        deed(server, admin, 'stationTextPublish', {
          kind: 'PRIVACY',
          expectedVersion: number,
          textZh: `第 ${n} 个人写的`,
          textEn: `Written by ${n}`,
          noteZh: '同时',
          noteEn: 'At once',
        }),
      ),
    );
    const told = Map.groupBy(tries, ({ __typename, code }) => code ?? __typename);
    expect(told.get('StationTextPublishSuccess')).toHaveLength(1);
    expect(told.get('CONFLICT')).toHaveLength(RACERS - 1);
    const winner = tries.findIndex(({ __typename }) => __typename === 'StationTextPublishSuccess');
    expect(await textOf('PRIVACY')).toMatchObject({ number: number + 1, sourceZh: `第 ${winner} 个人写的` });
  });

  it('cannot be changed by the server’s role', async () => {
    for (const change of ["UPDATE station_text_version SET text_zh = ''", 'DELETE FROM station_text_version'])
      await expect(server.database.pool.query(change)).rejects.toThrow(/permission denied/);
  });
});

describe('who has agreed to what', () => {
  const toAgree = async (token?: string): Promise<{ id: string; kind: string; number: number }[]> =>
    (await ask(server, '{ textsToAgree { id kind number } }', {}, { token })).data.textsToAgree;
  const consentsOf = async (token: string) =>
    (await ask(server, '{ myConsents { purpose textVersion withdrawnAt } }', {}, { token })).data.myConsents;
  const agree = (token: string, versionIds: readonly string[]) =>
    deed(server, token, 'stationTextsAgree', { versionIds }, 'textsToAgree { id }');

  async function signInAgreeing(phone: string, agreesTo: readonly string[]): Promise<string> {
    await sendCode(server, phone);
    const input = { phone, code: gateway.codeFor(`+86${phone}`), agreesTo };
    return (await deed(server, undefined, 'signInCodeConfirm', input, 'token')).token;
  }

  it('is kept with the sign-in, by version, and is in the export', async () => {
    const versions = [await textOf('TERMS'), await textOf('PRIVACY')];
    const token = await signInAgreeing(
      demoPhone(90_070_001),
      versions.map(({ id }) => id),
    );
    expect(await toAgree(token)).toEqual([]);
    expect(await consentsOf(token)).toEqual(
      expect.arrayContaining([
        { purpose: 'TERMS', textVersion: String(versions[0].number), withdrawnAt: null },
        { purpose: 'PRIVACY', textVersion: String(versions[1].number), withdrawnAt: null },
      ]),
    );
    const { data } = await ask(server, 'mutation { personalDataExport { data } }', {}, { token });
    const { consents } = data.personalDataExport.data;
    expect(new Set(consents.map(({ purpose }: { purpose: string }) => purpose))).toEqual(new Set(['TERMS', 'PRIVACY']));
  });

  it('does not hold up a sign-in that names a version of nobody', async () => {
    const token = await signInAgreeing(demoPhone(90_070_005), [encodeId('StationTextVersion', '00000000-0000-4000-8000-000000000000')]);
    expect(await toAgree(token)).toHaveLength(2);
  });

  it('is asked of whoever has signed in without, and of everybody once there is a new version, once', async () => {
    const token = await newcomer(server, gateway, demoPhone(90_070_002));
    const first = await toAgree(token);
    expect(first.map(({ kind }) => kind)).toEqual(['TERMS', 'PRIVACY']);
    const ids = first.map(({ id }) => id);
    await Promise.all(Array.from({ length: 16 }, () => agree(token, ids)));
    expect(await toAgree(token)).toEqual([]);
    expect(await consentsOf(token)).toHaveLength(2);
    await publish('HELP');
    expect(await toAgree(token)).toEqual([]);
    await publish('PRIVACY');
    const [asked, ...rest] = await toAgree(token);
    expect(asked?.kind).toBe('PRIVACY');
    expect(rest).toEqual([]);
    // What was read before is kept, and does not stand for the new one.
    await agree(token, ids);
    expect(await toAgree(token)).toHaveLength(1);
    expect(await agree(token, [asked?.id ?? ''])).toMatchObject({ textsToAgree: [] });
  });

  it('is asked again after it was taken back', async () => {
    const token = await newcomer(server, gateway, demoPhone(90_070_003));
    await agree(
      token,
      (await toAgree(token)).map(({ id }) => id),
    );
    await deed(server, token, 'consentWithdraw', { purpose: 'TERMS' });
    expect((await toAgree(token)).map(({ kind }) => kind)).toEqual(['TERMS']);
    await deed(server, token, 'consentGive', { purpose: 'TERMS' });
    expect(await toAgree(token)).toEqual([]);
  });

  it('is nothing to ask of staff and strangers, and help is no text to agree to', async () => {
    expect(await toAgree()).toEqual([]);
    expect(await toAgree(admin)).toEqual([]);
    const token = await newcomer(server, gateway, demoPhone(90_070_004));
    await agree(token, [(await textOf('HELP')).id]);
    expect(await consentsOf(token)).toEqual([]);
    expect(await agree(token, ['bm9uZQ'])).toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});
