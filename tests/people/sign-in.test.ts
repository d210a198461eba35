// Residents sign in with a code, staff with password and second factor; every session can be ended, everywhere at once.
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Gateway, openSmsGateway } from '../support/gateway.ts';
import {
  confirmCode,
  demoPhone,
  enrolAuthenticator,
  meetChallenge,
  newcomer,
  newStaff,
  sendCode,
  staffSignIn,
  totp,
} from '../support/people.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openSmsGateway();
  server = await startTestServer({
    proxies: 1,
    notifier: { smsUrl: gateway.url, smsToken: 'gateway-token', mailUrl: undefined, mailFrom: 'x@y.z' },
  });
});
afterAll(async () => {
  await server.stop();
  await gateway.close();
});

const whoAmI = async (token: string) => (await ask(server, '{ viewer { persona name } }', {}, { token })).data.viewer;
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** The close code of a socket with that token once it is closed. */
function closing(token: string, at: Pick<TestServer, 'address'> = server): { opened: Promise<void>; closed: Promise<CloseEvent> } {
  let opened: () => void;
  let closed: (event: CloseEvent) => void;
  const result = { opened: new Promise<void>((r) => (opened = r)), closed: new Promise<CloseEvent>((r) => (closed = r)) };
  const client = createClient({
    url: `${at.address.replace('http', 'ws')}graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
    on: { closed: (event) => closed(event as CloseEvent) },
  });
  client.subscribe(
    { query: 'subscription { hotListUpdated(first: 1) { at } }' },
    { next: () => opened(), error: () => {}, complete: () => {} },
  );
  return result;
}

describe('a one-time code', () => {
  it('signs a new phone in as a new resident, and the same phone as the same resident', async () => {
    const token = await newcomer(server, gateway, demoPhone(90_000_001));
    expect(await whoAmI(token)).toMatchObject({ persona: 'RESIDENT' });
    const sent = gateway.messages.at(-1);
    expect(sent).toMatchObject({ to: '+8610090000001', authorization: 'Bearer gateway-token' });
    expect(sent?.text).toContain('不会向您索要验证码');
    const { rows } = await server.database.pool.query(`SELECT id FROM resident WHERE phone = '+8610090000001'`);
    expect(rows).toHaveLength(1);
  });

  it('works once', async () => {
    const phone = demoPhone(90_000_002);
    await sendCode(server, phone);
    const code = gateway.codeFor(`+86${phone}`);
    expect((await confirmCode(server, phone, code)).data.signInCodeConfirm.token).toBeTruthy();
    expect((await confirmCode(server, phone, code)).data.signInCodeConfirm).toMatchObject({
      code: 'SIGN_IN_REFUSED',
      reason: 'CODE_EXPIRED',
    });
  });

  it('signs 64 at once in as one resident, by one session', async () => {
    const phone = demoPhone(90_000_003);
    await sendCode(server, phone);
    const code = gateway.codeFor(`+86${phone}`);
    const answers = await Promise.all(Array.from({ length: 64 }, () => confirmCode(server, phone, code)));
    const tokens = answers.filter(({ data }) => data.signInCodeConfirm.token);
    expect(tokens).toHaveLength(1);
    const { rows } = await server.database.pool.query(`SELECT id FROM resident WHERE phone = $1`, [`+86${phone}`]);
    expect(rows).toHaveLength(1);
  });

  it('is refused at the 6th try even when right', async () => {
    const phone = demoPhone(90_000_004);
    await sendCode(server, phone);
    const code = gateway.codeFor(`+86${phone}`);
    for (let n = 1; n <= 5; n++) {
      expect((await confirmCode(server, phone, wrong(code))).data.signInCodeConfirm, `try ${n}`).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    }
    expect((await confirmCode(server, phone, code)).data.signInCodeConfirm).toMatchObject({
      reason: expect.stringMatching(/TOO_MANY_TRIES|CODE_EXPIRED/),
    });
  });

  it('is compared with five guesses at the most, however many come at once', async () => {
    const phone = demoPhone(90_000_014);
    await sendCode(server, phone);
    const code = gateway.codeFor(`+86${phone}`);
    const answers = await Promise.all(Array.from({ length: 64 }, () => confirmCode(server, phone, wrong(code))));
    const reasons = answers.map(({ data }) => data.signInCodeConfirm.reason ?? data.signInCodeConfirm.code);
    expect(reasons.filter((reason) => reason === 'CODE_WRONG').length).toBeLessThanOrEqual(5);
    expect((await confirmCode(server, phone, code)).data.signInCodeConfirm.token).toBeUndefined();
  });

  it('is worth nothing after ten minutes', async () => {
    const { pool } = server.database;
    const phone = demoPhone(90_000_005);
    await sendCode(server, phone);
    const { rows } = await pool.query<{ seconds: number }>(
      'SELECT extract(epoch FROM expires_at - now())::float8 AS seconds FROM auth_verification WHERE identifier LIKE $1',
      [`%${phone}`],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.seconds).toBeGreaterThan(9 * 60);
    expect(rows[0]?.seconds).toBeLessThanOrEqual(10 * 60);
    await pool.query(`UPDATE auth_verification SET expires_at = now() - interval '1 second' WHERE identifier LIKE $1`, [`%${phone}`]);
    expect((await confirmCode(server, phone, gateway.codeFor(`+86${phone}`))).data.signInCodeConfirm).toMatchObject({
      reason: 'CODE_EXPIRED',
    });
  });

  it('is sent once a minute, whoever presses twice', async () => {
    const phone = demoPhone(90_000_006);
    const answers = await Promise.all([sendCode(server, phone), sendCode(server, phone)]);
    const typenames = answers.map(({ data }) => data.signInCodeSend.__typename).sort();
    expect(typenames).toEqual(['RateLimitedError', 'SignInCodeSendSuccess']);
    expect(gateway.messages.filter(({ to }) => to === `+86${phone}`)).toHaveLength(1);
  });

  it('is not sent to what is no mobile phone', async () => {
    const before = gateway.messages.length;
    for (const phone of ['12345', '', '+1', '13812', '<script>']) {
      expect((await sendCode(server, phone)).data.signInCodeSend).toMatchObject({
        code: 'VALIDATION_FAILED',
        fieldErrors: [{ path: ['input', 'phone'], code: 'PHONE' }],
      });
    }
    expect(gateway.messages).toHaveLength(before);
  });

  it('that the gateway refuses is told as busy, and nothing leaks', async () => {
    gateway.refuseWith(500);
    const { data } = await sendCode(server, demoPhone(90_000_007));
    gateway.refuseWith(null);
    expect(data.signInCodeSend).toMatchObject({ code: 'RETRY_LATER', message: '短信没有发出，请稍后再试。' });
  });

  it('tells nobody whether a phone is registered', async () => {
    const [known, unknown] = [await sendCode(server, demoPhone(1)), await sendCode(server, demoPhone(90_000_008))];
    expect(known.data).toEqual(unknown.data);
    const tries = [await confirmCode(server, demoPhone(2), '000000'), await confirmCode(server, demoPhone(90_000_009), '000000')];
    expect(tries[0]?.data).toEqual(tries[1]?.data);
  });

  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const phone = demoPhone(90_000_010);
    await sendCode(server, phone);
    const response = await fetch(`${server.address}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation ($p: String!, $c: String!) { signInCodeConfirm(input: { phone: $p, code: $c }) { __typename } }',
        variables: { p: phone, c: gateway.codeFor(`+86${phone}`) },
      }),
    });
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^xieshou_session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Expires=/);
    const [pair] = cookie.split(';');
    expect((await ask(server, '{ viewer { persona } }', {}, { headers: { cookie: pair as string } })).data.viewer).toEqual({
      persona: 'RESIDENT',
    });
  });
});

describe('a session', () => {
  it('is stored as a hash only', async () => {
    const token = await newcomer(server, gateway, demoPhone(90_000_020));
    const { rows } = await server.database.pool.query(`SELECT row_to_json(s)::text AS row FROM session s`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ row }) => row.includes(token))).toBe(false);
  });

  it('is listed with its device and can be ended from another; its open subscription ends within 5 s', async () => {
    const phone = demoPhone(90_000_021);
    const first = await newcomer(server, gateway, phone);
    await server.database.pool.query(`DELETE FROM auth_verification`);
    const { rows } = await server.database.pool.query(`SELECT user_id FROM resident WHERE phone = $1`, [`+86${phone}`]);
    const second = (
      await server.house.services.identity.openSession(rows[0].user_id, { address: '', userAgent: 'Other', origin: null, name: null })
    ).token;
    const { data } = await ask(server, '{ viewer { devices { id userAgent isCurrent } } }', {}, { token: second });
    expect(data.viewer.devices).toHaveLength(2);
    const other = data.viewer.devices.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent);
    const socket = closing(first);
    await socket.opened;
    const revokedAt = performance.now();
    await ask(server, 'mutation ($id: ID!) { deviceRevoke(input: { deviceId: $id }) { __typename } }', { id: other.id }, { token: second });
    expect(await socket.closed).toMatchObject({ code: 4401, reason: 'SESSION_ENDED' });
    expect(performance.now() - revokedAt).toBeLessThan(5000);
    expect(await whoAmI(first)).toBeNull();
    expect(await whoAmI(second)).not.toBeNull();
  });

  it('that is ended at one server ends at the others within 5 s', async () => {
    const other = await startTestServer({ databaseUrl: server.databaseUrl });
    const token = await signIn(server, 'RESIDENT', 8);
    const socket = closing(token, other);
    await socket.opened;
    const endedAt = performance.now();
    await ask(server, 'mutation { signOut { __typename } }', {}, { token });
    expect(await socket.closed).toMatchObject({ code: 4401, reason: 'SESSION_ENDED' });
    expect(performance.now() - endedAt).toBeLessThan(5000);
    await other.stop();
  });

  it('of somebody else cannot be ended, and is not there', async () => {
    const [mine, theirs] = [await newcomer(server, gateway, demoPhone(90_000_022)), await newcomer(server, gateway, demoPhone(90_000_023))];
    const { data } = await ask(server, '{ viewer { devices { id } } }', {}, { token: theirs });
    const answer = await ask(
      server,
      'mutation ($id: ID!) { deviceRevoke(input: { deviceId: $id }) { __typename ... on Error { code } } }',
      { id: data.viewer.devices[0].id },
      { token: mine },
    );
    expect(answer.data.deviceRevoke).toEqual({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    expect(await whoAmI(theirs)).not.toBeNull();
  });

  it('ends when its time is over, and every other one at a word', async () => {
    const phone = demoPhone(90_000_024);
    const token = await newcomer(server, gateway, phone);
    const { rows } = await server.database.pool.query(`SELECT user_id FROM resident WHERE phone = $1`, [`+86${phone}`]);
    const open = async () =>
      (await server.house.services.identity.openSession(rows[0].user_id, { address: '', userAgent: '', origin: null, name: null })).token;
    const others = [await open(), await open()];
    const { data } = await ask(server, 'mutation { devicesRevokeOthers { revokedCount viewer { devices { isCurrent } } } }', {}, { token });
    expect(data.devicesRevokeOthers).toEqual({ revokedCount: 2, viewer: { devices: [{ isCurrent: true }] } });
    for (const other of others) expect(await whoAmI(other)).toBeNull();
    await server.database.pool.query(`UPDATE session SET expires_at = now() - interval '1 second' WHERE user_id = $1`, [rows[0].user_id]);
    expect(await whoAmI(token)).toBeNull();
  });

  it('of staff ends after twelve silent hours', async () => {
    const token = await signIn(server, 'OFFICER', 3);
    await server.database.pool.query(`UPDATE session SET last_seen_at = now() - interval '13 hours'`);
    expect(await whoAmI(token)).toBeNull();
  });

  it('ends with signOut, everywhere it is open', async () => {
    const token = await signIn(server, 'RESIDENT', 7);
    const socket = closing(token);
    await socket.opened;
    await ask(server, 'mutation { signOut { __typename } }', {}, { token });
    expect((await socket.closed).code).toBe(4401);
    expect(await whoAmI(token)).toBeNull();
  });
});

describe('staff', () => {
  it('sign in with a password, and a grid worker needs no second factor', async () => {
    const { login, password } = await newStaff(server, 'GRID_WORKER', 'worker.one');
    const { data } = await staffSignIn(server, 'Worker.One', password);
    expect(data.staffSignIn).toMatchObject({ viewer: { lacksSecondFactor: false } });
    expect((await staffSignIn(server, login, `${password}x`)).data.staffSignIn).toMatchObject({ reason: 'LOGIN_WRONG' });
    expect((await staffSignIn(server, 'nobody.here', password)).data.staffSignIn).toMatchObject({ reason: 'LOGIN_WRONG' });
  });

  it.each(['DISPATCHER', 'COMMANDER', 'ADMIN'])('%s may do nothing before a second factor is set up', async (role) => {
    const login = `second.${role.toLowerCase()}`;
    const { password } = await newStaff(server, role, login);
    const { data } = await staffSignIn(server, login, password);
    expect(data.staffSignIn.viewer).toEqual({ lacksSecondFactor: true });
    const { token } = data.staffSignIn;
    const refused = await ask(server, '{ auditLog(first: 1) { edges { cursor } } }', {}, { token });
    expect(refused.errors?.[0]).toMatchObject({ message: '您的身份必须先设置两步验证，才能继续。', extensions: { code: 'FORBIDDEN' } });
    const enrolled = await enrolAuthenticator(server, token, password);
    expect(await whoAmI(token)).toBeNull(); // the weak session was replaced
    expect(await whoAmI(enrolled.token)).toMatchObject({ persona: role });
    const { data: again } = await staffSignIn(server, login, password);
    expect(again.staffSignIn.token).toBeUndefined();
    // The code that set it up has been used: the next one is good already.
    const met = await meetChallenge(server, again.staffSignIn.challenge, totp(enrolled.secret, Date.now() + 30_000));
    expect(met.data.secondFactorConfirm).toMatchObject({ viewer: { persona: role, lacksSecondFactor: false } });
  });

  it('open one session with a code of their authenticator, however many try it at once', async () => {
    const { login, password } = await newStaff(server, 'OFFICER', 'officer.once');
    const { data } = await staffSignIn(server, login, password);
    const { secret } = await enrolAuthenticator(server, data.staffSignIn.token, password);
    const challenges = [];
    for (let n = 0; n < 4; n++) challenges.push((await staffSignIn(server, login, password)).data.staffSignIn.challenge);
    const code = totp(secret, Date.now() + 30_000);
    const answers = await Promise.all(challenges.map((challenge) => meetChallenge(server, challenge, code)));
    const outcomes = answers.map(({ data: met }) => met.secondFactorConfirm.reason ?? met.secondFactorConfirm.__typename).sort();
    expect(outcomes).toEqual(['SECOND_FACTOR_WRONG', 'SECOND_FACTOR_WRONG', 'SECOND_FACTOR_WRONG', 'SecondFactorConfirmSuccess']);
  });

  it('with a lost phone use each recovery code once', async () => {
    const { login, password } = await newStaff(server, 'OFFICER', 'officer.lost');
    const { data } = await staffSignIn(server, login, password);
    const { recoveryCodes } = await enrolAuthenticator(server, data.staffSignIn.token, password);
    expect(recoveryCodes.length).toBeGreaterThanOrEqual(8);
    const tryCode = async (code: string) => {
      const { data: first } = await staffSignIn(server, login, password);
      return (await meetChallenge(server, first.staffSignIn.challenge, code)).data.secondFactorConfirm;
    };
    expect((await tryCode(recoveryCodes[0] as string)).token).toBeTruthy();
    expect(await tryCode(recoveryCodes[0] as string)).toMatchObject({ reason: 'SECOND_FACTOR_WRONG' });
    expect(await tryCode('000000')).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect((await meetChallenge(server, 'made.up.challenge', '000000')).data.secondFactorConfirm).toMatchObject({
      reason: 'CHALLENGE_EXPIRED',
    });
  });

  it('who guess a password are slowed down after five tries, right or wrong', async () => {
    const { login, password } = await newStaff(server, 'GRID_WORKER', 'worker.guess');
    for (let n = 0; n < 5; n++) await staffSignIn(server, login, 'wrong password!');
    expect((await staffSignIn(server, login, password)).data.staffSignIn).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('who change their password keep this device and lose the others', async () => {
    const { login, password } = await newStaff(server, 'GRID_WORKER', 'worker.change');
    const [here, there] = [
      (await staffSignIn(server, login, password)).data.staffSignIn.token,
      (await staffSignIn(server, login, password)).data.staffSignIn.token,
    ];
    const change = (current: string, next: string) =>
      ask(
        server,
        'mutation ($input: PasswordChangeInput!) { passwordChange(input: $input) { __typename ... on SignInError { reason } ... on PasswordChangeSuccess { token } } }',
        { input: { current, next } },
        { token: here },
      );
    expect((await change(password, 'short')).data.passwordChange).toMatchObject({ reason: 'PASSWORD_WEAK' });
    expect((await change('not the one it is', 'a much longer one')).data.passwordChange).toMatchObject({ reason: 'LOGIN_WRONG' });
    const { data } = await change(password, 'a much longer one');
    expect(await whoAmI(data.passwordChange.token)).not.toBeNull();
    expect(await whoAmI(there)).toBeNull();
    expect((await staffSignIn(server, login, password)).data.staffSignIn).toMatchObject({ reason: 'LOGIN_WRONG' });
  });

  it('of the demo have no password to change', async () => {
    const { data } = await ask(
      server,
      'mutation { passwordChange(input: { current: "not the one it is", next: "a much longer one" }) { ... on SignInError { reason } } }',
      {},
      { token: await signIn(server, 'OFFICER') },
    );
    expect(data.passwordChange).toEqual({ reason: 'LOGIN_WRONG' });
  });

  it('whose role changes sign in anew; whose access ends sign in no more', async () => {
    const { id, login, password } = await newStaff(server, 'GRID_WORKER', 'worker.role');
    const admin = await signIn(server, 'ADMIN');
    const token = (await staffSignIn(server, login, password)).data.staffSignIn.token;
    const socket = closing(token);
    await socket.opened;
    await ask(
      server,
      'mutation ($id: ID!) { staffRoleChange(input: { staffId: $id, role: PROPERTY }) { __typename } }',
      { id },
      { token: admin },
    );
    expect((await socket.closed).code).toBe(4401);
    const next = (await staffSignIn(server, login, password)).data.staffSignIn.token;
    expect(await whoAmI(next)).toMatchObject({ persona: 'PROPERTY' });
    await ask(server, 'mutation ($id: ID!) { staffLeave(input: { staffId: $id }) { __typename } }', { id }, { token: admin });
    expect(await whoAmI(next)).toBeNull();
    const after = (await staffSignIn(server, login, password)).data.staffSignIn;
    expect(after.token ? await whoAmI(after.token) : null).toBeNull();
  });

  it('get a new password from an administrator: old one, second factor and devices are gone', async () => {
    const { id, login, password } = await newStaff(server, 'OFFICER', 'officer.reset');
    const { data } = await staffSignIn(server, login, password);
    const { token } = await enrolAuthenticator(server, data.staffSignIn.token, password);
    const admin = await signIn(server, 'ADMIN');
    const reset = await ask(
      server,
      'mutation ($id: ID!) { staffPasswordReset(input: { staffId: $id }) { ... on StaffPasswordResetSuccess { temporaryPassword staff { hasSecondFactor } } } }',
      { id },
      { token: admin },
    );
    expect(reset.data.staffPasswordReset.staff).toEqual({ hasSecondFactor: false });
    expect(await whoAmI(token)).toBeNull();
    expect((await staffSignIn(server, login, password)).data.staffSignIn).toMatchObject({ reason: 'LOGIN_WRONG' });
    expect((await staffSignIn(server, login, reset.data.staffPasswordReset.temporaryPassword)).data.staffSignIn.token).toBeTruthy();
  });

  it('keep one administrator', async () => {
    const admin = await signIn(server, 'ADMIN');
    const { data } = await ask(server, '{ staff(first: 100) { edges { node { id role leftAt } } } }', {}, { token: admin });
    const admins = data.staff.edges
      .map(({ node }: { node: { role: string; leftAt: string | null } }) => node)
      .filter(({ role, leftAt }: { role: string; leftAt: string | null }) => role === 'ADMIN' && !leftAt);
    const leave = (id: string) =>
      ask(
        server,
        'mutation ($id: ID!) { staffLeave(input: { staffId: $id }) { __typename ... on Error { message } } }',
        { id },
        { token: admin },
      );
    const answers = await Promise.all(admins.map(({ id }: { id: string }) => leave(id)));
    const left = answers.filter(({ data: answer }) => answer?.staffLeave.__typename === 'StaffLeaveSuccess').length;
    expect(left).toBeLessThan(admins.length);
    const { rows } = await server.database.pool.query(
      `SELECT FROM staff_profile WHERE role = 'ADMIN' AND left_at IS NULL AND user_id IS NOT NULL`,
    );
    expect(rows.length).toBeGreaterThanOrEqual(1);
  });
});

describe('demo personas', () => {
  it('exist in demo mode only', async () => {
    const plain = await startTestServer({ databaseUrl: server.databaseUrl, isDemo: false });
    const answer = await ask(plain, 'mutation { demoSignIn(input: { persona: ADMIN }) { __typename ... on Error { code } } }');
    await plain.stop();
    expect(answer.data.demoSignIn).toEqual({ __typename: 'ForbiddenError', code: 'FORBIDDEN' });
  });

  it('keep a production server from starting on their database', async () => {
    await expect(
      startTestServer({ databaseUrl: server.databaseUrl, isDemo: false, isProduction: true, secret: 'x'.repeat(40) }),
    ).rejects.toThrow('This database holds the demo town');
  });
});
