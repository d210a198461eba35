// Who sees thanks and honours.
import { monthAt } from '../../schema/joins/honours/stars.ts';
import type { Seen } from '../access/parts.ts';
import { deed } from '../support/server.ts';

/** A month in which the demo's volunteers served, and had a star: this one may have just begun. */
const SERVED = `(month: "${monthAt(new Date(Date.now() - 40 * 86_400_000), 'Asia/Shanghai')}")`;

export const seen: Seen = {
  ids: { paper: 'String!' },
  needs: ['volunteer'],
  async town({ server, officer, id }) {
    const honour = { volunteerId: id('volunteer'), title: '矩阵之星', text: '为矩阵服务。' };
    const { certificate } = await deed(server, officer, 'honourIssue', honour, 'certificate { checkCode }');
    return { paper: certificate.checkCode };
  },
  types: {
    ServiceTotals: {
      path: 'node(id: $volunteer) { ... on Volunteer { service(from: "2020-01-01T00:00:00Z", until: "2099-01-01T00:00:00Z") { ? } } }',
      reference: 'R',
    },
    ServiceCertificate: { path: 'certificate(code: $paper) { ? }', reference: 'A' },
    Praise: { path: 'praises(first: 1) { edges { node { ? } } }', reference: 'C', relative: ['volunteer', 'canAnswer'] },
    StarMonth: { path: 'starMonth { ? }', reference: 'A' },
    StarNomination: { path: `starMonth${SERVED} { nominations { ? } }`, reference: 'R', relative: ['viewerHasVoted'] },
    TeamStanding: { path: 'teamStandings(month: "2026-01") { ? }', reference: 'A' },
    VolunteerStanding: { path: `volunteerStandings${SERVED} { ? }`, reference: 'R' },
    TeamKpi: { path: 'teamKpis(month: "2026-01") { ? }', reference: 'C' },
    KpiMonth: { path: 'kpiTrend(month: "2026-01") { ? }', reference: 'C' },
    KpiTargets: { path: 'kpiTargets { ? }', reference: 'C' },
    GridKpi: { path: 'gridKpis(month: "2026-01") { ? }', reference: 'C' },
  },
  arguments: {
    'Volunteer.service': '(from: "2020-01-01T00:00:00Z", until: "2099-01-01T00:00:00Z")',
    'Volunteer.serviceRecords': '(from: "2020-01-01T00:00:00Z", until: "2099-01-01T00:00:00Z")',
    'Query.certificate': '(code: $paper)',
    'Query.teamStandings': '(month: "2026-01")',
    'Query.volunteerStandings': SERVED,
    'Query.teamKpis': '(month: "2026-01")',
    'Query.gridKpis': '(month: "2026-01")',
    'Query.kpiTrend': '(month: "2026-01")',
  },
  own: ['Query.praisesWaiting', 'Query.volunteerStandings', 'Query.teamKpis', 'Query.gridKpis', 'Query.kpiTrend'],
  mutations: {
    serviceProofIssue: '(input: { volunteerId: $volunteer, from: "2000-01-01T00:00:00Z", until: "2000-01-02T00:00:00Z" })',
    honourIssue: '(input: { volunteerId: $volunteer, title: "", text: "" })',
    certificateRevoke: '(input: { code: "", reason: "" })',
    praiseGive: '(input: { teamId: $team, text: "" })',
    praiseAnswer: '(input: { praiseId: "bm9uZQ", isShown: true })',
    starNominate: '(input: { volunteerId: "bm9uZQ", reason: "" })',
    starVote: '(input: { nominationId: "bm9uZQ" })',
  },
};
