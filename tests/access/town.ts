// The people of the access matrix, and what each of them is expected to see.
import { hashToken } from '../../schema/people/tokens.ts';
import { type Gateway, openSmsGateway } from '../support/gateway.ts';
import { applyRealName, demoIdNumber, demoPhone, gridIds, newcomer, newStaff, verifyRealName } from '../support/people.ts';
import { type Answer, ask, raiseIssue, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { act, report } from '../support/tickets.ts';
import { deed, makeShift, makeVolunteer, posts } from '../support/volunteers.ts';
import { readTable } from './table.ts';

/** Who asks. The subject is a resident of grid 1 with a guardian, who has agreed that partners see them. */
export const COLUMNS = ['A', 'R', 'G', 'N', 'V', 'W', 'X', 'O', 'P', 'Y', 'L', 'D', 'C', 'M', 'K', 'k', 's'] as const;
export type Column = (typeof COLUMNS)[number];

/** Field to one letter a column. */
export const EXPECTED = readTable(COLUMNS.length);

export interface Town {
  server: TestServer;
  ids: Record<
    | 'grid'
    | 'resident'
    | 'application'
    | 'issue'
    | 'staff'
    | 'key'
    | 'duty'
    | 'ticket'
    | 'number'
    | 'link'
    | 'volunteer'
    | 'shift'
    | 'planned'
    | 'team'
    | 'paper'
    | 'flag'
    | 'plan',
    string
  >;
  /** A token of a session of its own, so that signing out ends nothing else. @param selfIs who column R is */
  token(column: Column, selfIs?: 'applicant'): Promise<string | undefined>;
  /** @param isApart in a session of its own, for what may end it */
  ask(column: Column, query: string, selfIs?: 'applicant', isApart?: boolean): Promise<Answer>;
  /** What the caller who sees everything sees; asked once. */
  reference(name: string, read: () => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

const OFFICER_ELSEWHERE = 6;

export async function openMatrixTown(): Promise<Town> {
  const gateway: Gateway = await openSmsGateway();
  const plenty = 1e6;
  const server = await startTestServer({
    proxies: 1,
    rates: { anonymous: plenty, person: plenty, key: plenty },
    notifier: { smsUrl: gateway.url, smsToken: undefined, mailUrl: undefined, mailFrom: 'x@y.z' },
  });
  const grids = await gridIds(server);
  const grid = grids.get('1') as string;
  const worker = await signIn(server, 'GRID_WORKER', 0);
  const admin = await signIn(server, 'ADMIN');
  const newPerson = (n: number) => newcomer(server, gateway, demoPhone(93_000_000 + n));
  const register = async (token: string, order: number) => {
    const { data } = await applyRealName(server, token, {
      name: `矩阵${'甲乙丙丁'[order]}`,
      idNumber: demoIdNumber({ order: 900 + order }),
      gridId: grid,
    });
    return data.realNameApply.application as { id: string; version: number };
  };
  const verify = async (token: string, order: number) => {
    const { id, version } = await register(token, order);
    await verifyRealName(server, worker, id, version);
  };
  const [self, guardian, neighbour, applicant] = [await newPerson(1), await newPerson(2), await newPerson(3), await newPerson(4)];
  await verify(self, 0);
  await verify(guardian, 1);
  await verify(neighbour, 2);
  const { id: application } = await register(applicant, 3);
  // The guardian of both: verified people of the matrix are grown up, and a guardian is what is looked at here.
  await server.database.pool.query(
    `WITH guardian AS (SELECT id FROM resident WHERE phone = $1),
     wards AS (UPDATE resident SET guardian_id = (SELECT id FROM guardian) WHERE phone = ANY($2))
     UPDATE real_name_application a SET guardian_id = (SELECT id FROM guardian) FROM resident r WHERE r.id = a.resident_id AND r.phone = ANY($2) AND a.decision = 'PENDING'`,
    [`+86${demoPhone(93_000_002)}`, [`+86${demoPhone(93_000_001)}`, `+86${demoPhone(93_000_004)}`]],
  );
  for (const token of [self, applicant]) {
    await ask(server, 'mutation { consentGive(input: { purpose: PARTNERS }) { consents { purpose } } }', {}, { token });
  }
  const officer = await signIn(server, 'OFFICER', 0);
  const { data: me } = await ask(server, '{ myResident { id } }', {}, { token: self });
  const resident = me.myResident.id as string;
  await ask(
    server,
    'mutation ($id: ID!) { idNumberReveal(input: { residentId: $id, reason: "矩阵" }) { __typename } }',
    { id: resident },
    { token: officer },
  );

  // Points and a voucher of the resident's own.
  await ask(
    server,
    'mutation ($id: ID!) { pointsAward(input: { residentId: $id, points: 100, reason: "矩阵" }) { __typename } }',
    { id: resident },
    { token: await signIn(server, 'COMMANDER') },
  );
  const { data: shelf } = await ask(server, '{ rewards(first: 1) { edges { node { id } } } }');
  await ask(
    server,
    'mutation ($id: ID!) { rewardRedeem(input: { rewardId: $id }) { __typename } }',
    { id: shelf.rewards.edges[0].node.id },
    { token: self },
  );

  const { volunteer, team, shift } = await makeVolunteer(server, self, officer);
  await server.database.pool.query(
    `UPDATE attendance SET rating = 5, evaluation = '矩阵', evaluated_at = now() WHERE out_at IS NULL AND signup_id IN (
       SELECT id FROM shift_signup WHERE volunteer_id = $1)`,
    [Buffer.from(volunteer, 'base64url').toString().split(':')[1]],
  );
  // In a shift to come: the resident asks another to take over, who has one to give, and a third is asked to fill a gap.
  const post = Object.values(await posts(server))[0] as { id: string };
  // At three in the morning, when nobody of the demo has another shift.
  const atThree = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 19 * 3_600_000;
  const inDays = (days: number) => ({ teamId: team, postId: post.id, startsAt: new Date(atThree + days * 86_400_000) });
  const [planned, theirs] = [await makeShift(server, officer, inDays(3)), await makeShift(server, officer, inDays(4))];
  const other = await signIn(server, 'VOLUNTEER', 4);
  const volunteerId = (await ask(server, '{ myVolunteer { id } }', {}, { token: other })).data.myVolunteer.id;
  await deed(server, self, 'shiftJoin', { shiftId: planned });
  await deed(server, other, 'shiftJoin', { shiftId: theirs });
  await deed(server, self, 'shiftSwapAsk', { shiftId: planned, volunteerId, otherShiftId: theirs });
  for (const shiftId of [shift, planned]) await deed(server, officer, 'shiftInvite', { shiftId, volunteerIds: [volunteerId] });
  // The clock may have reminded others of shifts of theirs.
  await server.database.pool.query(
    `DELETE FROM notice WHERE user_id NOT IN (SELECT r.user_id FROM resident r JOIN volunteer v ON v.resident_id = r.id
    WHERE v.resident_id = $1)`,
    [Buffer.from(volunteer, 'base64url').toString().split(':')[1]],
  );
  // The shift that the resident serves in has a route, and they were at one of its points.
  const points = [1, 2].map((n) => ({ name: `矩阵 ${n} 号点`, longitude: 116.02 + n / 1000, latitude: 38.4586 }));
  const routed = await deed(
    server,
    officer,
    'patrolRouteCreate',
    { teamId: team, name: '矩阵路线', points },
    'team { routes { id points { id } } }',
  );
  const route = routed.team.routes.at(-1);
  await server.database.pool.query(
    'UPDATE shift SET route_id = $2 WHERE id = $1',
    [shift, route.id].map((id) => Buffer.from(id, 'base64url').toString().split(':')[1]),
  );
  await deed(server, self, 'patrolVisit', { shiftId: shift, pointId: route.points[0].id });
  const honour = { volunteerId: volunteer, title: '矩阵之星', text: '为矩阵服务。' };
  const { certificate } = await deed(server, officer, 'honourIssue', honour, 'certificate { checkCode }');
  await deed(server, officer, 'equipmentIssue', { volunteerId: volunteer, name: '反光背心' });
  const { data: trainings } = await ask(server, '{ trainingSessions { id } }');
  await deed(server, self, 'trainingJoin', { sessionId: trainings.trainingSessions[0].id });

  const issueKey = async (input: object) => {
    const { data } = await ask(
      server,
      'mutation ($input: PartnerKeyCreateInput!) { partnerKeyCreate(input: $input) { ... on PartnerKeyCreateSuccess { key partnerKey { id } } } }',
      { input: { partnerName: '矩阵单位', name: '矩阵', ...input } },
      { token: admin },
    );
    return data.partnerKeyCreate as { key: string; partnerKey: { id: string } };
  };
  const everyScope = [
    'HOTLIST_READ',
    'HOTLIST_VOTE_COUNT',
    'TICKETS_READ',
    'TICKETS_WRITE',
    'VOLUNTEERS_READ',
    'STATS_READ',
    'PEOPLE_READ',
    'PII_READ',
  ];
  const wide = await issueKey({ scopes: everyScope, wholeStation: true });
  const elsewhere = await issueKey({ scopes: everyScope, gridIds: [grids.get('20')] });
  const narrow = await issueKey({ scopes: ['HOTLIST_READ'], wholeStation: true });
  const member = await newStaff(server, 'OFFICER', 'matrix.officer');
  const { data: assigned } = await ask(
    server,
    'mutation ($s: ID!, $g: ID!) { dutyAssign(input: { staffId: $s, gridId: $g }) { ... on DutyAssignSuccess { staff { duties { id } } } } }',
    { s: member.id, g: grid },
    { token: admin },
  );
  // Reported by the resident, accepted by the officer of the grid.
  const { ticket } = await report(server, self, { location: { longitude: 116.0219, latitude: 38.4586 }, address: '3 号楼' });
  const { rows: responsible } = await server.database.pool.query<{ id: string }>(
    `SELECT d.staff_id AS id FROM duty d JOIN grid g ON g.id = d.grid_id WHERE g.code = '1' AND d.is_responsible`,
  );
  const assigneeId = Buffer.from(`Staff:${responsible[0]?.id}`).toString('base64url');
  await act(server, officer, 'Dispatch', ticket.id, { assigneeId });
  await act(server, officer, 'Accept', ticket.id);
  const { data: shared } = await ask(
    server,
    'mutation ($id: ID!) { ticketShare(input: { ticketId: $id }) { ... on TicketShareSuccess { path } } }',
    { id: ticket.id },
    { token: self },
  );
  // A photo of the report, as the door for uploads would have stored it.
  await server.database.pool.query(
    `INSERT INTO attachment (id, ticket_id, seq, kind, file_name, mime_type, byte_length, uploader_kind, uploader_id)
     SELECT gen_random_uuid(), id, 1, 'PHOTO', repeat('0', 32) || '.webp', 'image/webp', 1, 'RESIDENT', reporter_id FROM ticket WHERE number = $1`,
    [ticket.number],
  );
  const issue = await raiseIssue(server, neighbour, { gridId: grid, title: '矩阵里的议题一个' });
  const plan = await makePlan(server, officer, issue);
  const flag = await workOnIssue(server, officer, { issue, ticket: ticket.id });
  const ids = {
    ...{ volunteer, team, shift, planned, paper: certificate.checkCode, flag, plan },
    link: shared.ticketShare.path.split('/').at(-1),
    ticket: ticket.id,
    number: ticket.number,
    grid,
    resident,
    application,
    issue,
    staff: member.id,
    key: wide.partnerKey.id,
    duty: assigned.dutyAssign.staff.duties[0].id,
  };
  const tokens: Record<Column, string | undefined> = {
    A: undefined,
    R: self,
    G: guardian,
    N: neighbour,
    V: await signIn(server, 'VOLUNTEER', 1),
    W: worker,
    X: await signIn(server, 'GRID_WORKER', 10),
    O: officer,
    P: await signIn(server, 'OFFICER', OFFICER_ELSEWHERE),
    Y: await signIn(server, 'PROPERTY'),
    L: await signIn(server, 'LEGAL_ADVISER'),
    D: await signIn(server, 'DISPATCHER'),
    C: await signIn(server, 'COMMANDER'),
    M: admin,
    K: wide.key,
    k: elsewhere.key,
    s: narrow.key,
  };
  const references = new Map<string, Promise<Answer>>();
  const { rows } = await server.database.pool.query<{ token: string; userId: string }>('SELECT token, user_id AS "userId" FROM session');
  const userIds = new Map(rows.map((row) => [row.token, row.userId]));
  const token: Town['token'] = async (column, selfIs) => {
    const first = column === 'R' && selfIs ? applicant : tokens[column];
    const userId = first && userIds.get(hashToken(first));
    if (!userId) return first; // a stranger, or a key
    return (await server.house.services.identity.openSession(userId, { address: '', userAgent: '', origin: null, name: null })).token;
  };
  return {
    server,
    ids,
    token,
    async ask(column, query, selfIs, isApart = false) {
      const shared = column === 'R' && selfIs ? applicant : tokens[column];
      const headers = { 'x-forwarded-for': `10.9.9.${COLUMNS.indexOf(column)}` };
      return ask(server, query, ids, { token: isApart ? await token(column, selfIs) : shared, headers });
    },
    reference(name, read) {
      const known = references.get(name) ?? read();
      references.set(name, known);
      return known;
    },
    async close() {
      await server.stop();
      await gateway.close();
    },
  };
}

/** An issue that is owed an answer and has one, whose work property shares, with a ticket, and a surge that somebody has flagged. Answers the flag's id. */
async function workOnIssue(server: TestServer, officer: string, { issue, ticket }: { issue: string; ticket: string }): Promise<string> {
  const { data } = await ask(server, '{ coOwnerCandidates { id title } }', {}, { token: officer });
  const { title } = (await ask(server, '{ viewer { title } }', {}, { token: await signIn(server, 'PROPERTY') })).data.viewer;
  const property = data.coOwnerCandidates.find((candidate: { title: string }) => candidate.title === title);
  await deed(server, officer, 'hotIssueOwnerAdd', { hotIssueId: issue, staffId: property.id });
  await deed(server, officer, 'hotIssueTicketLink', { hotIssueId: issue, ticketId: ticket });
  const id = Buffer.from(issue, 'base64url').toString().split(':')[1];
  const clock = {
    kind: 'ANSWER',
    limitMs: 86_400_000,
    since: new Date().toISOString(),
    remainingMs: 86_400_000,
    isPaused: false,
    alerts: 0,
    calendar: null,
  };
  await server.database.pool.query(
    `INSERT INTO answer_duty (hot_issue_id, reason, rank, votes, opened_at, clocks, due_at) VALUES ($1, 'RANK', 1, 20, now(), $2, now() + interval '1 day')`,
    [id, JSON.stringify([clock])],
  );
  await deed(server, officer, 'hotIssueAnswer', { hotIssueId: issue, text: '矩阵里的答复。' });
  await server.database.pool.query('UPDATE answer_duty SET answered_at = NULL WHERE hot_issue_id = $1', [id]);
  const { flag } = await deed(
    server,
    await signIn(server, 'GRID_WORKER', 0),
    'surgeFlagRaise',
    { hotIssueId: issue, reason: '矩阵' },
    'flag { id }',
  );
  await server.database.pool.query(
    `UPDATE surge_flag SET evidence = '[{"sign":"YOUNG_ACCOUNTS","surprise":9,"votes":20,"observed":15,"expected":0.4}]' WHERE hot_issue_id = $1`,
    [id],
  );
  return flag.id;
}

/** A patrol plan for an issue, approved. Answers its id. */
async function makePlan(server: TestServer, officer: string, hotIssueId: string): Promise<string> {
  const points = [1, 2].map((n) => ({ name: `计划 ${n} 号点`, longitude: 116.0219 + n / 1000, latitude: 38.4586 }));
  const { plan } = await deed(server, officer, 'patrolPlanCreate', { hotIssueId, title: '矩阵夜巡', points }, 'plan { id version }');
  await deed(server, officer, 'patrolPlanApprove', { planId: plan.id, expectedVersion: plan.version });
  return plan.id;
}
