// Statements of a server with years of data behind it: none reads a large table from end to end.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lapse } from '../../schema/commons/points/jobs.ts';
import { tendShifts } from '../../schema/work/volunteers/jobs.ts';
import { makeDatabase } from '../support/database.ts';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { recordStatements, type Statement } from '../support/statements.ts';
import { act, alarm, IN_GRID_3, report } from '../support/tickets.ts';

/** Tables that grow with every day. The others are the street: grids, staff, categories, a page of issues. */
const LARGE = new Set([
  'ticket',
  'ticket_event',
  'ticket_follower',
  'attachment',
  'vote',
  'resident',
  'auth_user',
  'session',
  'access_log',
  'idempotency_record',
  'real_name_application',
  'consent',
  'ledger_account',
  'ledger_transaction',
  'ledger_entry',
  'redemption',
  'shift',
  'shift_signup',
  'attendance',
]);
const PEOPLE = 8_000;
const TICKETS = 12_000;

/** Years of a busy station, in the shape of the real thing: most of it is over. */
async function fill(url: string): Promise<void> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    await owner.query(
      `CREATE TEMPORARY TABLE person AS SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS user_id FROM generate_series(1, ${PEOPLE}) n;
       INSERT INTO auth_user (id, name, email, updated_at) SELECT user_id, 'p', n || '@plans.invalid', now() FROM person;
       INSERT INTO resident (id, name, real_name_status, user_id, phone, home_grid_id)
         SELECT p.id, '居民' || n, 'VERIFIED', user_id, '+86199' || lpad(n::text, 8, '0'), g.id
         FROM person p JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS k, count(*) OVER () AS all_of FROM grid) g ON g.k = p.n % g.all_of;
       INSERT INTO session (id, token, user_id, updated_at, expires_at)
         SELECT gen_random_uuid(), md5(n::text), user_id, now(), now() + interval '1 day' FROM person;
       INSERT INTO vote (hot_issue_id, resident_id, cast_at)
         SELECT h.id, p.id, now() - (p.n % 400) * interval '1 hour' FROM person p
         JOIN (SELECT id, row_number() OVER (ORDER BY id) AS k FROM hot_issue) h ON (p.n + h.k) % 8 = 0 ON CONFLICT DO NOTHING;
       INSERT INTO ticket (id, number, station_id, community_id, grid_id, category_id, priority, status, source, description, longitude, latitude,
           reporter_id, created_at, ended_at, last_seq)
         SELECT gen_random_uuid(), 'GD-20200101-' || lpad(t.n::text, 7, '0'), (SELECT id FROM station LIMIT 1), g.community_id, g.id, c.id, 'P3',
           'CLOSED', 'RESIDENT', '很久以前', 116.02 + (t.n % 100) / 10000.0, 38.45 + (t.n % 90) / 10000.0, p.id,
           now() - t.n * interval '37 minutes', now() - t.n * interval '36 minutes', 3
         FROM generate_series(1, ${TICKETS}) t(n) JOIN person p ON p.n = 1 + t.n % ${PEOPLE} JOIN resident r ON r.id = p.id
         JOIN grid g ON g.id = r.home_grid_id
         JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS k, count(*) OVER () AS all_of FROM category) c ON c.k = t.n % c.all_of;
       INSERT INTO ticket_event (id, ticket_id, seq, kind, from_status, to_status, actor_kind, actor_title, at)
         SELECT gen_random_uuid(), t.id, seq, (CASE seq WHEN 1 THEN 'REPORTED' ELSE 'NOTED' END)::ticket_event_kind,
           CASE seq WHEN 1 THEN NULL ELSE 'SUBMITTED'::ticket_status END, 'SUBMITTED', 'SYSTEM', '', t.created_at
         FROM ticket t CROSS JOIN generate_series(1, 3) seq WHERE t.number LIKE 'GD-2020%';
       INSERT INTO ticket_follower (ticket_id, resident_id) SELECT id, reporter_id FROM ticket WHERE number LIKE 'GD-2020%';
       INSERT INTO access_log (id, at, actor_kind, actor_id, actor_title, action, detail)
         SELECT gen_random_uuid(), now() - n * interval '1 minute', 'STAFF', (SELECT id FROM staff_profile LIMIT 1), '', 'key.call', '{}' FROM person;
       INSERT INTO consent (id, resident_id, purpose, text_version) SELECT gen_random_uuid(), id, 'TERMS', '1' FROM person;
       INSERT INTO real_name_application (id, resident_id, grid_id, name, address, birth_date, decision, decided_at, created_at)
         SELECT gen_random_uuid(), r.id, r.home_grid_id, '居民', '', '1960-01-01', 'VERIFIED', now(), now() - p.n * interval '1 hour'
         FROM person p JOIN resident r ON r.id = p.id;
       INSERT INTO idempotency_record (owner, key, request_hash, response, created_at)
         SELECT user_id::text, n::text, '', '', now() - n * interval '4 seconds' FROM person;
       INSERT INTO attachment (id, ticket_id, seq, kind, file_name, mime_type, byte_length, uploader_kind, uploader_id, created_at)
         SELECT gen_random_uuid(), id, 1, 'PHOTO', replace(id::text, '-', '') || '.webp', 'image/webp', 1000, 'RESIDENT', reporter_id, created_at FROM ticket WHERE number LIKE 'GD-2020%';
       INSERT INTO ledger_account (id, kind, resident_id, balance, lapse_at)
         SELECT gen_random_uuid(), 'PERSON', id, 30, now() + interval '1 year' FROM person;
       CREATE TEMPORARY TABLE paid AS SELECT gen_random_uuid() AS id, a.id AS account_id, a.resident_id, k, now() - k * interval '30 days' AS at
         FROM ledger_account a CROSS JOIN generate_series(1, 3) k WHERE a.lapse_at IS NOT NULL;
       INSERT INTO ledger_transaction (id, kind, reference, at, actor_kind, actor_title) SELECT id, 'AWARD', 'award:' || id, at, 'SYSTEM', '' FROM paid;
       INSERT INTO ledger_entry (transaction_id, account_id, amount, balance_after, at, expires_at)
         SELECT id, account_id, 10, 40 - 10 * k, at, at + interval '2 years' FROM paid
         UNION ALL SELECT id, (SELECT id FROM ledger_account WHERE kind = 'ISSUED'), -10, NULL, at, NULL FROM paid;
       INSERT INTO redemption (id, reward_id, resident_id, points, status, code, created_at, expires_at, ended_at)
         SELECT gen_random_uuid(), (SELECT id FROM reward ORDER BY id LIMIT 1), resident_id, 5, 'USED', upper(substr(md5(id::text), 1, 12)), at,
           at + interval '30 days', at + interval '1 day' FROM paid WHERE k = 1;
       CREATE TEMPORARY TABLE past AS SELECT gen_random_uuid() AS id, gen_random_uuid() AS signup_id, t.id AS team_id, m.volunteer_id,
           '2015-01-01'::timestamptz + n * interval '6 hours' AS at
         FROM generate_series(1, 10000) n CROSS JOIN LATERAL (SELECT id FROM team ORDER BY id LIMIT 1 OFFSET n % 5) t
         CROSS JOIN LATERAL (SELECT volunteer_id FROM team_member WHERE team_id = t.id ORDER BY volunteer_id LIMIT 1 OFFSET n % 8) m;
       INSERT INTO shift (id, team_id, post_id, title, starts_at, ends_at, capacity, joined)
         SELECT id, team_id, (SELECT id FROM duty_post LIMIT 1), '很久以前', at, at + interval '1 hour', 3, 1 FROM past;
       INSERT INTO shift_signup (id, shift_id, volunteer_id, status, starts_at, ends_at, signed_up_at)
         SELECT signup_id, id, volunteer_id, 'JOINED', at, at + interval '1 hour', at FROM past;
       INSERT INTO attendance (signup_id, in_at, in_method, in_received_at, out_at, out_method, out_received_at, minutes, night_minutes, points)
         SELECT signup_id, at, 'POST_CODE', at, at + interval '1 hour', 'POST_CODE', at + interval '1 hour', 60, 0, 4 FROM past;
       ANALYZE`,
    );
  } finally {
    await owner.end();
  }
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

const scansOf = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' && LARGE.has(plan['Relation Name'] ?? '') ? [plan['Relation Name'] as string] : []),
  ...(plan.Plans ?? []).flatMap(scansOf),
];

/** The guard learns what is usual from a month of votes, and looks at all votes of an issue: it reads much of them by design, and rarely. */
const LEARNS = /^\/\* surges\.read(Usual|VotersByGrid|Votes|Here) /;

describe('a server with years of data', () => {
  let server: TestServer;
  let statements: Statement[];
  beforeAll(async () => {
    const databaseUrl = await makeDatabase('demo');
    await fill(databaseUrl);
    server = await startTestServer({ databaseUrl, isDemo: true });
    statements = recordStatements(server);
  }, 120_000);
  afterAll(() => server?.stop());

  it('reads no large table from end to end', { timeout: 120_000 }, async () => {
    const [resident, officer, desk, admin] = await Promise.all([
      signIn(server, 'RESIDENT', 3),
      signIn(server, 'OFFICER', 2),
      signIn(server, 'DISPATCHER'),
      signIn(server, 'ADMIN'),
    ]);
    const all = async (document: string, tokens: (string | undefined)[], variables: object = {}) => {
      for (const token of tokens) {
        const { errors } = await ask(server, document, variables, { token });
        for (const error of errors ?? [])
          if (!['FORBIDDEN', 'UNAUTHENTICATED'].includes(error.extensions.code)) throw new Error(error.message);
      }
    };
    const everybody = [undefined, resident, officer, desk, admin];
    const ISSUE = 'id title voteCount viewerHasVoted hourlyVotes category { code } grid { name neighbours { name } onDuty { title } }';
    for (const order of ['HOT', 'NEW', 'TOP'])
      await all(`{ hotList(order: ${order}) { totalCount edges { previousRank node { ${ISSUE} } } } }`, everybody);
    const { data } = await ask(server, '{ hotList { edges { node { id } } } grids { edges { node { id } } } }');
    const [issue] = data.hotList.edges;
    const [grid] = data.grids.edges;
    await all(`query ($id: ID!) { hotIssue(id: $id) { ${ISSUE} } }`, everybody, { id: issue.node.id });
    await all('query ($id: ID!) { hotList(board: { gridId: $id }) { edges { node { title } } } }', everybody, { id: grid.node.id });
    await all('mutation ($id: ID!) { hotIssueVote(input: { hotIssueId: $id }) { __typename } }', [resident], { id: issue.node.id });
    await all('mutation ($id: ID!) { hotIssueUnvote(input: { hotIssueId: $id }) { __typename } }', [resident], { id: issue.node.id });
    await all('mutation { hotIssueCreate(input: { title: "路口红绿灯太短", category: "other" }) { __typename } }', [resident]);
    await all('{ hotIssueDuplicates(title: "路口红绿灯") { id } }', everybody);

    const { ticket } = await report(server, resident, { location: IN_GRID_3 });
    const { ticket: urgent } = await alarm(server, resident);
    for (const name of ['Accept', 'Depart', 'Arrive']) await act(server, officer, name, urgent.id);
    await act(server, officer, 'Resolve', urgent.id, { result: '已到场处置' });
    const TICKET =
      'id number status priority dueAt category { nameZh } grid { name } assignee { title } lastEvents { kind } followerCount attachments { id } viewerCan suggestedAssignees { reason }';
    const list = `query ($filter: TicketFilter, $orderBy: TicketOrder) { tickets(filter: $filter, orderBy: $orderBy, first: 50) { edges { node { ${TICKET} } } pageInfo { endCursor } } }`;
    const staff = [officer, desk];
    for (const filter of [
      { isOpen: true },
      { isMine: true },
      { isOverdue: true },
      { statuses: ['RESOLVED'] },
      { gridId: grid.node.id },
      {},
    ])
      for (const orderBy of ['DUE', 'CREATED']) await all(list, staff, { filter, orderBy });
    await all(list, [resident], { filter: { isMine: true }, orderBy: 'CREATED' });
    await all(`query ($id: ID!) { node(id: $id) { ... on Ticket { ${TICKET} } } }`, [resident, ...staff], { id: ticket.id });
    await all(`query ($n: String!) { ticketByNumber(number: $n) { ${TICKET} } }`, [resident, ...staff], { n: ticket.number });
    await all('query ($p: GeoPointInput!) { ticketsNearby(location: $p, category: "lighting") { id } }', [resident], { p: IN_GRID_3 });
    await all('{ ticketHistory(first: 20) { kind ticket { number } } }', staff);
    await all('{ ticketSummary { openCount urgentCount medianArrivalSeconds loads { openCount grid { code } } } }', staff);
    await all('{ unitsOnDuty { title openCount } }', staff);
    const volunteer = await signIn(server, 'VOLUNTEER', 1);
    const SHIFT =
      'title waitingCount team { name memberCount captain { name } members { name } } earning { points } mySignup { status } signups { status attendance { inAt } volunteer { name } }';
    for (const filter of [{}, { isMine: true }, { from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' }])
      await all(`query ($filter: ShiftFilter) { shifts(filter: $filter) { edges { node { ${SHIFT} } } } }`, [...everybody, volunteer], {
        filter,
      });
    const { data: found } = await ask(server, '{ shifts(first: 100) { edges { node { id } } } }');
    for (const { node } of found.shifts.edges.slice(-3)) {
      for (const field of ['shiftJoin', 'shiftLeave', 'shiftCheckIn', 'shiftCheckOut'])
        await all(`mutation ($id: ID!) { ${field}(input: { shiftId: $id }) { __typename } }`, [volunteer], { id: node.id });
    }
    await all('{ myVolunteer { certificates { issuedAt } insurances { endsAt } } }', [volunteer]);
    await all('{ volunteers(status: ACTIVE) { edges { node { name } } } }', [officer]);
    await tendShifts(server.house.services);
    await all('{ publicTickets { edges { node { id followerCount } } } }', everybody);
    await all('{ notifications { unreadCount events { kind } } }', [resident, ...staff]);
    await all('{ whoLooked { edges { node { at } } } myConsents { purpose } myResident { name } }', [resident]);
    await all(
      '{ points { balance expiring { points } month(month: "2026-01") { closing } entries(month: "2026-01") { edges { node { amount } } } } rewards { edges { node { stock } } } redemptions { edges { node { status reward { name } } } } }',
      [resident],
    );
    await all('{ points { entries(first: 50) { edges { node { amount } } } } }', [resident]);
    const { data: shelf } = await ask(server, '{ rewards(first: 1) { edges { node { id } } } myResident { id } }', {}, { token: resident });
    await all(
      'mutation ($id: ID!) { pointsAward(input: { residentId: $id, points: 500, reason: "值守" }) { __typename } }',
      [await signIn(server, 'COMMANDER')],
      { id: shelf.myResident.id },
    );
    const REDEEM =
      'mutation ($id: ID!) { rewardRedeem(input: { rewardId: $id }) { ... on RewardRedeemSuccess { redemption { id code } } } }';
    const [kept, returned] = await Promise.all(
      [0, 1].map(
        async () => (await ask(server, REDEEM, { id: shelf.rewards.edges[0].node.id }, { token: resident })).data.rewardRedeem.redemption,
      ),
    );
    await all('mutation ($c: String!) { voucherUse(input: { code: $c }) { __typename } }', [officer], { c: kept.code });
    await all('mutation ($id: ID!) { redemptionCancel(input: { redemptionId: $id }) { __typename } }', [resident], { id: returned.id });
    await lapse(server.house.services);
    await all('{ residents(first: 20) { edges { node { name } } } }', [admin]);
    await all('{ auditLog(first: 20) { edges { node { at } } } }', [admin]);
    await all('{ realNameApplications { edges { node { id } } } }', [officer]);
    await all('{ inbox { count items { title grid { name } } } }', [officer, desk, await signIn(server, 'COMMANDER'), admin]);

    const { pool } = server.database;
    const offenders: string[] = [];
    const heard = [...new Map(statements.map((one) => [one.text, one])).values()];
    for (const { text, values } of heard) {
      if (LEARNS.test(text)) continue;
      const { rows } = await pool.query({ text: `EXPLAIN (FORMAT JSON) ${text}`, values });
      const scans = scansOf(rows[0]['QUERY PLAN'][0].Plan);
      if (scans.length > 0)
        offenders.push(
          `${scans.join(', ')}: ${text
            .replace(/\s+/g, ' ')
            .replace(/SELECT .*? FROM /, 'SELECT … FROM ')
            .slice(-500)}`,
        );
    }
    expect(heard.length).toBeGreaterThan(50);
    expect(offenders).toEqual([]);
  });
});
