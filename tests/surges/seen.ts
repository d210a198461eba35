// Who sees surges that look bought.
import type { Seen } from '../access/parts.ts';
import { deed } from '../support/server.ts';

export const seen: Seen = {
  ids: { flag: 'ID!' },
  needs: ['answered'],
  /** Somebody has flagged the issue. */
  async town({ server, worker, id, rowOf }) {
    const { flag } = await deed(server, worker, 'surgeFlagRaise', { hotIssueId: id('issue'), reason: '矩阵' }, 'flag { id }');
    await server.database.pool.query(
      `UPDATE surge_flag SET evidence = '[{"sign":"YOUNG_ACCOUNTS","surprise":9,"votes":20,"observed":15,"expected":0.4}]' WHERE hot_issue_id = $1`,
      [rowOf('issue')],
    );
    return { flag: flag.id };
  },
  types: {
    SurgeFlag: { path: 'node(id: $issue) { ... on HotIssue { surgeFlags { ? } } }', reference: 'C', relative: ['isOwn'] },
    SurgeEvidence: { path: 'node(id: $issue) { ... on HotIssue { surgeFlags { evidence { ? } } } }', reference: 'C' },
  },
  mutations: {
    surgeFlagRaise: '(input: { hotIssueId: $issue, reason: "矩阵里再标记" })',
    surgeFlagConfirm: '(input: { flagId: $flag, reason: "矩阵里核实过" })',
    surgeFlagClear: '(input: { flagId: $flag, reason: "" })',
  },
};
