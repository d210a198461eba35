// What is held on a person: agreed to, shown to them, taken away, erased; and who looked at it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expire } from '../../api/jobs/retention.ts';
import { MODULES } from '../../schema/modules.ts';
import { ringDue } from '../../schema/work/tickets/jobs.ts';
import { type Gateway, openSmsGateway } from '../support/gateway.ts';
import { applyRealName, demoIdNumber, demoPhone, gridIds, newcomer, verifyRealName } from '../support/people.ts';
import { makePhoto } from '../support/photos.ts';
import { type Answer, ask, deed, raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, look, report } from '../support/tickets.ts';
import { becomeVolunteer, teamIds } from '../support/volunteers.ts';

/** What names a person, by a foreign key or without one: the export holds it, or it says why not. */
const HELD = MODULES.flatMap(({ holds }) => holds?.places ?? []).toSorted();

let server: TestServer;
let gateway: Gateway;
let people = 92_000_000;
beforeAll(async () => {
  gateway = await openSmsGateway();
  server = await startTestServer({
    proxies: 1,
    notifier: { smsUrl: gateway.url, smsToken: undefined, mailUrl: undefined, mailFrom: 'x@y.z' },
  });
});
afterAll(async () => {
  await server.stop();
  await gateway.close();
});

interface Person {
  token: string;
  id: string;
  phone: string;
  idNumber: string;
}

/** Somebody verified in grid 1. */
async function aResident(): Promise<Person> {
  const phone = demoPhone(++people);
  const idNumber = demoIdNumber({ order: people % 1000 });
  const token = await newcomer(server, gateway, phone);
  const grids = await gridIds(server);
  const { data } = await applyRealName(server, token, { name: '钱私隐', idNumber, gridId: grids.get('1') });
  await verifyRealName(
    server,
    await signIn(server, 'GRID_WORKER', 0),
    data.realNameApply.application.id,
    data.realNameApply.application.version,
  );
  const { data: me } = await ask(server, '{ myResident { id } }', {}, { token });
  return { token, id: me.myResident.id, phone, idNumber };
}

const resident = (token: string, id: string) =>
  ask(
    server,
    'query ($id: ID!) { node(id: $id) { ... on Resident { name phone birthDate idNumberMasked viewerCan { readFull revealNumber } } } }',
    { id },
    { token },
  );
const reveal = (token: string, residentId: string, reason = '核对报案人身份'): Promise<Answer> =>
  ask(
    server,
    'mutation ($input: IdNumberRevealInput!) { idNumberReveal(input: $input) { __typename ... on IdNumberRevealSuccess { idNumber } ... on Error { code } } }',
    { input: { residentId, reason } },
    { token },
  );
const whoLooked = async (token: string) =>
  (await ask(server, '{ whoLooked(first: 50) { edges { node { actorTitle action reason } } } }', {}, { token })).data.whoLooked.edges.map(
    ({ node }: { node: object }) => node,
  );

describe('who looked', () => {
  it('is seen by the person: every full look, by whom; a masked look is none', async () => {
    const me = await aResident();
    const [worker, dispatcher, commander] = [
      await signIn(server, 'GRID_WORKER', 0),
      await signIn(server, 'DISPATCHER'),
      await signIn(server, 'COMMANDER'),
    ];
    const before = (await whoLooked(me.token)).length;
    expect((await resident(dispatcher, me.id)).data.node).toEqual({
      name: '钱**',
      phone: `100****${me.phone.slice(-4)}`,
      birthDate: null,
      idNumberMasked: null,
      viewerCan: { readFull: false, revealNumber: false },
    });
    expect(await whoLooked(me.token)).toHaveLength(before);
    expect((await resident(worker, me.id)).data.node).toMatchObject({
      name: '钱私隐',
      phone: `+86${me.phone}`,
      viewerCan: { readFull: true, revealNumber: false },
    });
    expect((await resident(commander, me.id)).data.node).toMatchObject({ name: '钱私隐' });
    const looks = await whoLooked(me.token);
    expect(looks).toHaveLength(before + 2); // once a request, however many fields
    await resident(worker, me.id);
    expect(await whoLooked(me.token)).toHaveLength(before + 2); // and once a sitting
    expect(looks.slice(0, 2).every(({ action }: { action: string }) => action === 'RESIDENT_READ_FULL')).toBe(true);
  });

  it('of a number revealed says why; without a reason, or without the right, nothing is revealed', async () => {
    const me = await aResident();
    const [officer, worker, elsewhere, admin] = [
      await signIn(server, 'OFFICER', 0),
      await signIn(server, 'GRID_WORKER', 0),
      await signIn(server, 'OFFICER', 2),
      await signIn(server, 'ADMIN'),
    ];
    expect((await reveal(officer, me.id, ' ')).data.idNumberReveal).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect((await reveal(elsewhere, me.id)).data.idNumberReveal).toMatchObject({ code: 'NOT_FOUND' });
    for (const token of [worker, admin]) expect((await reveal(token, me.id)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await whoLooked(me.token)).some(({ action }: { action: string }) => action === 'ID_NUMBER_REVEAL')).toBe(false);
    expect((await reveal(officer, me.id)).data.idNumberReveal).toEqual({ __typename: 'IdNumberRevealSuccess', idNumber: me.idNumber });
    expect((await whoLooked(me.token))[0]).toEqual({
      actorTitle: expect.stringContaining('警官'),
      action: 'ID_NUMBER_REVEAL',
      reason: '核对报案人身份',
    });
  });

  it('cannot be changed by the server’s own database role, not even by mistake', async () => {
    const { pool } = server.database;
    for (const sql of [
      `UPDATE access_log SET actor_title = 'nobody'`,
      'DELETE FROM access_log',
      'TRUNCATE access_log',
      'ALTER TABLE access_log ADD COLUMN x int',
      'DROP TABLE access_log',
      'CREATE TABLE sneaked_in (x int)',
      'ALTER TABLE resident ADD COLUMN x int',
      'SELECT * FROM _prisma_migrations',
    ]) {
      await expect(pool.query(sql), sql).rejects.toMatchObject({ code: '42501' });
    }
    await expect(pool.query('SELECT expire_access_log(0)')).rejects.toMatchObject({ code: '23514' });
  });
});

describe('the audit log', () => {
  it('is read by those who oversee, and reading it is in it', async () => {
    const log = (token: string) => ask(server, '{ auditLog(first: 3) { edges { node { actorTitle action detail } } } }', {}, { token });
    const commander = await signIn(server, 'COMMANDER');
    const first = (await log(commander)).data.auditLog.edges[0].node;
    expect(first).toMatchObject({ action: 'AUDIT_READ' });
    for (const role of ['OFFICER', 'DISPATCHER', 'RESIDENT']) {
      expect((await log(await signIn(server, role))).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('is paged without a gap or a repeat', async () => {
    const token = await signIn(server, 'ADMIN');
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data }: Answer = await ask(
        server,
        'query ($after: String) { auditLog(first: 2, after: $after, action: REAL_NAME_VERIFY) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
        { after },
        { token },
      );
      seen.push(...data.auditLog.edges.map(({ node }: { node: { id: string } }) => node.id));
      if (!data.auditLog.pageInfo.hasNextPage) break;
      after = data.auditLog.pageInfo.endCursor;
    }
    const { rows } = await server.database.pool.query(`SELECT FROM access_log WHERE action = 'realName.verify'`);
    expect(new Set(seen).size).toBe(rows.length);
    expect(seen).toHaveLength(rows.length);
  });
});

describe('an agreement', () => {
  it('is given once, taken back, and kept on record', async () => {
    const { token } = await aResident();
    const change = (mutation: string) =>
      ask(server, `mutation { ${mutation}(input: { purpose: PARTNERS }) { consents { purpose textVersion withdrawnAt } } }`, {}, { token });
    await Promise.all(Array.from({ length: 16 }, () => change('consentGive')));
    const { data } = await change('consentGive');
    expect(data.consentGive.consents).toEqual([{ purpose: 'PARTNERS', textVersion: expect.any(String), withdrawnAt: null }]);
    expect((await change('consentWithdraw')).data.consentWithdraw.consents[0].withdrawnAt).not.toBeNull();
    expect((await change('consentGive')).data.consentGive.consents).toHaveLength(2);
  });
});

describe('an export', () => {
  it('holds everything: profile, number, votes, issues, agreements, devices, who looked', async () => {
    const me = await aResident();
    await raiseIssue(server, me.token, { title: '导出里要有的议题', location: { longitude: 0, latitude: 0 } });
    await ask(server, 'mutation { consentGive(input: { purpose: TERMS }) { consents { purpose } } }', {}, { token: me.token });
    await resident(await signIn(server, 'OFFICER', 0), me.id);
    const { data } = await ask(server, 'mutation { personalDataExport { data } }', {}, { token: me.token });
    const held = data.personalDataExport.data;
    expect(held).toMatchObject({
      profile: { name: '钱私隐', phone: `+86${me.phone}`, realNameStatus: 'VERIFIED' },
      idNumber: me.idNumber,
      issuesRaised: [{ title: '导出里要有的议题' }],
      issuesFollowed: [],
      consents: [{ purpose: 'TERMS' }],
      points: [],
      redemptions: [],
      volunteer: null,
      realNameApplications: [{ decision: 'VERIFIED' }],
    });
    expect(held.devices).toHaveLength(1);
    expect(held.accessLog.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['resident.readFull', 'account.export']),
    );
    // Every foreign key that leads to a person, and what names them without one, is held by a module, which shows it or says why not.
    const { rows } = await server.database.pool.query<{ place: string }>(
      `SELECT c.conrelid::regclass || '.' || a.attname AS place FROM pg_constraint c
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
       WHERE c.contype = 'f' AND c.confrelid IN ('resident'::regclass, 'volunteer'::regclass, 'auth_user'::regclass)
       UNION SELECT table_name || '.' || column_name FROM information_schema.columns
       WHERE table_schema = 'public' AND column_name IN ('subject_id', 'actor_id', 'author_id', 'uploader_id', 'created_by_id') ORDER BY 1`,
    );
    expect(rows.map(({ place }) => place)).toEqual(HELD);
  });

  it('is for the person alone', async () => {
    const { errors } = await ask(server, 'mutation { personalDataExport { data } }', {}, { token: await signIn(server, 'ADMIN') });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('an erasure', () => {
  it('leaves no exact place, no link that shows how it goes on, and no proof of training', async () => {
    const me = await aResident();
    const { pool } = server.database;
    const sent = await fetch(new URL('uploads', server.address), {
      method: 'POST',
      headers: { authorization: `Bearer ${me.token}`, 'content-type': 'image/jpeg' },
      body: new Uint8Array((await makePhoto()).buffer),
    });
    const photo = (await sent.json()) as { id: string };
    const { ticket } = await report(server, me.token, {
      location: { longitude: 116.0294567, latitude: 38.4587654 },
      attachmentIds: [photo.id],
    });
    await raiseIssue(server, me.token, { location: { longitude: 116.0294567, latitude: 38.4587654 } });
    const shared = await deed(server, me.token, 'ticketShare', { ticketId: ticket.id });
    expect(shared.__typename).toBe('TicketShareSuccess');
    const id = Buffer.from(await becomeVolunteer(server, me.token, await signIn(server, 'OFFICER')), 'base64url')
      .toString()
      .split(':')[1];
    expect((await deed(server, me.token, 'accountErase', { phone: me.phone })).__typename).toBe('AccountEraseSuccess');
    const { rows } = await pool.query('SELECT longitude, latitude FROM ticket WHERE number = $1', [ticket.number]);
    expect(rows).toEqual([{ longitude: 116.029, latitude: 38.459 }]);
    await expire(server.house.services, 30);
    expect((await pool.query('SELECT FROM attachment WHERE uploader_id = $1', [id])).rowCount).toBe(0);
    const issues = await pool.query('SELECT longitude, latitude FROM hot_issue WHERE created_by_id = $1', [id]);
    expect(issues.rows).toEqual([{ longitude: 116.029, latitude: 38.459 }]);
    for (const left of [
      'ticket_share s JOIN ticket t ON t.id = s.ticket_id WHERE t.reporter_id IS NULL AND t.longitude = 116.029',
      `training_certificate WHERE volunteer_id = '${id}'`,
    ])
      expect((await pool.query(`SELECT FROM ${left}`)).rowCount, left).toBe(0);
  });

  it('is not undone by what was on its way: nothing is written of the person afterwards', { timeout: 120_000 }, async () => {
    const grids = await gridIds(server);
    for (let round = 0; round < 8; round++) {
      const me = await aResident();
      const officer = await signIn(server, 'OFFICER');
      const volunteer = await becomeVolunteer(server, me.token, officer);
      const { PATROL: teamId } = await teamIds(server);
      const acts = () => [
        report(server, me.token, { description: `我是钱私隐，电话 ${me.phone}` }),
        ask(server, 'mutation { consentGive(input: { purpose: PARTNERS }) { consents { purpose } } }', {}, { token: me.token }),
        applyRealName(server, me.token, { name: '钱私隐', idNumber: me.idNumber, gridId: grids.get('1') }),
        deed(server, me.token, 'praiseGive', { teamId, text: '谢谢你们，夜里走得安心' }),
        deed(server, me.token, 'hotIssueCreate', { title: '钱私隐提的议题', category: 'other', gridId: grids.get('1') }),
        deed(server, officer, 'trainingCertify', { volunteerId: volunteer, courseId: 'x' }),
        deed(server, officer, 'equipmentIssue', { volunteerId: volunteer, name: '反光背心' }),
      ];
      const erasing = deed(server, me.token, 'accountErase', { phone: me.phone });
      await Promise.all([...acts(), erasing, ...acts()]);
      const erasedAt = (await server.database.pool.query('SELECT erased_at FROM resident WHERE phone = $1', [`+86${me.phone}`])).rowCount;
      expect(erasedAt).toBe(0); // the phone is free
      for (const table of ['ticket', 'real_name_application', 'praise', 'resident', 'consent', 'ticket_event']) {
        const { rows } = await server.database.pool.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM "${table}" t`);
        expect(
          rows.filter(({ row }) => row.includes(me.phone) || row.includes(me.idNumber)),
          table,
        ).toEqual([]);
      }
    }
  });

  it('is kept by the database: every table that names a resident refuses whoever has erased their account', async () => {
    const { rows } = await server.database.pool.query<{ place: string; isGuarded: boolean }>(
      `SELECT c.conrelid::regclass || '.' || a.attname AS place, EXISTS (
         SELECT FROM pg_trigger t WHERE t.tgrelid = c.conrelid AND t.tgfoid = 'refuse_the_erased'::regproc AND t.tgargs = (a.attname || '\\000')::bytea) AS "isGuarded"
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
       WHERE c.contype = 'f' AND c.confrelid IN ('resident'::regclass, 'volunteer'::regclass)`,
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(
      rows
        .filter(({ isGuarded }) => !isGuarded)
        .map(({ place }) => place)
        .sort(),
    ).toEqual([
      'ledger_account.resident_id', // stays, by nobody
      'resident.guardian_id', // changed, never added
      'team.captain_id', // likewise
      'vote.resident_id', // stays, by nobody
    ]);
  });

  it('removes the person, keeps votes and issues by nobody, and frees phone and number', async () => {
    const me = await aResident();
    const issueId = await raiseIssue(server, me.token);
    await ask(
      server,
      'mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }',
      { id: issueId },
      { token: me.token },
    );
    const { ticket } = await report(server, me.token, { description: `我是钱私隐，电话 ${me.phone}` });
    await act(server, me.token, 'Note', ticket.id, { text: `再说一遍：${me.phone}` });
    await act(server, await signIn(server, 'DISPATCHER'), 'Ask', ticket.id, { text: '在几楼？' });
    const officer = await signIn(server, 'OFFICER');
    const volunteerId = await becomeVolunteer(server, me.token, officer);
    const honour = { volunteerId, title: '年度志愿者', text: '钱私隐一年来风雨无阻。' };
    const { certificate } = await deed(server, officer, 'honourIssue', honour, 'certificate { path }');
    const opens = async () => (await fetch(new URL(certificate.path, server.address))).status;
    expect(await opens()).toBe(200);
    const erase = (phone: string) =>
      ask(
        server,
        'mutation ($phone: String!) { accountErase(input: { phone: $phone }) { __typename ... on ValidationError { fieldErrors { path } } } }',
        { phone },
        { token: me.token },
      );
    expect((await erase('10000000009')).data.accountErase).toMatchObject({ fieldErrors: [{ path: ['input', 'phone'] }] });
    expect((await erase(me.phone)).data.accountErase.__typename).toBe('AccountEraseSuccess');
    expect((await ask(server, '{ viewer { name } }', {}, { token: me.token })).data.viewer).toBeNull();
    expect((await ask(server, 'query ($id: ID!) { hotIssue(id: $id) { voteCount } }', { id: issueId })).data.hotIssue.voteCount).toBe(1);
    expect((await resident(await signIn(server, 'OFFICER', 0), me.id)).data.node).toBeNull();
    // Nothing of the person is left in any table, but the record of who looked, which names them by a row id only.
    const { rows: tables } = await server.database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('_prisma_migrations')`,
    );
    for (const { name } of tables) {
      const { rows } = await server.database.pool.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM "${name}" t`);
      const left = rows.filter(
        ({ row }) => row.includes(me.phone) || row.includes(me.idNumber) || (row.includes('钱私隐') && row.includes(me.id)),
      );
      expect(left, name).toEqual([]);
    }
    expect(await opens()).toBe(404);
    // What they had reported goes on without them, and waits for them no more.
    await ringDue(server.house.services);
    expect(await look(server, await signIn(server, 'DISPATCHER'), ticket.id)).toMatchObject({
      number: ticket.number,
      description: '',
      reporter: null,
      slaState: 'ON_TIME',
      dueAt: expect.any(String),
      lastEvents: [{ kind: 'ASKED' }, { kind: 'NOTED', text: null }, { kind: 'REPORTED' }],
    });
    // The same person may come back.
    await server.database.pool.query('SELECT 1');
    const again = await startTestServer({
      databaseUrl: server.databaseUrl,
      proxies: 1,
      notifier: { smsUrl: gateway.url, smsToken: undefined, mailUrl: undefined, mailFrom: 'x@y.z' },
    });
    const token = await newcomer(again, gateway, me.phone);
    const { data } = await applyRealName(again, token, { idNumber: me.idNumber, gridId: (await gridIds(again)).get('1') });
    expect(data.realNameApply.__typename).toBe('RealNameApplySuccess');
    await again.stop();
  });
});

describe('retention', () => {
  it('takes away what has outlived its purpose, and nothing else', async () => {
    const { pool, log } = server.house.services;
    const count = async (sql: string) => (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`)).rows[0]?.n;
    await signIn(server, 'RESIDENT', 50);
    await pool.query(
      `INSERT INTO idempotency_record (owner, key, request_hash, created_at) VALUES ('user:x', 'old-key-1', '\\x00', now() - interval '25 hours'), ('user:x', 'new-key-1', '\\x00', now())`,
    );
    await pool.query(
      `UPDATE session SET expires_at = now() - interval '1 second' WHERE id = (SELECT id FROM session ORDER BY created_at DESC LIMIT 1)`,
    );
    await pool.query(
      `INSERT INTO access_log (id, at, actor_kind, actor_title, action) VALUES (gen_random_uuid(), now() - interval '40 days', 'SYSTEM', '系统', 'audit.read')`,
    );
    await pool.query(
      `INSERT INTO auth_verification (id, identifier, value, expires_at) VALUES (gen_random_uuid(), 'x', 'y', now() - interval '1 second')`,
    );
    const before = { log: await count('access_log'), sessions: await count('session') };
    await expire({ pool, log, files: server.house.services.files }, 30);
    expect(await count('access_log')).toBe((before.log ?? 0) - 1);
    expect(await count('session')).toBe((before.sessions ?? 0) - 1);
    expect(await count(`idempotency_record WHERE owner = 'user:x'`)).toBe(1);
    expect(await count('auth_verification WHERE expires_at < now()')).toBe(0);
  });
});
