// The picture before and after of an issue: for everybody who sees it.

import { categoryLoader } from '../../commons/grids/loaders.ts';
import { may } from '../../frame/access/may.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { enumOf } from '../../frame/enums.ts';
import { HotIssue } from '../../work/hotlist/graph.ts';
import { subjectOf } from '../../work/hotlist/rules.ts';
import type { HotIssueRow } from '../../work/hotlist/store.ts';
import {
  doneSince,
  effectOf,
  frameOf,
  type PublicEffect,
  publicEffect,
  type Verdict,
  WEEK_MS,
  WEEKS_BEFORE,
  type WeeklyRate,
} from './effect-rules.ts';
import { stepsLoader } from './loaders.ts';
import { countReportsByWeek } from './store.ts';

const VerdictEnum = enumOf<Verdict>(
  'HotIssueVerdict',
  '前后比较的结论，按九成五的把握 / Conclusion of the comparison, at 95 % confidence',
  {
    NOTHING_DONE: '还没有采取措施 / No measures taken yet',
    TOO_EARLY: '时间太短，看不出来 / Too early to tell',
    FEWER: '确实少了 / Fewer reports, more than chance would explain',
    MORE: '确实多了 / More reports, more than chance would explain',
    UNCLEAR: '看不出变化，可能只是偶然 / No clear change; the difference may be due to chance',
  },
);

const Rate = builder.objectRef<WeeklyRate>('WeeklyRate').implement({
  description: '每周上报多少件 / Reports per week',
  fields: (t) => ({
    perWeek: t.exposeFloat('perWeek', { description: '平均每周 / Average per week' }),
    low: t.exposeFloat('low', { description: '95% 区间下限 / Lower end of the 95 % interval' }),
    high: t.exposeFloat('high', { description: '95% 区间上限 / Upper end' }),
  }),
});

const WeekCount = builder.objectRef<PublicEffect['weeks'][number]>('WeekCount').implement({
  description: '一周的上报数 / Reports in one week',
  fields: (t) => ({
    from: t.expose('from', { type: 'DateTime', description: '从哪时起的七天 / Start of the seven days' }),
    count: t.exposeInt('count', {
      nullable: true,
      description: '几件；少于 5 件的，除值守人员外为空 / Number of reports; below 5, null except for staff on duty there',
    }),
    isAfter: t.exposeBoolean('isAfter', { description: '是否在采取措施之后 / Whether the week is after measures were taken' }),
  }),
});

const EffectType = builder.objectRef<PublicEffect>('HotIssueEffect').implement({
  description:
    '措施前后同类别、同网格的上报；巡逻发现的不算 / Reports of its category and grid before and after measures were taken; patrol findings are not counted',
  fields: (t) => ({
    since: t.expose('since', {
      type: 'DateTime',
      nullable: true,
      description: '何时开始采取措施 / When measures were first taken; null: not yet',
    }),
    weeks: t.expose('weeks', { type: [WeekCount], description: '整周，最早在前 / Full weeks, earliest first' }),
    before: t.expose('before', { type: Rate, nullable: true, description: '之前；件数太少为空 / Before; null: too few reports' }),
    after: t.expose('after', {
      type: Rate,
      nullable: true,
      description: '之后；还不满一周或件数太少为空 / After; null: not a full week yet, or too few reports',
    }),
    verdict: t.expose('verdict', { type: VerdictEnum, description: '结论 / Conclusion' }),
  }),
});

/** The comparison of one issue. */
async function effectFor(issue: HotIssueRow, context: Context): Promise<PublicEffect | null> {
  const servesThere = may(context, 'surge.read', subjectOf(issue));
  const category = await categoryLoader(context).existing(issue.categoryId);
  if (category.isSensitive && !servesThere) return null;
  const { pool, clock } = context.services;
  const now = clock.now();
  const since = doneSince(await stepsLoader(context).load(issue.id));
  const { middle, weeksAfter } = frameOf(since, now);
  const from = new Date(middle.getTime() - WEEKS_BEFORE * WEEK_MS);
  const until = new Date(middle.getTime() + weeksAfter * WEEK_MS);
  const effect = effectOf(await countReportsByWeek(pool, { ...issue, from, middle, until }), since, now);
  return servesThere ? effect : publicEffect(effect);
}

builder.objectField(HotIssue, 'effect', (t) =>
  t.field({
    type: EffectType,
    nullable: true,
    description:
      '措施前后对比；没有网格的按全所计；敏感类别只给值守人员看 / Reports before and after measures; without a grid, of the whole station. Sensitive categories: only for staff on duty there, otherwise null',
    resolve: (issue, _args, context) => effectFor(issue, context),
  }),
);
