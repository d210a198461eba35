// Real-name registration: checked, decided by whoever is on duty, one person one account; votes wait and then count.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adultSince } from '../../schema/commons/people/id-number.ts';
import { type Gateway, openSmsGateway } from '../support/gateway.ts';
import { tomorrowAt } from '../support/moments.ts';
import { applyRealName, demoIdNumber, demoPhone, gridIds, newcomer, verifyRealName } from '../support/people.ts';
import { ask, raiseIssue, signIn, startTestServer, subscribe, type TestServer } from '../support/server.ts';
import { countersAndRows } from '../support/town.ts';

let server: TestServer;
let gateway: Gateway;
let grids: Map<string, string>;
/** On duty in grid 1. */
let worker: string;
let people = 91_000_000;
const someone = () => newcomer(server, gateway, demoPhone(++people));
let orders = 100;
const sms = { smsToken: undefined, mailUrl: undefined, mailFrom: 'x@y.z' };
const freshNumber = (birth?: string) => demoIdNumber({ order: ++orders, ...(birth ? { birth } : {}) });
const inGrid1 = (more: object = {}) => ({ gridId: grids.get('1'), idNumber: freshNumber(), ...more });

beforeAll(async () => {
  gateway = await openSmsGateway();
  server = await startTestServer({
    proxies: 1,
    notifier: { ...sms, smsUrl: gateway.url },
  });
  grids = await gridIds(server);
  worker = await signIn(server, 'GRID_WORKER', 0);
  const { data } = await ask(server, '{ viewer { dutyGrids { code } } }', {}, { token: worker });
  expect(data.viewer.dutyGrids).toEqual([{ code: '1' }]);
});
afterAll(async () => {
  await server.stop();
  await gateway.close();
});

/** Somebody verified in grid 1. */
async function verified(more: object = {}): Promise<string> {
  const token = await someone();
  const { data } = await applyRealName(server, token, inGrid1(more));
  const { id, version } = data.realNameApply.application;
  const answer = await verifyRealName(server, worker, id, version);
  if (answer.data.realNameVerify.__typename !== 'RealNameVerifySuccess') throw new Error(JSON.stringify(answer.data));
  return token;
}

const myself = async (token: string) =>
  (await ask(server, '{ myResident { id name realNameStatus idNumberMasked birthDate homeGrid { code } } }', {}, { token })).data
    .myResident;

describe('a registration', () => {
  it.each([
    ['a wrong check digit', { idNumber: '990101198001010010' }, 'idNumber', 'CHECK_DIGIT'],
    ['an unknown region', { idNumber: '99999919800101001X' }, 'idNumber', 'REGION'],
    ['a birth date that cannot be', { idNumber: '990101198013010010' }, 'idNumber', 'BIRTH_DATE'],
    ['half a number', { idNumber: '9901011980' }, 'idNumber', 'FORM'],
    ['a name with digits', { name: '张3' }, 'name', 'NAME'],
    ['a name of markup', { name: '<b>张</b>三' }, 'name', 'NAME'],
    ['no address', { address: '' }, 'address', 'ADDRESS'],
    ['a grid that is not there', { gridId: 'bm90aGluZw' }, 'gridId', 'GRID'],
    ['an address that is nowhere', { gridId: null, address: '火星路 1 号' }, 'gridId', 'GRID'],
    ['a point outside every grid', { gridId: null, location: { longitude: 0, latitude: 0 } }, 'gridId', 'GRID'],
  ])('with %s is refused, and nothing is stored', async (_what, more, field, code) => {
    const token = await someone();
    const { data } = await applyRealName(server, token, inGrid1(more));
    expect(data.realNameApply).toMatchObject({ code: 'VALIDATION_FAILED', fieldErrors: [{ path: ['input', field], code }] });
    expect(await myself(token)).toMatchObject({ realNameStatus: 'UNVERIFIED' });
    const { rows } = await server.database.pool.query(
      `SELECT FROM real_name_application a JOIN resident r ON r.id = a.resident_id WHERE r.phone = $1`,
      [`+86${demoPhone(people)}`],
    );
    expect(rows).toHaveLength(0);
  });

  it('tells every mistake at once, in the person’s language', async () => {
    const token = await someone();
    const { data } = await ask(
      server,
      `mutation { realNameApply(input: { name: "", idNumber: "1", address: "" }) { ... on ValidationError { fieldErrors { path message } } } }`,
      {},
      { token, language: 'en' },
    );
    expect(data.realNameApply.fieldErrors.map(({ path }: { path: string[] }) => path[1])).toEqual([
      'name',
      'address',
      'idNumber',
      'gridId',
    ]);
    expect(data.realNameApply.fieldErrors[2].message).toBe('The identity number must have 18 characters; the last can be an X.');
  });

  it('finds the home grid by the address', async () => {
    const { rows } = await server.database.pool.query<{ address: string; code: string }>(
      'SELECT h.address, g.code FROM household h JOIN grid g ON g.id = h.grid_id ORDER BY h.id LIMIT 1',
    );
    const { data } = await applyRealName(server, await someone(), { idNumber: freshNumber(), gridId: null, address: rows[0]?.address });
    expect(data.realNameApply.application.grid.id).toBe(grids.get(rows[0]?.code as string));
  });

  it('is listed for whoever is on duty in its grid, masked, and for nobody else', async () => {
    const token = await someone();
    const { data: applied } = await applyRealName(server, token, inGrid1({ name: '王列表' }));
    const { id } = applied.realNameApply.application;
    const queue = (as: string) =>
      ask(server, '{ realNameApplications(first: 100) { edges { node { id idNumberMasked viewerCanDecide } } } }', {}, { token: as });
    const mine = (await queue(worker)).data.realNameApplications.edges.find(({ node }: { node: { id: string } }) => node.id === id);
    expect(mine.node).toMatchObject({ idNumberMasked: expect.stringMatching(/^9\*{16}[\dX]$/), viewerCanDecide: true });
    const elsewhere = await signIn(server, 'GRID_WORKER', 2);
    expect((await queue(elsewhere)).data.realNameApplications.edges.map(({ node }: { node: { id: string } }) => node.id)).not.toContain(id);
    expect((await ask(server, 'query ($id: ID!) { node(id: $id) { id } }', { id }, { token: elsewhere })).data.node).toBeNull();
    for (const stranger of [await signIn(server, 'DISPATCHER'), await someone()]) {
      expect((await ask(server, 'query ($id: ID!) { node(id: $id) { id } }', { id }, { token: stranger })).data.node).toBeNull();
    }
  });

  it('is encrypted where it lies, and its number forgotten there once decided', async () => {
    const idNumber = freshNumber();
    const token = await someone();
    const { data } = await applyRealName(server, token, inGrid1({ idNumber }));
    const everything = async () => {
      const { rows } = await server.database.pool.query(
        `SELECT row_to_json(a)::text AS row FROM real_name_application a UNION ALL SELECT row_to_json(r)::text FROM resident r UNION ALL SELECT row_to_json(l)::text FROM access_log l`,
      );
      return rows.map(({ row }) => row).join('\n');
    };
    expect(await everything()).not.toContain(idNumber);
    const { id, version } = data.realNameApply.application;
    await verifyRealName(server, worker, id, version);
    expect(await everything()).not.toContain(idNumber);
    const { rows } = await server.database.pool.query(
      `SELECT FROM real_name_application WHERE decision <> 'PENDING' AND id_number_cipher IS NOT NULL`,
    );
    expect(rows).toHaveLength(0);
  });

  it('verified: the resident has the name, the birth date, the home', async () => {
    const token = await verified({ name: '赵已核', idNumber: demoIdNumber({ birth: '19661231', order: 77 }) });
    expect(await myself(token)).toMatchObject({
      name: '赵已核',
      realNameStatus: 'VERIFIED',
      birthDate: '1966-12-31',
      homeGrid: { code: '1' },
    });
    const again = await applyRealName(server, token, inGrid1());
    expect(again.data.realNameApply).toMatchObject({ code: 'CONFLICT' });
  });

  it('refused: the person reads why, and can hand in another', async () => {
    const token = await someone();
    const { data } = await applyRealName(server, token, inGrid1());
    const { id, version } = data.realNameApply.application;
    const refuse = (reason: string) =>
      ask(
        server,
        'mutation ($input: RealNameRefuseInput!) { realNameRefuse(input: $input) { __typename ... on ValidationError { fieldErrors { code } } } }',
        { input: { applicationId: id, expectedVersion: version, reason } },
        { token: worker },
      );
    expect((await refuse(' ')).data.realNameRefuse).toMatchObject({ fieldErrors: [{ code: 'EMPTY' }] });
    expect((await refuse('住址缺门牌号')).data.realNameRefuse.__typename).toBe('RealNameRefuseSuccess');
    const mine = await ask(
      server,
      '{ myResident { realNameStatus realNameApplication { decision reason idNumberMasked } } }',
      {},
      { token },
    );
    expect(mine.data.myResident).toEqual({
      realNameStatus: 'UNVERIFIED',
      realNameApplication: { decision: 'REFUSED', reason: '住址缺门牌号', idNumberMasked: null },
    });
    expect((await applyRealName(server, token, inGrid1())).data.realNameApply.application.decision).toBe('PENDING');
  });

  it('handed in 64 times at once waits once', async () => {
    const token = await someone();
    await server.database.pool.query('SELECT 1');
    const idNumber = freshNumber();
    await Promise.all(Array.from({ length: 64 }, () => applyRealName(server, token, inGrid1({ idNumber }))));
    const { rows } = await server.database.pool.query(
      `SELECT a.decision FROM real_name_application a JOIN resident r ON r.id = a.resident_id WHERE r.phone = $1 AND a.decision = 'PENDING'`,
      [`+86${demoPhone(people)}`],
    );
    expect(rows).toHaveLength(1);
  });

  it('is decided once: the second of two gets a conflict, an old version too', async () => {
    const { data } = await applyRealName(server, await someone(), inGrid1());
    const { id, version } = data.realNameApply.application;
    const officer = await signIn(server, 'OFFICER', 0);
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => verifyRealName(server, n % 2 ? worker : officer, id, version)));
    const names = answers.map(({ data: answer }) => answer.realNameVerify.__typename);
    expect(names.filter((name) => name === 'RealNameVerifySuccess')).toHaveLength(1);
    expect(names.filter((name) => name === 'ConflictError')).toHaveLength(15);
  });

  it('cannot be decided from another grid: it is not there', async () => {
    const { data } = await applyRealName(server, await someone(), inGrid1());
    const { id, version } = data.realNameApply.application;
    const elsewhere = await signIn(server, 'GRID_WORKER', 2);
    expect((await verifyRealName(server, elsewhere, id, version)).data.realNameVerify).toMatchObject({ __typename: 'NotFoundError' });
    expect((await verifyRealName(server, await signIn(server, 'COMMANDER'), id, version)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('one verified person', () => {
  it('is one account: of 16 accounts with one number and 64 tries to verify, one is verified', async () => {
    const idNumber = freshNumber();
    const tokens = await Promise.all(Array.from({ length: 16 }, someone));
    const applications = await Promise.all(tokens.map((token) => applyRealName(server, token, inGrid1({ idNumber }))));
    const tries = applications.flatMap(({ data }) => Array.from({ length: 4 }, () => data.realNameApply.application));
    const answers = await Promise.all(tries.map(({ id, version }) => verifyRealName(server, worker, id, version)));
    expect(answers.filter(({ data }) => data.realNameVerify.__typename === 'RealNameVerifySuccess')).toHaveLength(1);
    expect(answers.every(({ errors }) => errors === undefined)).toBe(true);
    const { rows } = await server.database.pool.query('SELECT FROM resident WHERE id_number_index = $1', [
      server.house.services.idNumbers.index(idNumber),
    ]);
    expect(rows).toHaveLength(1);
    const late = await applyRealName(server, await someone(), inGrid1({ idNumber }));
    expect(late.data.realNameApply).toMatchObject({ fieldErrors: [{ path: ['input', 'idNumber'], code: 'TAKEN' }] });
  });

  it('may be told to try later after ten tries a day: numbers are not to be guessed', async () => {
    const token = await someone();
    for (let n = 0; n < 10; n++) await applyRealName(server, token, inGrid1({ idNumber: '1' }));
    expect((await applyRealName(server, token, inGrid1())).data.realNameApply).toMatchObject({ code: 'RATE_LIMITED' });
  });
});

describe('a minor', () => {
  const child = `${new Date().getUTCFullYear() - 10}0601`;
  const guardianshipOf = async (token: string) =>
    (await ask(server, '{ guardianshipRequests { id version name } }', {}, { token })).data.guardianshipRequests;
  const answerAs = (
    token: string,
    mutation: 'guardianshipAgree' | 'guardianshipDecline',
    { id, version }: { id: string; version: number },
  ) =>
    ask(
      server,
      `mutation ($id: ID!, $v: Int!) { ${mutation}(input: { applicationId: $id, expectedVersion: $v }) { __typename ... on Error { code } } }`,
      { id, v: version },
      { token },
    );

  it('needs a guardian who is a verified adult with that phone', async () => {
    const token = await someone();
    const tryWith = async (guardianPhone?: string) =>
      (await applyRealName(server, token, inGrid1({ idNumber: freshNumber(child), guardianPhone }))).data.realNameApply.fieldErrors;
    expect(await tryWith()).toMatchObject([{ path: ['input', 'guardianPhone'], code: 'GUARDIAN_NEEDED' }]);
    expect(await tryWith(demoPhone(99_999_999))).toMatchObject([{ code: 'GUARDIAN_UNFIT' }]); // nobody
    await someone();
    expect(await tryWith(demoPhone(people))).toMatchObject([{ code: 'GUARDIAN_UNFIT' }]); // not verified
  });

  it('is one until the birthday begins where the station stands', async () => {
    const night = tomorrowAt(3); // of the day before in UTC
    const station = await startTestServer({ clock: { now: () => night }, notifier: { ...sms, smsUrl: gateway.url } });
    try {
      const token = await newcomer(station, gateway, demoPhone(++people));
      const since = adultSince(new Date(night.getTime() + 8 * 3_600_000)).getTime();
      const [today = '', later = ''] = [0, 86_400_000].map((ms) => new Date(since + ms).toISOString().slice(0, 10).replaceAll('-', ''));
      const tryWith = async (birth: string) =>
        (await applyRealName(station, token, { gridId: [...(await gridIds(station)).values()][0], idNumber: freshNumber(birth) })).data
          .realNameApply;
      expect(await tryWith(later)).toMatchObject({ fieldErrors: [{ code: 'GUARDIAN_NEEDED' }] });
      expect(await tryWith(today)).toMatchObject({ application: { decision: 'PENDING' } });
    } finally {
      await station.stop();
    }
  });

  it('is verified after the guardian agreed, who was told by message; and stays their ward', async () => {
    const guardian = await verified();
    const guardianPhone = demoPhone(people);
    const token = await someone();
    const { data } = await applyRealName(server, token, inGrid1({ name: '小朋友', idNumber: freshNumber(child), guardianPhone }));
    const application = data.realNameApply.application;
    expect(application.waitsForGuardian).toBe(true);
    expect(gateway.messages.at(-1)).toMatchObject({ to: `+86${guardianPhone}`, text: expect.stringContaining('监护人') });
    expect((await verifyRealName(server, worker, application.id, application.version)).data.realNameVerify).toMatchObject({
      code: 'CONFLICT',
    });
    expect((await answerAs(token, 'guardianshipAgree', application)).data.guardianshipAgree).toMatchObject({ code: 'NOT_FOUND' }); // not by the child
    expect((await answerAs(await someone(), 'guardianshipAgree', application)).data.guardianshipAgree).toMatchObject({ code: 'NOT_FOUND' });
    const [request] = await guardianshipOf(guardian);
    expect(request).toMatchObject({ name: '小朋友' });
    expect((await answerAs(guardian, 'guardianshipAgree', request)).data.guardianshipAgree.__typename).toBe('GuardianshipAgreeSuccess');
    expect((await answerAs(guardian, 'guardianshipAgree', request)).data.guardianshipAgree).toMatchObject({ code: 'CONFLICT' });
    const done = await verifyRealName(server, worker, application.id, application.version + 1);
    expect(done.data.realNameVerify.__typename).toBe('RealNameVerifySuccess');
    const { data: wards } = await ask(server, '{ residents { edges { node { name } } } }', {}, { token: guardian });
    expect(wards.residents.edges.map(({ node }: { node: { name: string } }) => node.name)).toContain('小朋友');
  });

  it('whose guardian declines is refused', async () => {
    const guardian = await verified();
    const guardianPhone = demoPhone(people);
    const token = await someone();
    await applyRealName(server, token, inGrid1({ idNumber: freshNumber(child), guardianPhone }));
    const [request] = await guardianshipOf(guardian);
    expect((await answerAs(guardian, 'guardianshipDecline', request)).data.guardianshipDecline.__typename).toBe(
      'GuardianshipDeclineSuccess',
    );
    const { data } = await ask(server, '{ myResident { realNameStatus realNameApplication { decision reason } } }', {}, { token });
    expect(data.myResident).toMatchObject({
      realNameStatus: 'UNVERIFIED',
      realNameApplication: { decision: 'REFUSED', reason: expect.stringContaining('监护人没有同意') },
    });
  });
});

describe('a vote', () => {
  it('of somebody unverified is kept and does not count; once verified it counts at its own time', async () => {
    const raiser = await signIn(server, 'RESIDENT', 0);
    const issueId = await raiseIssue(server, raiser);
    const token = await someone();
    const vote = () =>
      ask(
        server,
        `mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { ... on HotIssueVoteSuccess { hotIssue { voteCount viewerHasVoted } } } }`,
        { id: issueId },
        { token },
      );
    expect((await vote()).data.hotIssueVote.hotIssue).toEqual({ voteCount: 0, viewerHasVoted: true });
    // It was cast two days ago.
    const { rows } = await server.database.pool.query(
      `UPDATE vote v SET cast_at = cast_at - interval '2 days' FROM resident r WHERE r.id = v.resident_id AND r.phone = $1 RETURNING cast_at`,
      [`+86${demoPhone(people)}`],
    );
    expect(rows).toHaveLength(1);
    await ask(
      server,
      `mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }`,
      { id: issueId },
      { token: raiser },
    );
    const { data } = await applyRealName(server, token, inGrid1());
    const { id, version } = data.realNameApply.application;
    await verifyRealName(server, worker, id, version);
    const after = await ask(server, 'query ($id: ID!) { hotIssue(id: $id) { voteCount heat } }', { id: issueId });
    expect(after.data.hotIssue.voteCount).toBe(2);
    // Two votes, one of half the weight: 48 hours are the half-life.
    const counters = await countersAndRows(server.database);
    const issue = counters.find(
      ({ times }) => times.length === 2 && Math.abs((times[0] as number) - (times[1] as number)) > 47 * 3_600_000,
    ) as (typeof counters)[0];
    const rate = Math.LN2 / (48 * 3_600_000);
    const latest = Math.max(...issue.times);
    const brute = rate * latest + Math.log(issue.times.reduce((sum, at) => sum + Math.exp(rate * (at - latest)), 0));
    expect(Math.abs(issue.heat - brute)).toBeLessThan(1e-6);
    expect((await vote()).data.hotIssueVote.hotIssue).toEqual({ voteCount: 2, viewerHasVoted: true });
  });

  it('taken back before the verification never counts', async () => {
    const issueId = await raiseIssue(server, await signIn(server, 'RESIDENT', 1));
    const token = await someone();
    for (const mutation of ['hotIssueVote', 'hotIssueUnvote']) {
      await ask(server, `mutation ($id: ID!) { ${mutation}(input: { hotIssueId: $id }) { __typename } }`, { id: issueId }, { token });
    }
    const { data } = await applyRealName(server, token, inGrid1());
    await verifyRealName(server, worker, data.realNameApply.application.id, data.realNameApply.application.version);
    expect((await ask(server, 'query ($id: ID!) { hotIssue(id: $id) { voteCount } }', { id: issueId })).data.hotIssue.voteCount).toBe(0);
  });

  it('cast while the verification runs counts once, 32 times over', async () => {
    const issueId = await raiseIssue(server, await signIn(server, 'RESIDENT', 2));
    const tokens = await Promise.all(Array.from({ length: 32 }, someone));
    const applications = await Promise.all(tokens.map((token) => applyRealName(server, token, inGrid1({ idNumber: freshNumber() }))));
    await Promise.all(
      tokens.flatMap((token, n) => {
        const { id, version } = applications[n]?.data.realNameApply.application ?? {};
        return [
          ask(server, `mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }`, { id: issueId }, { token }),
          verifyRealName(server, worker, id, version),
        ];
      }),
    );
    expect((await ask(server, 'query ($id: ID!) { hotIssue(id: $id) { voteCount } }', { id: issueId })).data.hotIssue.voteCount).toBe(32);
    for (const { voteCount, times } of await countersAndRows(server.database)) expect(voteCount).toBe(times.length);
  });
});

describe('an officer who is moved', () => {
  it('loses the old grid at that minute, the open subscription included', async () => {
    const officer = await signIn(server, 'OFFICER', 4);
    const admin = await signIn(server, 'ADMIN');
    const { data: me } = await ask(server, '{ viewer { title dutyGrids { id code } } }', {}, { token: officer });
    const old = me.viewer.dutyGrids[0];
    await applyRealName(server, await someone(), { gridId: old.id, idNumber: freshNumber() });
    const stream = subscribe(server, 'subscription { realNameQueueUpdated { waitingCount } }', {}, officer);
    expect((await stream.next()).data.realNameQueueUpdated.waitingCount).toBe(1);
    const { data: staff } = await ask(
      server,
      '{ staff(first: 100) { edges { node { id title duties { grid { code } } } } } }',
      {},
      { token: admin },
    );
    const { id } = staff.staff.edges
      .map(({ node }: { node: object }) => node)
      .find(
        ({ title, duties }: { title: string; duties: { grid: { code: string } }[] }) =>
          title === me.viewer.title && duties.some(({ grid }) => grid.code === old.code),
      );
    const moved = await ask(
      server,
      `mutation ($input: DutyAssignInput!) { dutyAssign(input: $input) { __typename ... on Error { message } } }`,
      { input: { staffId: id, gridId: grids.get('20'), endsOtherDuties: true } },
      { token: admin },
    );
    expect(moved.data.dutyAssign.__typename).toBe('DutyAssignSuccess');
    expect((await stream.next()).data.realNameQueueUpdated.waitingCount).toBe(0);
    await stream.end();
    const { data: now } = await ask(
      server,
      '{ viewer { dutyGrids { code } } realNameApplications { edges { node { id } } } }',
      {},
      { token: officer },
    );
    expect(now).toEqual({ viewer: { dutyGrids: [{ code: '20' }] }, realNameApplications: { edges: [] } });
  });

  it('by the clock alone: a duty that runs out ends its rights without anybody telling', async () => {
    const officer = await signIn(server, 'OFFICER', 5);
    const stream = subscribe(server, 'subscription { realNameQueueUpdated { waitingCount } }', {}, officer);
    await stream.next();
    await server.database.pool.query(
      `UPDATE duty SET ends_at = now() WHERE ends_at IS NULL AND staff_id = (SELECT id FROM staff_profile WHERE role = 'OFFICER' AND phone >= '+86100' ORDER BY phone OFFSET 5 LIMIT 1)`,
    );
    expect((await stream.next()).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await stream.end();
    const { errors } = await ask(server, '{ realNameApplications { edges { node { id } } } }', {}, { token: officer });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
