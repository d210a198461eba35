// Who sees answers to hot issues.
import type { Seen } from '../access/parts.ts';
import { ask, deed, signIn } from '../support/server.ts';

export const seen: Seen = {
  needs: ['issue', 'ticket', 'plan'],
  /** The issue is owed an answer and has one; property shares the work on it, and a ticket belongs to it. */
  async town({ server, officer, id, rowOf }) {
    const { data } = await ask(server, '{ coOwnerCandidates { id title } }', {}, { token: officer });
    const { title } = (await ask(server, '{ viewer { title } }', {}, { token: await signIn(server, 'PROPERTY') })).data.viewer;
    const property = data.coOwnerCandidates.find((candidate: { title: string }) => candidate.title === title);
    const hotIssueId = id('issue');
    await deed(server, officer, 'hotIssueOwnerAdd', { hotIssueId, staffId: property.id });
    await deed(server, officer, 'hotIssueTicketLink', { hotIssueId, ticketId: id('ticket') });
    const clock = { kind: 'ANSWER', limitMs: 86_400_000, remainingMs: 86_400_000, isPaused: false, alerts: 0, calendar: null };
    await server.database.pool.query(
      `INSERT INTO answer_duty (hot_issue_id, reason, rank, votes, opened_at, clocks, due_at) VALUES ($1, 'RANK', 1, 20, now(), $2, now() + interval '1 day')`,
      [rowOf('issue'), JSON.stringify([{ ...clock, since: new Date().toISOString() }])],
    );
    await deed(server, officer, 'hotIssueAnswer', { hotIssueId, text: '矩阵里的答复。' });
    await server.database.pool.query('UPDATE answer_duty SET answered_at = NULL WHERE hot_issue_id = $1', [rowOf('issue')]);
    return { answered: hotIssueId };
  },
  types: {
    HotIssueAnswer: { path: 'node(id: $issue) { ... on HotIssue { answers { ? } } }', reference: 'A' },
    HotIssueStep: { path: 'node(id: $issue) { ... on HotIssue { steps { ? } } }', reference: 'A' },
    StaffMember: { path: 'node(id: $issue) { ... on HotIssue { owners { ? } } }', reference: 'A' },
    AnswerDuty: { path: 'node(id: $issue) { ... on HotIssue { answerDuty { ? } } }', reference: 'A', relative: ['remainingSeconds'] },
    HotDesk: { path: 'hotDesk { ? }', reference: 'C', relative: ['duties', 'flags'] },
    HotIssueEffect: { path: 'node(id: $issue) { ... on HotIssue { effect { ? } } }', reference: 'O' },
    WeeklyRate: { path: 'node(id: $issue) { ... on HotIssue { effect { before { ? } } } }', reference: 'O' },
    WeekCount: { path: 'node(id: $issue) { ... on HotIssue { effect { weeks { ? } } } }', reference: 'O', relative: ['from'] },
    HotListMeasures: { path: 'hotListMeasures(month: "2026-01") { ? }', reference: 'C' },
  },
  arguments: {
    'Query.hotListMeasures': '(month: "2026-01")',
  },
  own: ['Query.hotDesk', 'Query.coOwnerCandidates'],
  mutations: {
    hotIssueClose: '(input: { hotIssueId: $issue, outcome: SOLVED, reason: "" })',
    hotIssueAnswer: '(input: { hotIssueId: $issue, text: "" })',
    hotIssueOwnerAdd: '(input: { hotIssueId: $issue, staffId: "-" })',
    hotIssueOwnerRemove: '(input: { hotIssueId: $issue, staffId: $staff })',
    hotIssueTicketLink: '(input: { hotIssueId: $issue, ticketId: $ticket })',
    hotIssueTicketUnlink: '(input: { hotIssueId: $issue, ticketId: $ticket })',
    hotIssueFollow: '(input: { hotIssueId: $issue })',
    hotIssueUnfollow: '(input: { hotIssueId: $issue })',
  },
  subscriptions: {
    hotDeskUpdated: 'x: hotDeskUpdated { duties { votes } }',
  },
};
