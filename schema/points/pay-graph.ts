// What shifts earn, and why: the rules with their dates, and the sums of one shift.
import { z } from 'zod';
import { staffOf } from '../access/callers.ts';
import { builder, SHARED } from '../builder.ts';
import { ConflictError, type ErrorShape, errorsIn, resultUnion, ValidationError } from '../errors/graph.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { TeamKindEnum } from '../volunteers/enums.ts';
import type { Earning } from './pay.ts';
import { insertPayRule, listPayRules, type PayRuleRow } from './pay-rules.ts';
import { pointsWords } from './words.ts';

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

const RuleInput = builder.inputType('PointsRuleCreateInput', {
  description: '新的积分规则 / A new rule',
  fields: (t) => ({
    kind: t.field({ type: TeamKindEnum, required: true, description: '哪种志愿队 / Of which kind of team' }),
    validFrom: t.field({ type: 'DateTime', required: true, description: '从何时起，须在将来 / From when on: in the future' }),
    pointsPerHour: t.int({ required: true, description: '每小时积分，0–1000 / Points an hour' }),
    nightPerHour: t.int({ defaultValue: 0, description: '夜间每小时另加，0–1000 / On top of it in the night' }),
    leastMinutes: t.int({ defaultValue: 15, description: '至少服务几分钟，0–600 / Minutes below which nothing is earned' }),
    reason: t.string({ required: true, description: '为什么，2–200 字，公开 / Why, 2–200 characters, for everybody to read' }),
  }),
});

interface RuleSuccess {
  typename: string;
  rule: PayRuleRow;
}

const RuleSuccessType = builder.objectRef<RuleSuccess>('PointsRuleCreateSuccess').implement({
  description: '已公布 / It is published',
  fields: (t) => ({ rule: t.expose('rule', { type: PointsRule, description: '规则 / The rule' }) }),
});

const ruleText = z.object({ reason: personText({ min: 2, max: 200 }) });
const MOST = { pointsPerHour: 1000, nightPerHour: 1000, leastMinutes: 600 } as const;

builder.mutationField('pointsRuleCreate', (t) =>
  t.field({
    description: '公布新的积分规则；已开始的班次不受影响 / Publishes a rule; shifts that have begun keep theirs',
    authScopes: { may: 'payRule.manage' },
    type: resultUnion('PointsRuleCreate', RuleSuccessType, [ValidationError, ConflictError]),
    args: { input: t.arg({ type: RuleInput, required: true, description: '规则 / The rule' }) },
    resolve: async (_root, { input }, context): Promise<RuleSuccess | ErrorShape> => {
      const { language, services } = context;
      const words = pointsWords(language);
      const text = ruleText.safeParse({ reason: input.reason });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, { reason: [2, 200] }, language));
      const { kind, validFrom, pointsPerHour } = input;
      const amounts = { pointsPerHour, nightPerHour: input.nightPerHour ?? 0, leastMinutes: input.leastMinutes ?? 15 };
      for (const name of Object.keys(MOST) as (keyof typeof MOST)[]) {
        if (amounts[name] < 0 || amounts[name] > MOST[name])
          return errorsIn(language).invalidField(name, 'OUT_OF_RANGE', words.whole(0, MOST[name]));
      }
      if (validFrom <= services.clock.now()) return errorsIn(language).invalidField('validFrom', 'IN_THE_PAST', words.ruleInThePast);
      const rule = await insertPayRule(services.pool, {
        ...{ id: context.requestUuid, kind, validFrom, ...amounts, reason: text.data.reason, createdById: staffOf(context).staffId },
      });
      return rule ? { typename: 'PointsRuleCreateSuccess', rule } : errorsIn(language).conflict(words.ruleThere);
    },
  }),
);
