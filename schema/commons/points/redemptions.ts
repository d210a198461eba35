// Points for rewards: a voucher for each, used once; the stock never below zero, nobody beyond their share, all or nothing.
import type pg from 'pg';
import type { RedemptionStatus } from '../../../prisma/client/enums.ts';
import { type Actor, SYSTEM } from '../../frame/actor.ts';
import type { Refusal } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { lockAccount, post, reverse } from './ledger.ts';
import { refusals } from './refusals.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** A voucher not handed out in this time goes back: the points to the person, the reward on the shelf. */
const VALID_DAYS = 30;

export interface RedemptionRow {
  id: string;
  rewardId: string;
  residentId: string;
  points: number;
  status: RedemptionStatus;
  code: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
}

const COLUMNS = `id, reward_id AS "rewardId", resident_id AS "residentId", points, status, code, created_at AS "createdAt",
  expires_at AS "expiresAt", ended_at AS "endedAt"`;

/** A voucher, or why there is none. */
type Redeemed =
  | { redemption: RedemptionRow }
  | Refusal<'NotFoundError' | 'RewardSoldOutError' | 'RewardLimitError' | 'PointsNotEnoughError'>;

interface Wish {
  /** The same for each repeat of one request. */
  id: string;
  rewardId: string;
  residentId: string;
  /** For the counter to scan or type. */
  code: string;
  actor: Actor;
}

/** Pays for a reward and issues its voucher. */
export function redeem(pool: pg.Pool, { id, rewardId, residentId, code, actor }: Wish): Promise<Redeemed> {
  return inTransaction<Redeemed>(pool, async (client) => {
    const account = await lockAccount(client, residentId);
    const [before] = await readRedemptions(client, [id]);
    if (before?.residentId === residentId) return { redemption: before };
    const reward = await lockReward(client, { rewardId, residentId });
    if (!reward?.isOffered) return refusals.rewardNotFound;
    if (reward.perPerson !== null && reward.mine >= reward.perPerson) return refusals.limit(reward.perPerson);
    if (reward.stock === 0) return refusals.soldOut;
    const paid = await post(client, account, {
      kind: 'REDEMPTION',
      reference: referenceOf(id),
      amount: -reward.points,
      house: 'REDEEMED',
      actor,
      note: reward.name,
    });
    if (paid.outcome === 'not-enough') return refusals.notEnough({ balance: paid.balance, points: reward.points });
    await client.query('/* points.takeFromStock */ UPDATE reward SET stock = stock - 1 WHERE id = $1', [rewardId]);
    const { rows } = await client.query<RedemptionRow>(
      `/* points.issueVoucher */ INSERT INTO redemption (id, reward_id, resident_id, points, code, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6::timestamptz + interval '${VALID_DAYS} days') RETURNING ${COLUMNS}`,
      [id, rewardId, residentId, reward.points, code, account.now],
    );
    return { redemption: rows[0] as RedemptionRow };
  });
}

/** What the transaction of a redemption is for. */
const referenceOf = (redemptionId: string) => `redemption:${redemptionId}`;

interface LockedReward {
  name: string;
  points: number;
  stock: number;
  perPerson: number | null;
  isOffered: boolean;
  /** How many the person has, or has had. */
  mine: number;
}

async function lockReward(db: Db, { rewardId, residentId }: { rewardId: string; residentId: string }): Promise<LockedReward | undefined> {
  const { rows } = await db.query<LockedReward>(
    `/* points.lockReward */ SELECT name, points, stock, per_person AS "perPerson", is_offered AS "isOffered",
       (SELECT count(*)::int FROM redemption r WHERE r.reward_id = w.id AND r.resident_id = $2 AND r.status IN ('ISSUED', 'USED')) AS mine
     FROM reward w WHERE id = $1 FOR NO KEY UPDATE`,
    [rewardId, residentId],
  );
  return rows[0];
}

/** The voucher at its end, or why it was at its end before. */
type Ended =
  | { redemption: RedemptionRow }
  | Refusal<'NotFoundError' | 'VoucherUsedError' | 'VoucherCancelledError' | 'VoucherExpiredError'>;

function endedBefore({ status, endedAt, expiresAt }: RedemptionRow) {
  if (status === 'USED') return refusals.used(endedAt ?? expiresAt);
  return status === 'CANCELLED' ? refusals.cancelled : refusals.expired; // whether its points are back yet or not
}

/** Takes a redemption back before it was used: the points return, and the reward to the shelf. */
export function cancel(
  pool: pg.Pool,
  { id, residentId, actor, note }: { id: string; residentId: string; actor: Actor; note: string },
): Promise<Ended> {
  return inTransaction<Ended>(pool, async (client) => {
    const account = await lockAccount(client, residentId);
    const redemption = await lockRedemption(client, id);
    if (redemption?.residentId !== residentId) return refusals.voucherNotFound;
    if (redemption.status !== 'ISSUED') return endedBefore(redemption);
    await reverse(client, account, { reference: referenceOf(id), actor, note });
    return { redemption: await giveBack(client, redemption, 'CANCELLED') };
  });
}

async function lockRedemption(db: Db, id: string): Promise<RedemptionRow | undefined> {
  const { rows } = await db.query<RedemptionRow>(
    `/* points.lockRedemption */ SELECT ${COLUMNS} FROM redemption WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  return rows[0];
}

async function giveBack(db: Db, { id, rewardId }: RedemptionRow, status: 'CANCELLED' | 'EXPIRED'): Promise<RedemptionRow> {
  await db.query('/* points.returnToStock */ UPDATE reward SET stock = stock + 1 WHERE id = $1', [rewardId]);
  const { rows } = await db.query<RedemptionRow>(
    `/* points.endVoucher */ UPDATE redemption SET status = $2, ended_at = clock_timestamp() WHERE id = $1 RETURNING ${COLUMNS}`,
    [id, status],
  );
  return rows[0] as RedemptionRow;
}

/** Hands out what a voucher is for: once. */
export async function useVoucher(pool: pg.Pool, { code, staffId }: { code: string; staffId: string | null }): Promise<Ended> {
  const { rows } = await pool.query<RedemptionRow>(
    `/* points.useVoucher */ UPDATE redemption SET status = 'USED', ended_at = clock_timestamp(), handed_out_by_id = $2
     WHERE code = $1 AND status = 'ISSUED' AND expires_at > clock_timestamp() RETURNING ${COLUMNS}`,
    [code, staffId],
  );
  if (rows[0]) return { redemption: rows[0] };
  const found = await pool.query<RedemptionRow>(`/* points.readVoucher */ SELECT ${COLUMNS} FROM redemption WHERE code = $1`, [code]);
  return found.rows[0] ? endedBefore(found.rows[0]) : refusals.voucherNotFound;
}

/** Takes back some of the vouchers that were not used in time. Answers whose they were. */
export async function lapseVouchers(pool: pg.Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; residentId: string }>(
    `/* points.readLapsedVouchers */ SELECT id, resident_id AS "residentId" FROM redemption
     WHERE status = 'ISSUED' AND expires_at <= clock_timestamp() ORDER BY expires_at LIMIT $1`,
    [limit],
  );
  for (const { id, residentId } of rows) {
    await inTransaction(pool, async (client) => {
      const account = await lockAccount(client, residentId);
      const redemption = await lockRedemption(client, id);
      if (redemption?.status !== 'ISSUED') return;
      await reverse(client, account, { reference: referenceOf(id), actor: SYSTEM, note: '' });
      await giveBack(client, redemption, 'EXPIRED');
    });
  }
  return rows.map(({ residentId }) => residentId);
}

export async function readRedemptions(db: Db, ids: readonly string[]): Promise<RedemptionRow[]> {
  const { rows } = await db.query<RedemptionRow>(
    `/* points.readRedemptions */ SELECT ${COLUMNS} FROM redemption WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** A person's redemptions behind a position, newest first. */
export async function listRedemptions(
  db: Db,
  { residentId, limit, after }: { residentId: string; limit: number; after: { at: Date; id: string } | null },
): Promise<RedemptionRow[]> {
  const { rows } = await db.query<RedemptionRow>(
    `/* points.listRedemptions */ SELECT ${COLUMNS} FROM redemption
     WHERE resident_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3::uuid))
     ORDER BY created_at DESC, id DESC LIMIT $4`,
    [residentId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}
