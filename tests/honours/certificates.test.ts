// Papers about service: what they say is so, anybody with the check code can verify it, and nobody without it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duration } from '../../api/files/certificate-pdf.ts';
import { pagesOf } from '../support/pdf.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';

const DAY = 86_400_000;
const PAPER = 'certificate { kind checkCode name title minutes shiftCount revokedAt revokeReason path }';

let server: TestServer;
const now = new Date();
let officer: string;
let member: string;
let other: string;
let me: { id: string; name: string };
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => now } });
  officer = await signIn(server, 'OFFICER');
  member = await signIn(server, 'VOLUNTEER', 1);
  other = await signIn(server, 'VOLUNTEER', 2);
  me = (await ask(server, '{ myVolunteer { id name } }', {}, { token: member })).data.myVolunteer;
});
afterAll(() => server?.stop());

const span = (days: number) => ({ from: new Date(now.getTime() - days * DAY).toISOString(), until: now.toISOString() });
const prove = (token: string | undefined, input: object = {}) =>
  deed(server, token, 'serviceProofIssue', { volunteerId: me.id, ...span(400), ...input }, PAPER);
const verify = async (code: string) =>
  (
    await ask(server, 'query ($code: String!) { certificate(code: $code) { name minutes shiftCount title revokedAt revokeReason } }', {
      code,
    })
  ).data.certificate;
const open = (path: string) => fetch(new URL(path, server.address));

describe('a proof of service', () => {
  it('says what the database says, opens as a PDF, and its check code verifies', async () => {
    const { rows } = await server.database.pool.query<{ minutes: number; shifts: number; last: string }>(
      `SELECT sum(a.minutes)::int AS minutes, count(*)::int AS shifts FROM shift_signup u JOIN attendance a ON a.signup_id = u.id
       WHERE u.volunteer_id = $1 AND a.out_at IS NOT NULL AND u.starts_at >= $2 AND u.starts_at < $3`,
      [Buffer.from(me.id, 'base64url').toString().split(':')[1], span(400).from, span(400).until],
    );
    const truth = rows[0] as { minutes: number; shifts: number };
    expect(truth.shifts).toBeGreaterThan(20);
    const { certificate } = await prove(member);
    expect(certificate).toMatchObject({ name: me.name, minutes: truth.minutes, shiftCount: truth.shifts, revokedAt: null });

    const response = await open(certificate.path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    const pages = await pagesOf(new Uint8Array(await response.arrayBuffer()));
    expect(pages[0]).toContain(`兹证明：${me.name}`);
    expect(pages[0]).toContain(duration(truth.minutes).replace(/\s/g, ''));
    const spaced = certificate.checkCode.replace(/(.{4})(?=.)/g, '$1-');
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`查验码${spaced}`);
      expect(page).toContain(`第${index + 1}页/共${pages.length}页`);
    }
    // Each piece of service is a line of it, on whichever page: every one begins with its day and time.
    expect(pages.join('').match(/\d{4}-\d\d-\d\d\d\d:\d\d/g)).toHaveLength(truth.shifts);

    expect(await verify(spaced.toLowerCase())).toMatchObject({
      name: me.name,
      minutes: truth.minutes,
      shiftCount: truth.shifts,
      revokedAt: null,
    });
    expect(await verify('ABCDEFGH23456789')).toBeNull();
    expect(await verify('x')).toBeNull();
  });

  it('stays as it was issued, whatever is served after it', async () => {
    const { certificate } = await prove(member);
    await server.database.pool.query(
      `UPDATE attendance SET minutes = minutes + 1, night_minutes = 0 WHERE signup_id IN (SELECT id FROM shift_signup WHERE volunteer_id = $1)`,
      [Buffer.from(me.id, 'base64url').toString().split(':')[1]],
    );
    expect((await verify(certificate.checkCode)).minutes).toBe(certificate.minutes);
    expect((await prove(member)).certificate.minutes).toBeGreaterThan(certificate.minutes);
  });

  it('is the same one when the request is repeated', async () => {
    const key = 'proof-twice';
    const query = `mutation ($input: ServiceProofIssueInput!) { serviceProofIssue(input: $input) { ... on ServiceProofIssueSuccess { ${PAPER} } } }`;
    const once = () =>
      ask(server, query, { input: { volunteerId: me.id, ...span(30) } }, { token: member, headers: { 'idempotency-key': key } });
    const [first, second] = [await once(), await once()];
    expect(second.data.serviceProofIssue.certificate.checkCode).toBe(first.data.serviceProofIssue.certificate.checkCode);
  });

  it('is for the person and officers, of a time in which they served', async () => {
    expect(await prove(other)).toMatchObject({ __typename: 'ForbiddenError' });
    expect(await prove(undefined)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await prove(officer)).toMatchObject({ __typename: 'ServiceProofIssueSuccess' });
    const never = { from: '2001-01-01T00:00:00Z', until: '2001-02-01T00:00:00Z' };
    expect(await prove(member, never)).toMatchObject({ __typename: 'ValidationError', fieldErrors: [{ path: ['input', 'from'] }] });
    expect(await prove(member, { from: never.until, until: never.from })).toMatchObject({
      __typename: 'ValidationError',
      fieldErrors: [{ path: ['input', 'until'] }],
    });
  });

  it('is a table for the person, too, with a line for each piece of service', async () => {
    const table = (token: string | undefined, when: object = span(400)) =>
      fetch(new URL(`/exports/service.csv?${new URLSearchParams(when as Record<string, string>)}`, server.address), {
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
    const lines = (await (await table(member)).text()).trim().split('\r\n');
    expect(lines[0]).toBe('时间,活动,内容,队伍,地点,分钟,评分,评价');
    expect(lines).toHaveLength((await prove(member)).certificate.shiftCount + 1);
    expect((await table(undefined)).status).toBe(401);
    expect((await table(officer)).status).toBe(403);
    expect((await table(member, { from: 'x' })).status).toBe(400);
  });

  it('is not made out without end', async () => {
    const volunteerId = await idOf(other);
    const answers = await Promise.all(Array.from({ length: 64 }, () => prove(other, { volunteerId })));
    const names = Object.groupBy(answers, ({ __typename }) => __typename);
    expect(names.ServiceProofIssueSuccess).toHaveLength(20);
    expect(names.RateLimitedError).toHaveLength(44);
  });
});

const idOf = async (token: string): Promise<string> => (await ask(server, '{ myVolunteer { id } }', {}, { token })).data.myVolunteer.id;

describe('a certificate of honour', () => {
  const HONOUR = { title: '年度志愿者', text: '一年来风雨无阻。' };

  it('is awarded by officers, says so as a PDF, and once revoked holds no more', async () => {
    expect((await deed(server, member, 'honourIssue', { volunteerId: me.id, ...HONOUR })).code).toBe('FORBIDDEN');
    const { certificate } = await deed(server, officer, 'honourIssue', { volunteerId: me.id, ...HONOUR }, PAPER);
    const [page = ''] = await pagesOf(new Uint8Array(await (await open(certificate.path)).arrayBuffer()));
    expect(page).toContain(`${me.name}同志`);
    expect(page).toContain('一年来风雨无阻。');
    const { data } = await ask(server, '{ myVolunteer { papers { checkCode title } } }', {}, { token: member });
    expect(data.myVolunteer.papers).toContainEqual({ checkCode: certificate.checkCode, title: HONOUR.title });

    const revoke = (reason: string) => deed(server, officer, 'certificateRevoke', { code: certificate.checkCode, reason }, PAPER);
    expect(await revoke('')).toMatchObject({ __typename: 'ValidationError' });
    expect((await revoke('姓名有误')).certificate).toMatchObject({ revokeReason: '姓名有误' });
    expect(await revoke('再来一次')).toMatchObject({ __typename: 'NotFoundError' });
    expect(await verify(certificate.checkCode)).toMatchObject({ revokeReason: '姓名有误', revokedAt: expect.any(String) });
    expect((await open(certificate.path)).status).toBe(410);
  });

  it('is not there for whoever guesses', async () => {
    for (const path of ['/certificates/ABCDEFGH23456789.pdf', '/certificates/0000000000000000.pdf'])
      expect((await open(path)).status).toBe(404);
    const { certificate } = await deed(server, officer, 'honourIssue', { volunteerId: me.id, ...HONOUR }, PAPER);
    expect((await fetch(new URL(certificate.path, server.address), { method: 'POST' })).status).toBe(404);
  });

  it('opens for many at once', async () => {
    const { certificate } = await deed(server, officer, 'honourIssue', { volunteerId: me.id, ...HONOUR }, PAPER);
    const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await open(certificate.path)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
