// Votes that look bought: found, frozen, decided by a person.
import { module } from '../../frame/manifest.ts';
import { desk, gridStaff, right } from '../../frame/roles.ts';
import { HOT_DESK_TOPIC } from '../answers/topics.ts';

export const surges = module({
  name: 'surges',
  async graph() {
    await import('./graph.ts');
    await import('./acts.ts');
  },
  rights: {
    'surge.read': right(
      '看冻结了哪些激增、为什么：只有数字，没有谁的票 / See which surges of votes are frozen, and why: counts, nobody’s vote',
      {
        ...gridStaff,
        ...desk,
      },
    ),
    'surge.raise': right('人工标记一次激增 / Freeze a surge by hand', { ...gridStaff, ...desk }),
    'surge.decide': right('确认或解除冻结，不能是自己标的 / Confirm or clear a frozen surge: not one’s own', { OFFICER: 'duty', ...desk }),
  },
  audits: {
    'surge.raise': '标记了投票激增 / Flagged a vote surge',
    'surge.confirm': '确认了投票激增属实 / Confirmed a flagged surge',
    'surge.clear': '解除了投票激增的冻结 / Cleared a flagged surge',
  },
  waits: {
    SURGE_TO_JUDGE: {
      means: '核实激增 / Judge a vote surge',
      may: 'surge.decide',
      topics: [HOT_DESK_TOPIC],
      reads: async () => (await import('./waits.ts')).toJudge,
    },
  },
  tables: ['surge_flag'],
  jobs: async () => (await import('./jobs.ts')).jobs,
});
