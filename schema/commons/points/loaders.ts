// Batched reads of points and rewards.

import { inOrder } from '../../frame/batches.ts';
import type { Context } from '../../frame/context.ts';
import { type RedemptionRow, readRedemptions } from './redemptions.ts';
import { type RewardRow, readRewards } from './store.ts';

export const rewardLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, RewardRow | null>('reward', async (ids) => inOrder(ids, await readRewards(pool, ids)));

export const redemptionLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, RedemptionRow | null>('redemption', async (ids) => inOrder(ids, await readRedemptions(pool, ids)));
