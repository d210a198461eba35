// Measures of the loop from vote to result, by grid and month, with their definitions, for the performance pages.

import { Grid } from '../../commons/grids/graph.ts';
import { gridLoader } from '../../commons/grids/loaders.ts';
import { builder } from '../../frame/builder.ts';
import { MONTH, spanOfMonth } from '../../frame/month.ts';
import { type MeasuresRow, readMeasures } from './measures-store.ts';

const HOURS = '小时数的中位数 / Median, in hours';

const Measures = builder.objectRef<MeasuresRow>('HotListMeasures').implement({
  description: '一个网格一个月的热榜办理 / Hot list performance of a grid in one month',
  fields: (t) => ({
    grid: t.field({
      type: Grid,
      nullable: true,
      description: '网格；空为合计，含不属于网格的 / The grid; null: the total, including issues outside any grid',
      resolve: ({ gridId }, _args, context) => (gridId ? gridLoader(context).load(gridId) : null),
    }),
    dutyCount: t.exposeInt('dutyCount', {
      description: '该答复的议题：当月开始计时的 / Answers due: those whose clock started in the month',
    }),
    answeredCount: t.exposeInt('answeredCount', { description: '其中已答复的 / Of these, answered' }),
    onTimeCount: t.exposeInt('onTimeCount', { description: '其中按时答复的 / Of these, answered on time' }),
    medianHoursToAnswer: t.exposeFloat('medianHoursToAnswer', {
      nullable: true,
      description: `上榜到答复：${HOURS}, from the duty to the first answer`,
    }),
    medianHoursToPatrol: t.exposeFloat('medianHoursToPatrol', {
      nullable: true,
      description: `答复到巡逻：${HOURS}, from the answer to the first patrol after it`,
    }),
    medianHoursToStatus: t.exposeFloat('medianHoursToStatus', {
      nullable: true,
      description: `巡逻到有结果：${HOURS}, from that patrol to FIXING, SOLVED or DECLINED`,
    }),
    foundCount: t.exposeInt('foundCount', {
      description: '早发现：当月上报或发现的事 / Found early: reported, or found on patrol, in the month',
    }),
    steppedInCount: t.exposeInt('steppedInCount', {
      description: '早介入：其中有人接手的 / Acted on early: of these, accepted by someone',
    }),
    resolvedCount: t.exposeInt('resolvedCount', { description: '早化解：其中办好的 / Resolved early: of these, resolved' }),
  }),
});

builder.queryField('hotListMeasures', (t) =>
  t.field({
    type: [Measures],
    description: '热榜办理考核：各网格，最后是合计 / Hot list performance: each grid, then the total',
    authScopes: { may: 'kpi.read' },
    args: { month: t.arg.string({ required: true, description: MONTH }) },
    resolve: (_root, { month }, context) => readMeasures(context.services.pool, spanOfMonth(month, context)),
  }),
);
