// What shifts earn, and why: the rules with their dates, and the sums of one shift.
import { staffOf } from '../../../frame/access/callers.ts';
import { builder, SHARED } from '../../../frame/builder.ts';
import { choice, dateTime, text, whole } from '../../../frame/inputs.ts';
import { gives, mutation } from '../../../frame/mutation.ts';
import { Conflict, conflict, invalid } from '../../../frame/refusals.ts';
import { TeamKindEnum } from '../enums.ts';
import { ruleInThePast, ruleThere } from '../refusals.ts';
import type { Earning } from './rules.ts';
import { insertPayRule, listPayRules, type PayRuleRow } from './store.ts';

const PointsRule = builder.objectRef<PayRuleRow>('PointsRule').implement({
  description: '班次积分规则：班次开始时有效的那一版算数 / What shifts earn: the version that holds when a shift begins counts',
  fields: (t) => ({
    kind: t.expose('kind', { type: TeamKindEnum, extensions: SHARED, description: '哪种志愿队 / Of which kind of team' }),
    validFrom: t.expose('validFrom', { type: 'DateTime', extensions: SHARED, description: '从何时起 / From when on' }),
    pointsPerHour: t.exposeInt('pointsPerHour', { extensions: SHARED, description: '每小时积分 / Points an hour' }),
    nightPerHour: t.exposeInt('nightPerHour', {
      extensions: SHARED,
      description: '夜间（22–6 点）每小时另加 / On top of it, an hour between 22 and 6 o’clock',
    }),
    leastMinutes: t.exposeInt('leastMinutes', {
      extensions: SHARED,
      description: '至少服务几分钟 / Minutes below which nothing is earned',
    }),
    reason: t.exposeString('reason', { extensions: SHARED, description: '为什么这样定，可为空字符串 / Why it is so, may be empty' }),
  }),
});

export const ShiftEarning = builder.objectRef<Earning & { rule: PayRuleRow }>('ShiftEarning').implement({
  description: '一个班次挣多少分、怎么算的 / What a shift earns, and why',
  fields: (t) => ({
    points: t.exposeInt('points', { extensions: SHARED, description: '合计 / In all' }),
    base: t.exposeInt('base', { extensions: SHARED, description: '按时长 / For its hours' }),
    nightBonus: t.exposeInt('nightBonus', { extensions: SHARED, description: '夜间另加 / For the night' }),
    minutes: t.exposeInt('minutes', { extensions: SHARED, description: '多少分钟 / Minutes that count' }),
    nightMinutes: t.exposeInt('nightMinutes', { extensions: SHARED, description: '其中夜间多少分钟 / Of them, in the night' }),
    rule: t.expose('rule', { type: PointsRule, extensions: SHARED, description: '所用规则 / By which rule' }),
  }),
});

builder.queryField('pointsRules', (t) =>
  t.field({
    type: [PointsRule],
    extensions: SHARED,
    description: '全部积分规则，每种最新在前 / All rules, the latest of each kind first',
    authScopes: { may: 'shift.read' },
    resolve: (_root, _args, { services: { pool } }) => listPayRules(pool),
  }),
);

mutation('pointsRuleCreate', {
  says: '公布新的积分规则；已开始的班次不受影响 / Publishes a rule; shifts that have begun keep theirs',
  may: 'payRule.manage',
  input: {
    kind: choice(TeamKindEnum, '哪种志愿队 / Of which kind of team'),
    validFrom: dateTime('从何时起，须在将来 / From when on: in the future'),
    pointsPerHour: whole(0, 1000, '每小时积分 / Points an hour'),
    nightPerHour: whole(0, 1000, '夜间每小时另加 / Extra points an hour at night', { otherwise: 0 }),
    leastMinutes: whole(0, 600, '至少服务几分钟 / Minutes below which nothing is earned', { otherwise: 15 }),
    reason: text(2, 200, '为什么，公开 / Why; everybody can read it'),
  },
  done: '已公布 / Published',
  gives: gives<{ rule: PayRuleRow }>((t) => ({ rule: t.expose('rule', { type: PointsRule, description: '规则 / The rule' }) })),
  refuses: [Conflict],
  async do(content, context) {
    const { services, requestUuid } = context;
    if (content.validFrom <= services.clock.now()) return invalid({ path: ['validFrom'], code: 'IN_THE_PAST', says: ruleInThePast });
    const rule = await insertPayRule(services.pool, { id: requestUuid, ...content, createdById: staffOf(context).staffId });
    return rule ? { rule } : conflict(ruleThere);
  },
});
