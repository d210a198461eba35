// How often a list asks the database: the same for one row and for a page of them, whatever is selected.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { recordStatements, type Statement } from '../support/statements.ts';
import { alarm, IN_GRID_3, report } from '../support/tickets.ts';

const PLACE = 'category { code nameZh } grid { code name community { name } neighbours { name } }';
const ISSUE = `id title voteCount heat ${PLACE} community { name } viewerHasVoted viewerCan { vote } hourlyVotes grid { onDuty { title } }`;
const TICKET = `id number status priority dueAt description ${PLACE} assignee { title } reporter { name } followerCount viewerCan`;

/** Asked once for all requests of a moment: who asks, a board as of its last change. Likewise the street, through Prisma. */
const KEPT = new Set(['people.readSessionViewers', 'hotlist.readBoard', 'hotlist.countBoard', 'hotlist.readRanksAt']);
/** What the tail of events looks at meanwhile. */
const OF_THE_TAIL = /^tickets\.(readLastPosition|readEventsAfter)$/;

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

describe('statements of a list', () => {
  let server: TestServer;
  let heard: Statement[];
  let resident: string;
  let volunteer: string;
  let desk: string;
  let officer: string;
  beforeAll(async () => {
    const before = await startTestServer();
    [resident, volunteer, desk, officer] = await Promise.all([
      signIn(before, 'RESIDENT', 1),
      signIn(before, 'VOLUNTEER', 1),
      signIn(before, 'DISPATCHER'),
      signIn(before, 'OFFICER'),
    ]);
    for (let n = 0; n < 4; n++) await report(before, resident, { location: IN_GRID_3 });
    await alarm(before, resident);
    await before.stop();
    server = await startTestServer({ databaseUrl: before.databaseUrl, hasJobs: false }); // to it nothing of this is news
    heard = recordStatements(server);
  });
  afterAll(() => server?.stop());

  /** Names of the statements of a query that are asked for each. */
  async function statementsOf(query: string, token: string, first: number): Promise<string[]> {
    heard.length = 0;
    const { data, errors } = await ask(server, query, { first }, { token });
    expect(errors).toBeUndefined();
    const [list] = Object.values(data) as { edges: unknown[] }[];
    expect(list?.edges).toHaveLength(first);
    const names = heard.map(({ text }) => /\/\* (\S+) \*\//.exec(text)?.[1] ?? text);
    // Whom somebody has looked at lately is on record already.
    expect(names.filter((name) => name === 'audit.record').length).toBeLessThanOrEqual(1);
    return names
      .filter((name) => name !== 'audit.record' && !KEPT.has(name) && !OF_THE_TAIL.test(name) && !name.startsWith('SELECT "public".'))
      .sort();
  }

  it.each([
    [
      'of hot issues with all that people see of them',
      () => resident,
      `hotList(first: $first) { totalCount edges { rank previousRank node { ${ISSUE} } } }`,
      ['grids.readDuties', 'hotlist.readHourlyVotes', 'hotlist.readVoted'],
    ],
    [
      'of shifts with all that people see of them',
      () => volunteer,
      `shifts(first: $first, filter: { from: "${daysAgo(60)}", until: "${daysAgo(40)}" }) { edges { node { title waitingCount team { name canManage } post { name } earning { points rule { reason } } mySignup { status }
         signups { status waitingBefore volunteer { name } attendance { inAt } } } } }`,
      [
        'volunteers.countWaiting',
        'volunteers.listPayRules',
        'volunteers.listShifts',
        'volunteers.readAttendances',
        'volunteers.readOwnSignups',
        'volunteers.readPosts',
        'volunteers.readSignups',
        'volunteers.readTeams',
        'volunteers.readVolunteers',
      ],
    ],
    [
      'of praise with whom it is for',
      () => volunteer,
      'praises(first: $first) { edges { node { text canAnswer team { name } volunteer { name badges } } } }',
      ['honours.listPraises', 'honours.readMerits', 'volunteers.readTeams', 'volunteers.readVolunteers'],
    ],
    [
      'of volunteers as officers see them',
      () => officer,
      'volunteers(first: $first, status: ACTIVE) { edges { node { name badges equipment { name } papers { title } certificates { issuedAt } insurances { endsAt } } } }',
      [
        'equipment.read',
        'honours.readCertificatesOf',
        'honours.readMerits',
        'volunteers.listVolunteers',
        'volunteers.readCertificates',
        'volunteers.readInsurances',
      ],
    ],
    [
      'of tickets as the board shows them',
      () => desk,
      `tickets(first: $first) { edges { node { ${TICKET} lastEvents { kind at } } } }`,
      ['tickets.readLastEvents', 'tickets.readPage'],
    ],
    [
      'of tickets with their places, and what else is open there',
      () => desk,
      'tickets(first: $first) { edges { node { place { sentence building { name entrances { name } } grid { name } } openNearby { number place { sentence } } } } }',
      ['places.readBuildings', 'tickets.readOpenAtBuilding', 'tickets.readPage'],
    ],
    [
      'of tickets with everything',
      () => desk,
      `tickets(first: $first) { edges { node { ${TICKET} grid { onDuty { title } } lastEvents { kind at } attachments { id } suggestedAssignees { reason practice } } } }`,
      ['attachments.read', 'grids.readDuties', 'tickets.readCandidates', 'tickets.readLastEvents', 'tickets.readPage'],
    ],
  ])('%s', async (_what, viewer, selection, expected) => {
    const query = `query ($first: Int) { ${selection} }`;
    for (const first of [1, 5]) {
      expect(await statementsOf(query, viewer(), first)).toEqual(expected);
    }
  });
});
