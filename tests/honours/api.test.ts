// Evaluations, praise, stars of the month, standings: through the API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthAt } from '../../schema/joins/honours/stars.ts';
import { closeStarMonths } from '../../schema/joins/honours/stars-store.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { teamIds } from '../support/volunteers.ts';

const DAY = 86_400_000;
const ZONE = 'Asia/Shanghai';

let server: TestServer;
let now = new Date();
let officer: string;
let captain: string;
let member: string;
let elsewhere: string;
let teams: Record<string, string>;
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => now } });
  officer = await signIn(server, 'OFFICER');
  [captain, member, elsewhere] = [
    await signIn(server, 'VOLUNTEER', 0),
    await signIn(server, 'VOLUNTEER', 1),
    await signIn(server, 'VOLUNTEER', 8),
  ];
  teams = await teamIds(server);
});
afterAll(() => server?.stop());

const rowId = (id: string) => Buffer.from(id, 'base64url').toString().split(':')[1] as string;
const idOf = async (token: string): Promise<string> => (await ask(server, '{ myVolunteer { id } }', {}, { token })).data.myVolunteer.id;
const name = (token: string, isNamed: boolean) => deed(server, token, 'volunteerNaming', { isNamed });

describe('an evaluation', () => {
  /** A shift of the member's that is over. */
  async function served() {
    const { data } = await ask(
      server,
      'query ($from: DateTime!, $until: DateTime!) { myVolunteer { id serviceRecords(from: $from, until: $until, first: 2) { edges { cursor node { shift { id title } evaluation { rating text } } } pageInfo { hasNextPage } } } }',
      { from: new Date(now.getTime() - 400 * DAY), until: now },
      { token: member },
    );
    return data.myVolunteer;
  }

  it('is the captain’s, and is on the record of whoever served', async () => {
    const mine = await served();
    const input = { shiftId: mine.serviceRecords.edges[0].node.shift.id, volunteerId: mine.id, rating: 4, text: '来得早' };
    expect(await deed(server, elsewhere, 'serviceEvaluate', input)).toMatchObject({ __typename: 'ForbiddenError' });
    expect(await deed(server, member, 'serviceEvaluate', input)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await deed(server, captain, 'serviceEvaluate', { ...input, rating: 6 })).toMatchObject({ __typename: 'ValidationError' });
    expect(await deed(server, captain, 'serviceEvaluate', { ...input, volunteerId: await idOf(elsewhere) })).toMatchObject({
      __typename: 'NotCheckedInError',
    });
    expect(await deed(server, captain, 'serviceEvaluate', input)).toMatchObject({ __typename: 'ServiceEvaluateSuccess' });
    expect((await served()).serviceRecords.edges[0].node.evaluation).toEqual({ rating: 4, text: '来得早' });
  });

  it('and the record pages without gaps or repeats, with sums that are those of its lines', async () => {
    const query = `query ($from: DateTime!, $until: DateTime!, $after: String) { myVolunteer { service(from: $from, until: $until) { minutes shiftCount }
      serviceRecords(from: $from, until: $until, first: 50, after: $after) { edges { cursor node { shift { id } attendance { minutes } } } pageInfo { hasNextPage } } } }`;
    const span = { from: new Date(now.getTime() - 400 * DAY), until: now };
    const lines: { shift: { id: string }; attendance: { minutes: number } }[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await ask(server, query, { ...span, after }, { token: member });
      const { edges, pageInfo } = data.myVolunteer.serviceRecords;
      lines.push(...edges.map(({ node }: { node: (typeof lines)[number] }) => node));
      after = edges.at(-1)?.cursor;
      more = pageInfo.hasNextPage;
      if (more) continue;
      const { minutes, shiftCount } = data.myVolunteer.service;
      expect(shiftCount).toBe(lines.length);
      expect(new Set(lines.map(({ shift }) => shift.id)).size).toBe(lines.length);
      expect(lines.reduce((sum, { attendance }) => sum + attendance.minutes, 0)).toBe(minutes);
    }
    expect(lines.length).toBeGreaterThan(50);
  });
});

describe('praise', () => {
  const wall = async (token?: string) =>
    (await ask(server, '{ praises(first: 100) { edges { node { id text volunteer { name } } } } }', {}, { token })).data.praises.edges.map(
      ({ node }: { node: { id: string; text: string; volunteer: { name: string } | null } }) => node,
    );
  const waiting = async (token: string) =>
    (await ask(server, '{ praisesWaiting { id text } }', {}, { token })).data.praisesWaiting.map(({ text }: { text: string }) => text);

  it('of one is on the wall once they agree, with their name once they want to be named', async () => {
    const neighbour = await signIn(server, 'RESIDENT', 61);
    const volunteerId = await idOf(member);
    await name(member, false);
    const input = { teamId: teams.PATROL, volunteerId, text: '帮我把自行车找回来了' };
    expect(await deed(server, neighbour, 'praiseGive', input)).toMatchObject({ __typename: 'NotFoundError' }); // whose name one may not read
    await name(member, true);
    const { praise } = await deed(server, neighbour, 'praiseGive', input, 'praise { id isShown canAnswer }');
    expect(praise).toMatchObject({ isShown: false, canAnswer: false });
    expect((await wall()).map(({ text }: { text: string }) => text)).not.toContain(input.text);
    expect(await deed(server, captain, 'praiseAnswer', { praiseId: praise.id, isShown: true })).toMatchObject({
      __typename: 'NotFoundError',
    });
    expect(await waiting(member)).toContain(input.text);
    await deed(server, member, 'praiseAnswer', { praiseId: praise.id, isShown: true });
    const seen = async (token?: string) => (await wall(token)).find(({ id }: { id: string }) => id === praise.id);
    expect(await seen(neighbour)).toMatchObject({ volunteer: { name: expect.any(String) } });
    expect(await seen()).toMatchObject({ volunteer: null });
    await name(member, false);
    expect(await seen(neighbour)).toMatchObject({ volunteer: null });
    expect(await deed(server, officer, 'praiseAnswer', { praiseId: praise.id, isShown: false })).toMatchObject({
      __typename: 'PraiseAnswerSuccess',
    });
    expect(await seen(neighbour)).toBeUndefined();
  });

  it('of a team waits for its captain, and nobody thanks without end', async () => {
    const neighbour = await signIn(server, 'RESIDENT', 62);
    const give = (text: string) => deed(server, neighbour, 'praiseGive', { teamId: teams.PATROL, text });
    expect((await give('谢谢你们第 1 次')).__typename).toBe('PraiseGiveSuccess');
    const answers = await Promise.all(Array.from({ length: 63 }, (_, n) => give(`谢谢你们第 ${n + 2} 次`)));
    const given = answers.filter(({ __typename }) => __typename === 'PraiseGiveSuccess');
    expect([given.length, new Set(answers.map(({ __typename }) => __typename))]).toEqual([
      9,
      new Set(['PraiseGiveSuccess', 'RateLimitedError']),
    ]);
    expect(await give('<b>x</b>')).toMatchObject({ __typename: 'ValidationError' });
    expect(await waiting(captain)).toContain('谢谢你们第 1 次');
    expect(await waiting(elsewhere)).not.toContain('谢谢你们第 1 次');
  });
});

describe('the star of the month', () => {
  const month = async (token?: string) =>
    (await ask(server, '{ starMonth { month isOpen nominations { id reason voteCount viewerHasVoted hasWon } } }', {}, { token })).data
      .starMonth;
  /** Of the demo's vote of this month. */
  const forget = (volunteerId: string) =>
    server.database.pool.query('DELETE FROM star_nomination WHERE volunteer_id = $1 AND month = $2', [
      rowId(volunteerId),
      monthAt(now, ZONE),
    ]);
  const nominationOf = async (reason: string) => (await month()).nominations.find((one: { reason: string }) => one.reason === reason);

  it('is nominated only if they want to be named, once, and not by themselves', async () => {
    const neighbour = await signIn(server, 'RESIDENT', 63);
    const volunteerId = await idOf(elsewhere);
    await forget(volunteerId);
    await name(elsewhere, false);
    const nominate = (token: string, reason = '守了一夜') => deed(server, token, 'starNominate', { volunteerId, reason });
    expect(await nominate(neighbour)).toMatchObject({ __typename: 'NotFoundError' });
    await name(elsewhere, true);
    expect(await nominate(elsewhere)).toMatchObject({ __typename: 'ValidationError' });
    expect(await nominate(neighbour)).toMatchObject({ __typename: 'StarNominateSuccess' });
    expect(await nominate(await signIn(server, 'RESIDENT', 64))).toMatchObject({ __typename: 'ConflictError' });
    expect(await nominationOf('守了一夜')).toMatchObject({ voteCount: 0, hasWon: false });
  });

  it('has one vote of each person, however often they press, and only verified people’s count', async () => {
    const volunteerId = await idOf(elsewhere);
    await forget(volunteerId);
    await name(elsewhere, true);
    await deed(server, await signIn(server, 'RESIDENT', 64), 'starNominate', { volunteerId, reason: '守了一夜' });
    const { id: nominationId } = await nominationOf('守了一夜');
    const [voter, unverified] = [await signIn(server, 'RESIDENT', 65), await signIn(server, 'RESIDENT', 66)];
    const { data } = await ask(server, '{ myResident { id } }', {}, { token: unverified });
    await server.database.pool.query(`UPDATE resident SET real_name_status = 'UNVERIFIED' WHERE id = $1`, [rowId(data.myResident.id)]);
    const vote = (token: string, id = nominationId) => deed(server, token, 'starVote', { nominationId: id });
    const answers = await Promise.all(Array.from({ length: 64 }, () => vote(voter)));
    expect(answers.every(({ __typename }) => __typename === 'StarVoteSuccess')).toBe(true);
    await vote(unverified);
    expect(await nominationOf('守了一夜')).toMatchObject({ voteCount: 1 });
    expect(await vote(elsewhere)).toMatchObject({ __typename: 'ValidationError' });
    expect(await vote(voter, 'bm9uZQ')).toMatchObject({ __typename: 'NotFoundError' });
    // Moved to another, the vote is gone from the first.
    const captainId = await idOf(captain);
    await forget(captainId);
    await name(captain, true);
    await deed(server, voter, 'starNominate', { volunteerId: captainId, reason: '带出十个新人' });
    await vote(voter, (await nominationOf('带出十个新人')).id);
    expect([(await nominationOf('守了一夜')).voteCount, (await nominationOf('带出十个新人')).voteCount]).toEqual([0, 1]);
  });

  it('is named once when the month is over, with a certificate, however many look at once', async () => {
    const over = monthAt(now, ZONE);
    await closeStarMonths(server.database.pool, { month: over, now }); // the demo's, if it ended since
    const before = now;
    try {
      now = new Date(now.getTime() + 40 * DAY);
      const request = { month: monthAt(now, ZONE), now };
      const named = await Promise.all(Array.from({ length: 8 }, () => closeStarMonths(server.database.pool, request)));
      expect(named.reduce((sum, n) => sum + n, 0)).toBe(1);
      const { data } = await ask(
        server,
        'query ($month: String) { starMonth(month: $month) { isOpen nominations { voteCount hasWon } } }',
        { month: over },
      );
      const { isOpen, nominations } = data.starMonth;
      expect(isOpen).toBe(false);
      expect(nominations.filter(({ hasWon }: { hasWon: boolean }) => hasWon)).toHaveLength(1);
      expect(nominations[0].hasWon).toBe(true); // who has most votes comes first
      const { rows } = await server.database.pool.query(`SELECT count(*)::int AS n FROM service_certificate WHERE issued_at = $1`, [now]);
      expect(rows[0].n).toBe(1);
    } finally {
      now = before;
    }
  });
});

const of = () => monthAt(new Date(now.getTime() - 40 * DAY), ZONE);

describe('standings', () => {
  it('hold only those who want to be named, and the minutes that they have served', async () => {
    const { data } = await ask(
      server,
      'query ($month: String!) { volunteerStandings(month: $month, first: 100) { minutes volunteer { id name } } }',
      { month: of() },
      { token: member },
    );
    const { rows } = await server.database.pool.query<{ id: string; minutes: number }>(
      `SELECT u.volunteer_id AS id, sum(a.minutes)::int AS minutes FROM shift_signup u JOIN attendance a ON a.signup_id = u.id JOIN volunteer v ON v.resident_id = u.volunteer_id
       WHERE v.is_named AND to_char(u.starts_at AT TIME ZONE $2, 'YYYY-MM') = $1 GROUP BY 1 HAVING sum(a.minutes) > 0 ORDER BY 2 DESC`,
      [of(), ZONE],
    );
    const shown = data.volunteerStandings as { minutes: number; volunteer: { id: string } }[];
    expect(shown.map(({ minutes }) => minutes)).toEqual(rows.map(({ minutes }) => minutes));
    expect(new Set(shown.map(({ volunteer }) => rowId(volunteer.id)))).toEqual(new Set(rows.map(({ id }) => id)));
    expect(shown.length).toBeGreaterThan(5);
  });

  it('of teams sum to what all have served, and their shares lie between nothing and all', async () => {
    const { data } = await ask(
      server,
      'query ($month: String!) { teamKpis(month: $month) { minutes filledShare attendedShare shiftCount } gridKpis(month: $month) { ticketCount onTimeShare endedShare volunteerMinutes } teamStandings(month: $month) { minutes } }',
      { month: of() },
      { token: officer },
    );
    const { rows } = await server.database.pool.query<{ minutes: number; tickets: number }>(
      `SELECT (SELECT sum(a.minutes)::int FROM shift_signup u JOIN attendance a ON a.signup_id = u.id WHERE to_char(u.starts_at AT TIME ZONE $2, 'YYYY-MM') = $1) AS minutes,
         (SELECT count(*)::int FROM ticket WHERE grid_id IS NOT NULL AND to_char(created_at AT TIME ZONE $2, 'YYYY-MM') = $1) AS tickets`,
      [of(), ZONE],
    );
    const sum = (list: Record<string, number>[], key: string) => list.reduce((total, one) => total + (one[key] ?? 0), 0);
    expect(sum(data.teamKpis, 'minutes')).toBe(rows[0]?.minutes);
    expect(sum(data.teamStandings, 'minutes')).toBe(rows[0]?.minutes);
    expect(sum(data.gridKpis, 'volunteerMinutes')).toBe(rows[0]?.minutes);
    expect(sum(data.gridKpis, 'ticketCount')).toBe(rows[0]?.tickets);
    const shares = [...data.teamKpis, ...data.gridKpis].flatMap((one) => [
      one.filledShare,
      one.attendedShare,
      one.onTimeShare,
      one.endedShare,
    ]);
    expect(shares.filter((share) => share != null).every((share) => share >= 0 && share <= 1)).toBe(true);
    expect((await ask(server, '{ teamKpis(month: "x") { minutes } }', {}, { token: officer })).errors?.[0]?.extensions.code).toBe(
      'BAD_USER_INPUT',
    );
    expect((await ask(server, '{ teamKpis(month: "2026-01") { minutes } }', {}, { token: member })).errors?.[0]?.extensions.code).toBe(
      'FORBIDDEN',
    );
  });
});

describe('the trend of figures', () => {
  const FIGURES = 'ticketCount onTimeShare endedShare reopenedShare medianArrivalMinutes averageRating volunteerMinutes grid { id }';
  type Row = { month: string; grid: { id: string } | null; ticketCount: number; volunteerMinutes: number };
  const byGrid = (one: Pick<Row, 'grid'>, other: Pick<Row, 'grid'>) => (one.grid?.id ?? '').localeCompare(other.grid?.id ?? '');

  it('has thirteen months, each of every grid and of all together, and says of a month what the tables say', async () => {
    const { data } = await ask(
      server,
      `query ($month: String!) { kpiTrend(month: $month) { month ${FIGURES} } gridKpis(month: $month) { ${FIGURES} } }`,
      { month: of() },
      { token: officer },
    );
    const trend = data.kpiTrend as Row[];
    const months = [...new Set(trend.map(({ month }) => month))];
    expect(months).toHaveLength(13);
    expect(months.toSorted()).toEqual(months);
    expect(months.at(-1)).toBe(of());
    const last = trend.flatMap(({ month, ...figures }) => (month === of() && figures.grid ? [figures] : []));
    expect(last.toSorted(byGrid)).toEqual(data.gridKpis.toSorted(byGrid));
    for (const month of months) {
      const rows = trend.filter((row) => row.month === month);
      const together = rows.filter(({ grid }) => grid === null);
      expect(together).toHaveLength(1);
      for (const figure of ['ticketCount', 'volunteerMinutes'] as const)
        expect(rows.reduce((sum, row) => sum + (row.grid ? row[figure] : 0), 0)).toBe(together[0]?.[figure]);
    }
  });

  it.each(['x', '0000-01', '2026-13'])('is refused for the month %s, which is none', async (month) => {
    const { errors } = await ask(server, 'query ($month: String!) { kpiTrend(month: $month) { month } }', { month }, { token: officer });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
