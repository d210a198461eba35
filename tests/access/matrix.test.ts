// Who sees what: every field of the schema, asked by everybody, against one table (expected.txt). A field without a row fails.
import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../schema/frame/roles.ts';
import { monthAt } from '../../schema/honours/stars.ts';
import { schema } from '../../schema/index.ts';
import { RIGHTS } from '../../schema/modules.ts';
import { type Answer, ask, subscribe } from '../support/server.ts';
import { INPUTS } from './inputs.ts';
import { COLUMNS, type Column, EXPECTED, openMatrixTown, type Town } from './town.ts';

let town: Town;
beforeAll(async () => {
  town = await openMatrixTown();
});
afterAll(() => town.close());

/** A month in which the demo's volunteers served, and had a star: this one may have just begun. */
const SERVED = `(month: "${monthAt(new Date(Date.now() - 40 * 86_400_000), 'Asia/Shanghai')}")`;

/** How an object of each type is reached, and by whom it is seen whole. `?` stands for the selection. */
const ENTRIES: Record<string, { path: string; reference: Column; relative?: readonly string[]; selfIs?: 'applicant' }> = {
  Query: { path: '?', reference: 'M' },
  Station: { path: 'station { ? }', reference: 'A' },
  Community: { path: 'station { communities { ? } }', reference: 'A' },
  Category: { path: 'categories { ? }', reference: 'A' },
  Grid: { path: 'node(id: $grid) { ... on Grid { ? } }', reference: 'A' },
  Duty: { path: 'node(id: $grid) { ... on Grid { onDuty { ? } } }', reference: 'A' },
  HotIssue: {
    path: 'node(id: $issue) { ... on HotIssue { ? } }',
    reference: 'O',
    relative: ['viewerHasVoted', 'viewerCan', 'viewerFollows'],
  },
  HotIssuePermissions: {
    path: 'node(id: $issue) { ... on HotIssue { viewerCan { ? } } }',
    reference: 'D',
    relative: ['vote', 'close', 'answer', 'share', 'raiseSurge', 'decideSurge'],
  },
  HotIssueAnswer: { path: 'node(id: $issue) { ... on HotIssue { answers { ? } } }', reference: 'A' },
  HotIssueStep: { path: 'node(id: $issue) { ... on HotIssue { steps { ? } } }', reference: 'A' },
  StaffMember: { path: 'node(id: $issue) { ... on HotIssue { owners { ? } } }', reference: 'A' },
  AnswerDuty: { path: 'node(id: $issue) { ... on HotIssue { answerDuty { ? } } }', reference: 'A', relative: ['remainingSeconds'] },
  SurgeFlag: { path: 'node(id: $issue) { ... on HotIssue { surgeFlags { ? } } }', reference: 'C', relative: ['isOwn'] },
  SurgeEvidence: { path: 'node(id: $issue) { ... on HotIssue { surgeFlags { evidence { ? } } } }', reference: 'C' },
  HotDesk: { path: 'hotDesk { ? }', reference: 'C', relative: ['duties', 'flags'] },
  Resident: { path: 'node(id: $resident) { ... on Resident { ? } }', reference: 'O', relative: ['viewerCan'] },
  ResidentPermissions: {
    path: 'node(id: $resident) { ... on Resident { viewerCan { ? } } }',
    reference: 'R',
    relative: ['readFull', 'revealNumber'],
  },
  RealNameApplication: {
    path: 'node(id: $application) { ... on RealNameApplication { ? } }',
    reference: 'W',
    relative: ['viewerCanDecide'],
    selfIs: 'applicant',
  },
  Staff: { path: 'node(id: $staff) { ... on Staff { ? } }', reference: 'M' },
  StaffDuty: { path: 'node(id: $staff) { ... on Staff { duties { ? } } }', reference: 'M' },
  PartnerKey: { path: 'node(id: $key) { ... on PartnerKey { ? } }', reference: 'M' },
  AccessEntry: { path: 'auditLog(first: 1, action: ID_NUMBER_REVEAL) { edges { node { ? } } }', reference: 'C', relative: ['subject'] },
  'AccessEntry (own)': {
    path: 'whoLooked(first: 1) { edges { node { ? } } }',
    reference: 'R',
    relative: ['id', 'at', 'requestId', 'subject', 'actorTitle', 'actorKind', 'action', 'reason'],
  },
  EffectiveRights: { path: 'effectiveRights(personId: $staff) { ? }', reference: 'M' },
  EffectiveRight: { path: 'effectiveRights(personId: $staff) { rights { ? } }', reference: 'M' },
  Consent: { path: 'myConsents { ? }', reference: 'R', relative: ['givenAt', 'purpose', 'textVersion', 'withdrawnAt'] },
  Viewer: {
    path: 'viewer { ? }',
    reference: 'R',
    relative: [
      'can',
      'devices',
      'dutyGrids',
      'hasSecondFactor',
      'homeGrid',
      'lacksSecondFactor',
      'login',
      'name',
      'passkeys',
      'persona',
      'scopes',
      'title',
    ],
  },
  ViewerPermissions: {
    path: 'viewer { can { ? } }',
    reference: 'R',
    relative: [
      'report',
      'readTickets',
      'decideRealNames',
      'explainRights',
      'listRealNames',
      'manageDuties',
      'manageKeys',
      'managePeople',
      'raiseIssue',
      'readAudit',
      'vote',
      'redeemRewards',
      'useVouchers',
      'serveShifts',
      'manageShifts',
      'manageVolunteers',
      'readKpis',
      'givePraise',
      'voteForStars',
      'manageRewards',
      'answerIssues',
      'planPatrols',
      'showPosts',
    ],
  },
  Device: {
    path: 'viewer { devices { ? } }',
    reference: 'R',
    relative: ['address', 'createdAt', 'expiresAt', 'id', 'isCurrent', 'lastSeenAt', 'userAgent'],
  },
  Ticket: {
    path: 'node(id: $ticket) { ... on Ticket { ? } }',
    reference: 'O',
    relative: ['viewerCan', 'viewerMayCall', 'viewerMayReveal', 'viewerMayShare', 'slaState', 'remainingSeconds'],
  },
  TicketReporter: { path: 'node(id: $ticket) { ... on Ticket { reporter { ? } } }', reference: 'O' },
  TicketAssignee: { path: 'node(id: $ticket) { ... on Ticket { assignee { ? } } }', reference: 'O' },
  TicketLocation: { path: 'node(id: $ticket) { ... on Ticket { location { ? } } }', reference: 'O' },
  TicketSummary: {
    path: 'ticketSummary { ? }',
    reference: 'D',
    relative: [
      'openCount',
      'urgentCount',
      'waitingCount',
      'atWorkCount',
      'dueSoonCount',
      'overdueCount',
      'toConfirmCount',
      'medianArrivalSeconds',
      'loads',
    ],
  },
  GridLoad: { path: 'ticketSummary { loads { ? } }', reference: 'O' },
  Unit: { path: 'unitsOnDuty { ? }', reference: 'D' },
  PublicTicket: { path: 'publicTickets { edges { node { ? } } }', reference: 'A' },
  PublicLocation: { path: 'publicTickets { edges { node { location { ? } } } }', reference: 'A' },
  SharedTicket: { path: 'sharedTicket(token: $link) { ? }', reference: 'A' },
  SharedStep: { path: 'sharedTicket(token: $link) { steps { ? } }', reference: 'A' },
  NotificationFeed: { path: 'notifications { ? }', reference: 'R', relative: ['unreadCount', 'events'] },
  NoticeFeed: { path: 'notices { ? }', reference: 'R', relative: ['unreadCount', 'notices'] },
  Notice: { path: 'notices { notices { ? } }', reference: 'R', relative: ['id', 'kind', 'at', 'isSeen', 'text', 'path'] },
  Attachment: { path: 'node(id: $ticket) { ... on Ticket { attachments { ? } } }', reference: 'O' },
  MapSettings: { path: 'map { ? }', reference: 'A' },
  TicketClock: { path: 'node(id: $ticket) { ... on Ticket { clocks { ? } } }', reference: 'O' },
  TicketEvent: { path: 'node(id: $ticket) { ... on Ticket { lastEvents(first: 1) { ? } } }', reference: 'O' },
  Actor: { path: 'node(id: $ticket) { ... on Ticket { lastEvents(first: 1) { actor { ? } } } }', reference: 'O' },
  AssigneeSuggestion: {
    path: 'node(id: $ticket) { ... on Ticket { suggestedAssignees { ? } } }',
    reference: 'O',
    relative: ['openCount', 'practice'],
  },
  NearbyTicket: {
    path: 'ticketsNearby(category: "noise", location: { longitude: 116.0219, latitude: 38.4586 }) { ? }',
    reference: 'D',
    relative: ['followerCount'],
  },
  PointsAccount: { path: 'points { ? }', reference: 'R', relative: ['balance', 'entries', 'expiring', 'month'] },
  PointsExpiring: { path: 'points { expiring { ? } }', reference: 'R', relative: ['points', 'expiresAt'] },
  PointsMonth: {
    path: 'points { month(month: "2026-01") { ? } }',
    reference: 'R',
    relative: ['opening', 'received', 'given', 'closing'],
  },
  LedgerEntry: {
    path: 'points { entries(first: 1) { edges { node { ? } } } }',
    reference: 'R',
    relative: ['sequence', 'at', 'kind', 'amount', 'balanceAfter', 'note', 'detail', 'expiresAt'],
  },
  Reward: { path: 'rewards(first: 1) { edges { node { ? } } }', reference: 'A' },
  Redemption: {
    path: 'redemptions { edges { node { ? } } }',
    reference: 'R',
    relative: ['id', 'reward', 'points', 'status', 'code', 'createdAt', 'expiresAt', 'endedAt'],
  },
  Volunteer: { path: 'node(id: $volunteer) { ... on Volunteer { ? } }', reference: 'R' },
  EmergencyContact: { path: 'node(id: $volunteer) { ... on Volunteer { emergencyContact { ? } } }', reference: 'R' },
  TrainingCertificate: { path: 'node(id: $volunteer) { ... on Volunteer { certificates { ? } } }', reference: 'R' },
  Insurance: { path: 'node(id: $volunteer) { ... on Volunteer { insurances { ? } } }', reference: 'R' },
  TrainingCourse: { path: 'trainingCourses { ? }', reference: 'A' },
  Team: { path: 'teams { ? }', reference: 'C', relative: ['canManage'] },
  DutyPost: { path: 'dutyPosts { ? }', reference: 'A', relative: ['code'] },
  CheckInCode: { path: 'dutyPosts { code { ? } }', reference: 'C', relative: ['code', 'changesAt'] },
  Shift: { path: 'node(id: $shift) { ... on Shift { ? } }', reference: 'R', relative: ['mySignup', 'captainCode', 'isInvited'] },
  ShiftSwap: { path: 'node(id: $planned) { ... on Shift { swaps { ? } } }', reference: 'R' },
  SwapPartner: { path: 'node(id: $planned) { ... on Shift { swapPartners { ? } } }', reference: 'R' },
  ShiftInvitation: { path: 'node(id: $planned) { ... on Shift { invitations { ? } } }', reference: 'C' },
  PatrolRoute: { path: 'node(id: $shift) { ... on Shift { route { ? } } }', reference: 'R' },
  PatrolPoint: { path: 'node(id: $shift) { ... on Shift { route { points { ? } } } }', reference: 'R', relative: ['code'] },
  PatrolRun: { path: 'node(id: $shift) { ... on Shift { signups { patrol { ? } } } }', reference: 'R' },
  PatrolVisit: { path: 'node(id: $shift) { ... on Shift { signups { patrol { visits { ? } } } } }', reference: 'R' },
  PatrolPlan: { path: 'node(id: $plan) { ... on PatrolPlan { ? } }', reference: 'C', relative: ['viewerCan', 'myRun'] },
  PatrolPlanPermissions: {
    path: 'node(id: $plan) { ... on PatrolPlan { viewerCan { ? } } }',
    reference: 'C',
    relative: ['edit', 'approve', 'walk'],
  },
  PatrolCandidates: { path: 'node(id: $plan) { ... on PatrolPlan { candidates { ? } } }', reference: 'C' },
  PatrolCoverage: {
    path: 'patrolCoverage { ? }',
    reference: 'C',
    relative: ['grid', 'pointCount', 'passedCount', 'patrolCount', 'lastAt'],
  },
  HotIssueEffect: { path: 'node(id: $issue) { ... on HotIssue { effect { ? } } }', reference: 'O' },
  WeeklyRate: { path: 'node(id: $issue) { ... on HotIssue { effect { before { ? } } } }', reference: 'O' },
  WeekCount: { path: 'node(id: $issue) { ... on HotIssue { effect { weeks { ? } } } }', reference: 'O', relative: ['from'] },
  HotListMeasures: { path: 'hotListMeasures(month: "2026-01") { ? }', reference: 'C' },
  PatrolWindow: { path: 'node(id: $plan) { ... on PatrolPlan { windows { ? } } }', reference: 'C' },
  ShiftSignup: { path: 'node(id: $shift) { ... on Shift { signups { ? } } }', reference: 'R' },
  Attendance: { path: 'node(id: $shift) { ... on Shift { signups { attendance { ? } } } }', reference: 'R' },
  ShiftEarning: { path: 'node(id: $shift) { ... on Shift { earning { ? } } }', reference: 'A' },
  PointsRule: { path: 'pointsRules { ? }', reference: 'A' },
  ServiceEvaluation: { path: 'node(id: $shift) { ... on Shift { signups { evaluation { ? } } } }', reference: 'R' },
  ServiceTotals: {
    path: 'node(id: $volunteer) { ... on Volunteer { service(from: "2020-01-01T00:00:00Z", until: "2099-01-01T00:00:00Z") { ? } } }',
    reference: 'R',
  },
  ServiceCertificate: { path: 'certificate(code: $paper) { ? }', reference: 'A' },
  Equipment: { path: 'node(id: $volunteer) { ... on Volunteer { equipment { ? } } }', reference: 'R' },
  TrainingSession: { path: 'trainingSessions { ? }', reference: 'C', relative: ['viewerHasJoined'] },
  TrainingEnrolment: { path: 'trainingSessions { enrolments { ? } }', reference: 'C' },
  Praise: { path: 'praises(first: 1) { edges { node { ? } } }', reference: 'C', relative: ['volunteer', 'canAnswer'] },
  StarMonth: { path: 'starMonth { ? }', reference: 'A' },
  StarNomination: { path: `starMonth${SERVED} { nominations { ? } }`, reference: 'R', relative: ['viewerHasVoted'] },
  TeamStanding: { path: 'teamStandings(month: "2026-01") { ? }', reference: 'A' },
  VolunteerStanding: { path: `volunteerStandings${SERVED} { ? }`, reference: 'R' },
  TeamKpi: { path: 'teamKpis(month: "2026-01") { ? }', reference: 'C' },
  GridKpi: { path: 'gridKpis(month: "2026-01") { ? }', reference: 'C' },
  RateLimit: { path: 'rateLimit { ? }', reference: 'A', relative: ['cost', 'limit', 'remaining', 'resetAt'] },
};

/** Types that carry what another row decides: answers of mutations, pages of lists, what a subscription pushes. */
const CARRIERS =
  /(?:Success|Error|Challenge|Connection|Edge)$|^(?:PageInfo|HotListEntry|HotListSnapshot|RealNameQueue|Passkey|TicketViewer|PushSuccess|Mutation|Subscription)$/;

/** Arguments of fields that need some, or that say something about somebody. */
const ARGUMENTS: Record<string, string> = {
  'Query.node': '(id: $resident)',
  'Query.nodes': '(ids: [$application])',
  'Query.hotIssue': '(id: $issue)',
  'Query.hotIssueDuplicates': '(title: "矩阵里的议题一个", gridId: $grid)',
  'Query.hotList': '(board: { gridId: $grid })',
  'Query.gridAt': '(point: { longitude: 0, latitude: 0 })',
  'Query.effectiveRights': '(personId: $staff)',
  'Query.ticketByNumber': '(number: $number)',
  'Query.sharedTicket': '(token: $link)',
  'PointsAccount.month': '(month: "2026-01")',
  'Volunteer.service': '(from: "2020-01-01T00:00:00Z", until: "2099-01-01T00:00:00Z")',
  'Volunteer.serviceRecords': '(from: "2020-01-01T00:00:00Z", until: "2099-01-01T00:00:00Z")',
  'Query.certificate': '(code: $paper)',
  'Query.teamStandings': '(month: "2026-01")',
  'Query.volunteerStandings': SERVED,
  'Query.teamKpis': '(month: "2026-01")',
  'Query.gridKpis': '(month: "2026-01")',
  'Query.hotListMeasures': '(month: "2026-01")',
  'Query.patrolPlans': '(view: IN_FORCE)',
  'Query.ticketsNearby': '(category: "noise", location: { longitude: 116.0219, latitude: 38.4586 })',
};

/** Answers that are everybody's own: only whether they are refused counts. */
const OWN_ANSWERS = [
  'Query.patrolCoverage',
  'Query.viewer',
  'Query.myResident',
  'Query.myConsents',
  'Query.guardianshipRequests',
  'Query.whoLooked',
  'Query.rateLimit',
  'Query.residents',
  'Query.realNameApplications',
  'Query.auditLog',
  'Query.hotIssueDuplicates',
  'Query.hotDesk',
  'Query.coOwnerCandidates',
  'Query.patrolPlans',
  'Query.tickets',
  'Query.notifications',
  'Query.notices',
  'Shift.candidates',
  'Shift.invitations',
  'Query.points',
  'Query.redemptions',
  'Query.myVolunteer',
  'Query.praisesWaiting',
  'Query.volunteerStandings',
  'Query.teamKpis',
  'Query.gridKpis',
  'Query.volunteers',
  'Query.ticketSummary',
  'Query.unitsOnDuty',
  'Query.ticketHistory',
  'Query.ticketByNumber',
  'Query.ticketsNearby',
  'Query.node',
  'Query.nodes',
];

const VARIABLES = {
  $grid: 'ID!',
  $resident: 'ID!',
  $application: 'ID!',
  $issue: 'ID!',
  $staff: 'ID!',
  $key: 'ID!',
  $duty: 'ID!',
  $ticket: 'ID!',
  $number: 'String!',
  $link: 'String!',
  $volunteer: 'ID!',
  $shift: 'ID!',
  $planned: 'ID!',
  $team: 'ID!',
  $paper: 'String!',
  $flag: 'ID!',
  $plan: 'ID!',
};

function operation(kind: string, body: string): string {
  const used = Object.entries(VARIABLES).filter(([name]) => new RegExp(`\\${name}\\b`).test(body));
  return `${kind} ${used.length > 0 ? `(${used.map(([name, type]) => `${name}: ${type}`).join(', ')})` : ''} { ${body} }`;
}

const isRefused = ({ errors }: Answer) =>
  errors?.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED' || extensions.code === 'FORBIDDEN');
const isAbsent = ({ errors }: Answer) => errors?.some(({ extensions }) => extensions.code === 'NOT_FOUND');

/** The values at the innermost selected field, however many lists lie between; null where an object is not there. */
function innermost(data: unknown, field: string): unknown[] {
  if (data === null || data === undefined) return [];
  if (Array.isArray(data)) return data.flatMap((item) => innermost(item, field));
  if (typeof data !== 'object') return [];
  if (field in data) return [(data as Record<string, unknown>)[field]];
  return Object.values(data).flatMap((value) => innermost(value, field));
}

function subselection(type: GraphQLObjectType, field: string): string {
  const named = getNamedType(type.getFields()[field]?.type as never);
  if (isLeafType(named)) return '';
  // An object's id, or whatever of it is a leaf: enough to tell one from another.
  const leaf =
    isObjectType(named) &&
    ('id' in named.getFields() ? 'id' : Object.values(named.getFields()).find(({ type: inner }) => isLeafType(getNamedType(inner)))?.name);
  return `{ __typename ${leaf || ''} }`;
}

/**
 * One cell. `+` the true value, `*` a mask or nothing in its place, `0` not there, `-` refused.
 */
async function look(typename: string, field: string, column: Column): Promise<string> {
  const entry = ENTRIES[typename];
  const type = schema.getType(typename.replace(' (own)', '')) as GraphQLObjectType;
  if (!entry) throw new Error(`no entry for ${typename}`);
  const selected = `x: ${field}${ARGUMENTS[`${typename}.${field}`] ?? ''} ${subselection(type, field)}`;
  const read = (who: Column) => town.ask(who, operation('query', entry.path.replace('?', selected)), entry.selfIs);
  const answer = await read(column);
  if (isRefused(answer)) return '-';
  if (isAbsent(answer)) return '0';
  const values = innermost(answer.data, 'x');
  if (values.length === 0) return '0';
  if (entry.relative?.includes(field)) return '+';
  if (OWN_ANSWERS.includes(`${typename}.${field}`))
    return values.every((value) => value === null || (Array.isArray(value) && value.every((item) => item === null))) ? '0' : '+';
  const reference = innermost((await town.reference(`${typename}.${field}`, () => read(entry.reference))).data, 'x');
  return JSON.stringify(values) === JSON.stringify(reference) ? '+' : '*';
}

const objectTypes = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
);
const rows = [...EXPECTED.keys()];

describe('the access matrix', () => {
  it('has a row for every field of every type, and none for a field that is not there', () => {
    const needed = objectTypes
      .filter(({ name }) => !CARRIERS.test(name) || name === 'Mutation' || name === 'Subscription')
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
    const own = Object.keys((schema.getType('AccessEntry') as GraphQLObjectType).getFields()).map((field) => `AccessEntry (own).${field}`);
    expect(rows.toSorted()).toEqual([...needed, ...own].toSorted());
  });

  const fieldRows = rows.filter((row) => !/^(Mutation|Subscription)\./.test(row));
  it.each(fieldRows)('%s', async (row) => {
    const [typename, field] = split(row);
    const actual = await Promise.all(COLUMNS.map((column) => look(typename, field, column)));
    expect(actual.join(''), row).toBe(EXPECTED.get(row));
  });
});

const split = (row: string): [string, string] => [row.slice(0, row.lastIndexOf('.')), row.slice(row.lastIndexOf('.') + 1)];

describe('mutations', () => {
  it.each(rows.filter((row) => row.startsWith('Mutation.')))('%s', async (row) => {
    const [, field] = split(row);
    const input = INPUTS[field];
    if (input === undefined) throw new Error(`say in INPUTS how ${field} is tried`);
    const body = `x: ${field}${input} { __typename ${/^(devicesRevokeOthers|calendarFeedRemove|consent|personalDataExport|pushUnsubscribe|noticesSeen|signOut)/.test(field) ? '' : '... on Error { code }'} }`;
    const actual: string[] = [];
    for (const column of COLUMNS) {
      const answer = await town.ask(
        column,
        operation('mutation', body),
        /^(guardianship|realName)/.test(field) && field !== 'realNameApply' ? 'applicant' : undefined,
        true,
      );
      const code = answer.data?.x?.code;
      actual.push(
        isRefused(answer) || code === 'FORBIDDEN' || code === 'NOT_RESPONSIBLE'
          ? '-'
          : code === 'NOT_FOUND' && /\$(application|resident|issue|key|staff|ticket|flag|plan)/.test(body)
            ? '0'
            : answer.data?.x
              ? '+'
              : `?${JSON.stringify(answer.errors)}`,
      );
    }
    expect(actual.join(''), row).toBe(EXPECTED.get(row));
  });
});

describe('subscriptions', () => {
  const documents: Record<string, string> = {
    hotIssueUpdated: 'x: hotIssueUpdated(id: $issue) { id }',
    hotListUpdated: 'x: hotListUpdated(board: { gridId: $grid }, first: 1) { at }',
    // With a place that cannot be, so that whoever may listen is answered at once.
    ticketEvents: 'x: ticketEvents(after: "-") { sequence }',
    ticketViewers: 'x: ticketViewers(ticketId: $ticket) { title }',
    realNameQueueUpdated: 'x: realNameQueueUpdated { waitingCount }',
    pointsUpdated: 'x: pointsUpdated { balance }',
    rewardStockUpdated: 'x: rewardStockUpdated { id }',
    patrolPlansUpdated: 'x: patrolPlansUpdated { id }',
    patrolsUpdated: 'x: patrolsUpdated { id }',
    hotDeskUpdated: 'x: hotDeskUpdated { duties { votes } }',
    noticesUpdated: 'x: noticesUpdated { unreadCount }',
    shiftUpdated: 'x: shiftUpdated(shiftId: $shift) { id }',
  };
  it.each(rows.filter((row) => row.startsWith('Subscription.')))('%s', async (row) => {
    const [, field] = split(row);
    const actual = await Promise.all(
      COLUMNS.map(async (column) => {
        const stream = subscribe(town.server, operation('subscription', documents[field] as string), town.ids, await town.token(column));
        const answer = await stream.next();
        await stream.end();
        return isRefused(answer) ? '-' : isAbsent(answer) ? '0' : '+';
      }),
    );
    expect(actual.join(''), row).toBe(EXPECTED.get(row));
  });
});

describe('the table of rights', () => {
  const roles: Role[] = [
    'ANONYMOUS',
    'RESIDENT',
    'VOLUNTEER',
    'GRID_WORKER',
    'OFFICER',
    'PROPERTY',
    'LEGAL_ADVISER',
    'DISPATCHER',
    'COMMANDER',
    'ADMIN',
    'PARTNER',
  ];
  it('names no role that is not there, and gives each action to somebody', () => {
    for (const [action, { may: rights }] of Object.entries(RIGHTS)) {
      expect(
        Object.keys(rights).filter((role) => !roles.includes(role as Role)),
        action,
      ).toEqual([]);
      expect(Object.keys(rights).length, action).toBeGreaterThan(0);
    }
  });

  it('is what the page of effective rights says', async () => {
    const { data } = await ask(
      town.server,
      'query ($id: ID!) { effectiveRights(personId: $id) { rights { action } } }',
      { id: town.ids.staff },
      { token: await town.token('M') },
    );
    expect(data.effectiveRights.rights.map(({ action }: { action: string }) => action).toSorted()).toEqual(Object.keys(RIGHTS).toSorted());
  });
});
