// What the office does: offers rewards and changes them, awards points.
import { actorOf } from '../../frame/actor.ts';
import { flag, group, optional, row, scalar, text, type ValuesOf, whole } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, conflict, Invalid, isRefusal, type Refusal } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { takenPhoto } from '../files/photo.ts';
import { releasePhoto } from '../files/store.ts';
import { residentGone } from '../people/refusals.ts';
import { lockAccount, post } from './ledger.ts';
import { rewardChanged, rewardGone } from './refusals.ts';
import { Reward } from './rewards.ts';
import { expiryOf } from './rules.ts';
import { insertReward, type RewardRow, readRewards, updateReward } from './store.ts';
import { pointsTopic, REWARDS_TOPIC } from './topics.ts';

const MOST = 1_000_000;
/** Of one award. */
const MOST_AWARDED = 1000;

const reward = gives<{ reward: RewardRow }>((t) => ({
  reward: t.expose('reward', { type: Reward, description: '奖品现在的样子 / The reward as it is now' }),
}));

const CONTENT = {
  name: text(2, 60, '名称 / Name'),
  description: text(0, 1000, '说明 / Details', { isMultiline: true }),
  points: whole(1, MOST, '需要多少积分 / Points that it takes'),
  perPerson: optional(whole(1, MOST, '每人限兑几份；不填为不限 / How many one person may have; unlimited when left out')),
  sponsor: text(0, 60, '赞助单位 / Who gives it'),
  counter: text(0, 120, '在哪里领 / Where it is handed out'),
  isOffered: flag(true, '是否上架 / Whether it is on offer'),
  photoId: optional(
    scalar(
      'ID',
      '照片：/uploads 所给的编号；不填为不变，空为去掉 / Its picture, by the id that /uploads gave; left out: unchanged, null: none',
    ),
  ),
};
const PHOTO = ['content', 'photoId'];
const content = group('RewardContent', { type: '奖品的内容 / What a reward is', says: '内容 / The reward' }, CONTENT);

/** The columns of a reward, from its content. */
function columnsOf({ photoId: _sent, perPerson, ...columns }: ValuesOf<typeof CONTENT>) {
  return { ...columns, perPerson: perPerson ?? null };
}

mutation('rewardCreate', {
  says: '上架新奖品 / Offers a new reward',
  may: 'reward.manage',
  input: { content, stock: whole(0, MOST, '库存 / How many there are') },
  done: '已上架 / It is on offer',
  gives: reward,
  refuses: [Invalid],
  async do({ content, stock }, context) {
    const { requestUuid: id, services } = context;
    const made = await inTransaction(services.pool, async (client) => {
      const [known] = await readRewards(client, [id]); // the same request again
      if (known) return known;
      const photoFileName = await takenPhoto(client, content.photoId, PHOTO, context);
      return isRefusal(photoFileName) ? photoFileName : insertReward(client, { id, ...columnsOf(content), stock, photoFileName });
    });
    if (isRefusal(made)) return made;
    services.live.touch([REWARDS_TOPIC]);
    return { reward: made };
  },
});

mutation('rewardUpdate', {
  says: '修改奖品、补货或下架 / Changes a reward, adds to its stock, or withdraws it',
  may: 'reward.manage',
  input: {
    rewardId: row<RewardRow>('Reward', '奖品编号 / Id of the reward', rewardGone),
    expectedVersion: scalar('Int', '看到的版本 / The version that was seen'),
    content,
    stockChange: whole(-MOST, MOST, '库存增减 / How many more, or fewer, there are', { otherwise: 0 }),
  },
  done: '已修改 / It is changed',
  gives: reward,
  refuses: [Invalid, Conflict],
  async do({ rewardId: former, expectedVersion, content, stockChange: stock }, context) {
    const { pool, live } = context.services;
    const changed = await inTransaction<RewardRow | Refusal<'ValidationError' | 'ConflictError'>>(pool, async (client, undo) => {
      const photoFileName =
        content.photoId === undefined ? former.photoFileName : await takenPhoto(client, content.photoId, PHOTO, context);
      if (isRefusal(photoFileName)) return photoFileName;
      const row = await updateReward(client, { id: former.id, expectedVersion, ...columnsOf(content), stock, photoFileName });
      if (!row) return undo(conflict(rewardChanged));
      if (former.photoFileName && former.photoFileName !== photoFileName) await releasePhoto(client, former.photoFileName);
      return row;
    });
    if (isRefusal(changed)) return changed;
    live.touch([REWARDS_TOPIC]);
    return { reward: changed };
  },
});

mutation('pointsAward', {
  says: '奖励积分并说明理由，记在账上 / Awards points for a reason; it stays on the statement',
  may: 'points.award',
  input: {
    residentId: row<{ id: string }>('Resident', '居民编号 / Id of the resident', residentGone),
    points: whole(1, MOST_AWARDED, '多少分 / Points'),
    reason: text(2, 60, '理由，本人看得到 / Reason, shown to the person'),
  },
  done: '已奖励 / Awarded',
  gives: gives<{ balance: number }>((t) => ({ balance: t.exposeInt('balance', { description: '之后的余额 / The balance after it' }) })),
  refuses: [],
  async do({ residentId: resident, points, reason }, { services, viewer, requestUuid }) {
    const { balance } = await inTransaction(services.pool, async (client) => {
      const account = await lockAccount(client, resident.id);
      return post(client, account, {
        kind: 'AWARD',
        reference: `award:${requestUuid}`,
        amount: points,
        house: 'ISSUED',
        actor: actorOf(viewer),
        note: reason,
        expiresAt: expiryOf(account.now, services.settings.timeZone),
      });
    });
    services.live.touch([pointsTopic(resident.id)]);
    return { balance };
  },
});
