// What the office does: offers rewards and changes them, awards points.
import type pg from 'pg';
import { z } from 'zod';
import { actorOf } from '../actor.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ConflictError, type ErrorShape, errorsIn, NotFoundError, resultUnion, ValidationError } from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import { visibleNode } from '../relay/graph.ts';
import { personText } from '../text.ts';
import { releasePhoto, takePhoto } from '../tickets/attachments.ts';
import { inTransaction } from '../transaction.ts';
import { fieldErrors } from '../validation.ts';
import { lockAccount, post } from './ledger.ts';
import { rewardLoader } from './loaders.ts';
import { Reward } from './rewards.ts';
import { expiryOf } from './rules.ts';
import { insertReward, type RewardRow, type RewardText, readRewards, updateReward } from './store.ts';
import { pointsTopic, REWARDS_TOPIC } from './topics.ts';
import { pointsWords } from './words.ts';

type Db = Pick<pg.ClientBase, 'query'>;

interface RewardSuccess {
  typename: string;
  reward: RewardRow;
}

const rewardSuccess = (name: string, description: string) =>
  builder.objectRef<RewardSuccess>(name).implement({
    description,
    fields: (t) => ({ reward: t.expose('reward', { type: Reward, description: '奖品现在的样子 / The reward as it is now' }) }),
  });

const RewardContent = builder.inputType('RewardContent', {
  description: '奖品的内容 / What a reward is',
  fields: (t) => ({
    name: t.string({ required: true, description: '名称，2–60 字 / Name, 2–60 characters' }),
    description: t.string({ defaultValue: '', description: '说明，最多 1000 字 / Details, at most 1,000 characters' }),
    points: t.int({ required: true, description: '需要多少积分，1–1000000 / Points that it takes' }),
    perPerson: t.int({ description: '每人限兑几份；不填为不限 / How many one person may have; none: any number' }),
    sponsor: t.string({ defaultValue: '', description: '赞助单位，最多 60 字 / Who gives it, at most 60 characters' }),
    counter: t.string({ defaultValue: '', description: '在哪里领，最多 120 字 / Where it is handed out, at most 120 characters' }),
    isOffered: t.boolean({ defaultValue: true, description: '是否上架 / Whether it can be had' }),
    photoId: t.id({
      description:
        '照片：/uploads 所给的编号；不填为不变，空为去掉 / Its picture, by the id that /uploads gave; none: as it was, null: without one',
    }),
  }),
});

const RewardCreateInput = builder.inputType('RewardCreateInput', {
  description: '新奖品 / A new reward',
  fields: (t) => ({
    content: t.field({ type: RewardContent, required: true, description: '内容 / What it is' }),
    stock: t.int({ required: true, description: '库存，0–1000000 / How many there are' }),
  }),
});

const RewardUpdateInput = builder.inputType('RewardUpdateInput', {
  description: '修改奖品 / A change of a reward',
  fields: (t) => ({
    rewardId: t.id({ required: true, description: '奖品编号 / Id of the reward' }),
    expectedVersion: t.int({ required: true, description: '看到的版本 / The version that was seen' }),
    content: t.field({ type: RewardContent, required: true, description: '改后的内容 / What it is from now on' }),
    stockChange: t.int({ defaultValue: 0, description: '库存增减 / How many more, or fewer, there are' }),
  }),
});

const LIMITS = { name: [2, 60], description: [0, 1000], sponsor: [0, 60], counter: [0, 120] } as const;
const rewardText = z.object({
  name: personText({ min: 2, max: 60 }),
  description: personText({ min: 0, max: 1000, isMultiline: true }),
  sponsor: personText({ min: 0, max: 60 }),
  counter: personText({ min: 0, max: 120 }),
});
const MOST = 1_000_000;
/** Of one award. */
const MOST_AWARDED = 1000;

type Content = typeof RewardContent.$inferInput;

/** The checked content, or what is wrong with it. */
function contentOf(
  content: Content,
  stock: { field: string; value: number; least: number },
  { language }: Context,
): Omit<RewardText, 'stock' | 'photoFileName'> | ErrorShape {
  const { name, points, perPerson = null, isOffered } = content;
  const text = rewardText.safeParse({
    ...{ name, description: content.description ?? '', sponsor: content.sponsor ?? '', counter: content.counter ?? '' },
  });
  const mistakes = text.success
    ? []
    : fieldErrors(text.error, { ...LIMITS } as unknown as Record<string, [number, number]>, language).map((mistake) => ({
        ...mistake,
        path: ['input', 'content', ...mistake.path.slice(1)],
      }));
  const whole = (path: string[], value: number, least: number) => {
    if (value >= least && value <= MOST) return;
    mistakes.push({ path: ['input', ...path], code: 'OUT_OF_RANGE', message: pointsWords(language).whole(least, MOST) });
  };
  whole(['content', 'points'], points, 1);
  if (perPerson !== null) whole(['content', 'perPerson'], perPerson, 1);
  whole([stock.field], stock.value, stock.least);
  if (!text.success || mistakes.length > 0) return errorsIn(language).invalid(mistakes);
  return { ...text.data, points, perPerson, isOffered: isOffered ?? true };
}

/** The file of a sent photo; null: none is wanted, undefined: it is not there. */
async function takenPhoto(db: Db, photoId: string | null | undefined, { viewer }: Context): Promise<string | null | undefined> {
  if (!photoId) return null;
  const id = decodeIdOf('Attachment', photoId);
  return (id && (await takePhoto(db, viewer, id))) || undefined;
}

function photoGone({ language }: Context): ErrorShape {
  return errorsIn(language).invalid([{ path: ['input', 'content', 'photoId'], code: 'UNKNOWN', message: pointsWords(language).photoGone }]);
}

builder.mutationFields((t) => ({
  rewardCreate: t.field({
    description: '上架新奖品 / Offers a new reward',
    authScopes: { may: 'reward.manage' },
    type: resultUnion('RewardCreate', rewardSuccess('RewardCreateSuccess', '已上架 / It is on offer'), [ValidationError]),
    args: { input: t.arg({ type: RewardCreateInput, required: true, description: '奖品 / The reward' }) },
    resolve: async (_root, { input: { content, stock } }, context): Promise<RewardSuccess | ErrorShape> => {
      const checked = contentOf(content, { field: 'stock', value: stock, least: 0 }, context);
      if ('typename' in checked) return checked;
      const { pool } = context.services;
      const id = context.requestUuid; // a repeat under the same key finds the reward there
      const made = await inTransaction(pool, async (client) => {
        const [known] = await readRewards(client, [id]);
        if (known) return known;
        const photoFileName = await takenPhoto(client, content.photoId, context);
        return photoFileName === undefined ? undefined : insertReward(client, { id, ...checked, stock, photoFileName });
      });
      if (!made) return photoGone(context);
      const reward = made;
      context.services.live.touch([REWARDS_TOPIC]);
      return { typename: 'RewardCreateSuccess', reward };
    },
  }),
  rewardUpdate: t.field({
    description: '修改奖品、补货或下架 / Changes a reward, adds to its stock, or withdraws it',
    authScopes: { may: 'reward.manage' },
    type: resultUnion('RewardUpdate', rewardSuccess('RewardUpdateSuccess', '已修改 / It is changed'), [
      ValidationError,
      NotFoundError,
      ConflictError,
    ]),
    args: { input: t.arg({ type: RewardUpdateInput, required: true, description: '修改 / The change' }) },
    resolve: async (_root, { input }, context): Promise<RewardSuccess | ErrorShape> => {
      const { language, services } = context;
      const words = pointsWords(language);
      const stock = input.stockChange ?? 0;
      const checked = contentOf(input.content, { field: 'stockChange', value: stock, least: -MOST }, context);
      if ('typename' in checked) return checked;
      const id = decodeIdOf('Reward', input.rewardId);
      const former = id && (await rewardLoader(context).load(id));
      if (!former) return errorsIn(language).notFound(words.rewardNotFound);
      const { photoId } = input.content;
      const changed = await inTransaction<RewardRow | ErrorShape>(services.pool, async (client, undo) => {
        const photoFileName = photoId === undefined ? former.photoFileName : await takenPhoto(client, photoId, context);
        if (photoFileName === undefined) return photoGone(context);
        const row = await updateReward(client, { id: former.id, expectedVersion: input.expectedVersion, ...checked, stock, photoFileName });
        if (!row) return undo(errorsIn(language).conflict(words.rewardChanged));
        if (former.photoFileName && former.photoFileName !== photoFileName) await releasePhoto(client, former.photoFileName);
        return row;
      });
      if ('typename' in changed) return changed;
      const reward = changed;
      services.live.touch([REWARDS_TOPIC]);
      return { typename: 'RewardUpdateSuccess', reward };
    },
  }),
}));

const AwardInput = builder.inputType('PointsAwardInput', {
  description: '奖励谁、多少分、为什么 / Whom to award, how much, and why',
  fields: (t) => ({
    residentId: t.id({ required: true, description: '居民编号 / Id of the resident' }),
    points: t.int({ required: true, description: `1–${MOST_AWARDED} 分 / 1–${MOST_AWARDED} points` }),
    reason: t.string({ required: true, description: '理由，2–60 字，本人看得到 / Reason, 2–60 characters, shown to the person' }),
  }),
});

interface AwardSuccess {
  typename: string;
  balance: number;
}

const PointsAwardSuccess = builder.objectRef<AwardSuccess>('PointsAwardSuccess').implement({
  description: '已奖励 / It is awarded',
  fields: (t) => ({ balance: t.exposeInt('balance', { description: '之后的余额 / The balance after it' }) }),
});

const awardText = z.object({ reason: personText({ min: 2, max: 60 }) });

builder.mutationField('pointsAward', (t) =>
  t.field({
    description: '奖励积分并说明理由，记在账上 / Awards points for a reason; it stays on the statement',
    authScopes: { may: 'points.award' },
    type: resultUnion('PointsAward', PointsAwardSuccess, [ValidationError, NotFoundError]),
    args: { input: t.arg({ type: AwardInput, required: true, description: '奖励 / The award' }) },
    resolve: async (_root, { input }, context): Promise<AwardSuccess | ErrorShape> => {
      const { language, services, viewer, requestUuid } = context;
      const text = awardText.safeParse({ reason: input.reason });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, { reason: [2, 60] }, language));
      if (input.points < 1 || input.points > MOST_AWARDED)
        return errorsIn(language).invalidField('points', 'OUT_OF_RANGE', pointsWords(language).whole(1, MOST_AWARDED));
      const resident = await visibleNode<{ id: string }>('Resident', input.residentId, context);
      if (!resident) return errorsIn(language).notFound(wordsIn(language).residentNotFound);
      const posted = await inTransaction(services.pool, async (client) => {
        const account = await lockAccount(client, resident.id);
        return post(client, account, {
          ...{ kind: 'AWARD', reference: `award:${requestUuid}`, amount: input.points, house: 'ISSUED' },
          ...{ actor: actorOf(viewer), note: text.data.reason, expiresAt: expiryOf(account.now, services.settings.timeZone) },
        });
      });
      services.live.touch([pointsTopic(resident.id)]);
      return { typename: 'PointsAwardSuccess', balance: posted.balance };
    },
  }),
);
