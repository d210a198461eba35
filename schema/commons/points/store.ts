// All reads of points and rewards, and what the office does to rewards.

import type pg from 'pg';
import type { ActorKind, LedgerKind } from '../../../prisma/client/enums.ts';
import type { ShowsFile } from '../../frame/manifest.ts';
import type { Credit } from './rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** A person's account; one that nothing was ever posted to has no row. */
export interface AccountRow {
  id: string;
  residentId: string;
  balance: number;
  debited: number;
}

export async function readAccounts(db: Db, residentIds: readonly string[]): Promise<AccountRow[]> {
  const { rows } = await db.query<AccountRow>(
    `/* points.readAccounts */ SELECT id, resident_id AS "residentId", balance, debited FROM ledger_account WHERE resident_id = ANY($1::uuid[])`,
    [residentIds],
  );
  return rows;
}

/** A line of a statement. */
export interface EntryRow {
  /** Decimal digits: bigger than a number holds exactly. */
  position: string;
  transactionId: string;
  at: Date;
  kind: LedgerKind;
  amount: number;
  balanceAfter: number;
  expiresAt: Date | null;
  note: string;
  detail: Readonly<Record<string, unknown>>;
  actorKind: ActorKind;
  actorTitle: string;
}

/** Lines of a statement, newest first, before a position and within a time. */
export async function readEntries(
  db: Db,
  {
    accountId,
    limit,
    before,
    from,
    until,
  }: { accountId: string; limit: number; before: string | null; from: Date | null; until: Date | null },
): Promise<EntryRow[]> {
  const { rows } = await db.query<EntryRow>(
    `/* points.readEntries */
     SELECT e.position::text AS position, t.id AS "transactionId", e.at, t.kind, e.amount, e.balance_after AS "balanceAfter",
       e.expires_at AS "expiresAt", t.note, t.detail, t.actor_kind AS "actorKind", t.actor_title AS "actorTitle"
     FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
     WHERE e.account_id = $1 AND ($3::bigint IS NULL OR e.position < $3) AND ($4::timestamptz IS NULL OR e.at >= $4)
       AND ($5::timestamptz IS NULL OR e.at < $5)
     ORDER BY e.position DESC LIMIT $2`,
    [accountId, limit, before, from, until],
  );
  return rows;
}

/** A month of a statement, in points. */
export interface MonthRow {
  opening: number;
  received: number;
  given: number;
  closing: number;
}

/** What an account held before a time, what came and went in it, and what it held after. */
export async function readMonth(db: Db, { accountId, from, until }: { accountId: string; from: Date; until: Date }): Promise<MonthRow> {
  const { rows } = await db.query<{ opening: number; received: number; given: number }>(
    `/* points.readMonth */
     SELECT coalesce((SELECT balance_after FROM ledger_entry WHERE account_id = $1 AND at < $2 ORDER BY at DESC, position DESC LIMIT 1), 0) AS opening,
       coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::int AS received, coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::int AS given
     FROM ledger_entry WHERE account_id = $1 AND at >= $2 AND at < $3`,
    [accountId, from, until],
  );
  const { opening, received, given } = rows[0] as { opening: number; received: number; given: number };
  return { opening, received, given, closing: opening + received - given };
}

/** What an account received with a date: what is behind its date in one sum, the rest by its dates. */
export async function readCredits(db: Db, { accountId, now }: { accountId: string; now: Date }): Promise<Credit[]> {
  const { rows } = await db.query<Credit>(
    `/* points.readCredits */ SELECT greatest(expires_at, $2) AS "expiresAt", sum(amount)::int AS amount FROM ledger_entry
     WHERE account_id = $1 AND expires_at IS NOT NULL GROUP BY 1 ORDER BY 1`,
    [accountId, now],
  );
  return rows;
}

/** Residents in whose accounts it is time to look for what has expired. */
export async function readLapsing(db: Db, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ residentId: string }>(
    `/* points.readLapsing */ SELECT resident_id AS "residentId" FROM ledger_account
     WHERE lapse_at <= clock_timestamp()::timestamptz(3) ORDER BY lapse_at LIMIT $1`,
    [limit],
  );
  return rows.map(({ residentId }) => residentId);
}

export interface RewardRow {
  id: string;
  name: string;
  description: string;
  photoFileName: string | null;
  points: number;
  stock: number;
  perPerson: number | null;
  sponsor: string;
  counter: string;
  isOffered: boolean;
  version: number;
  createdAt: Date;
}

const REWARD = `id, name, description, photo_file_name AS "photoFileName", points, stock, per_person AS "perPerson", sponsor, counter,
  is_offered AS "isOffered", version, created_at AS "createdAt"`;

export async function readRewards(db: Db, ids: readonly string[]): Promise<RewardRow[]> {
  const { rows } = await db.query<RewardRow>(`/* points.readRewards */ SELECT ${REWARD} FROM reward WHERE id = ANY($1::uuid[])`, [ids]);
  return rows;
}

/** Where a list of rewards goes on. */
export interface RewardPosition {
  points: number;
  id: string;
}

/** Rewards behind a position, cheapest first. */
export async function listRewards(
  db: Db,
  { isAll, limit, after }: { isAll: boolean; limit: number; after: RewardPosition | null },
): Promise<RewardRow[]> {
  const { rows } = await db.query<RewardRow>(
    `/* points.listRewards */ SELECT ${REWARD} FROM reward
     WHERE (is_offered OR $1) AND ($2::int IS NULL OR (points, id) > ($2, $3::uuid)) ORDER BY points, id LIMIT $4`,
    [isAll, after?.points ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** What the office says of a reward. */
export type RewardText = Pick<
  RewardRow,
  'name' | 'description' | 'points' | 'stock' | 'perPerson' | 'sponsor' | 'counter' | 'isOffered' | 'photoFileName'
>;

export async function insertReward(db: Db, { id, ...reward }: RewardText & { id: string }): Promise<RewardRow> {
  const { name, description, points, stock, perPerson, sponsor, counter, isOffered, photoFileName } = reward;
  const { rows } = await db.query<RewardRow>(
    `/* points.insertReward */ INSERT INTO reward (id, name, description, points, stock, per_person, sponsor, counter, is_offered, photo_file_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${REWARD}`,
    [id, name, description, points, stock, perPerson, sponsor, counter, isOffered, photoFileName],
  );
  return rows[0] as RewardRow;
}

/** Changes a reward as somebody saw it. Its stock changes by a number, for others take from it meanwhile. Undefined: it is another one by now. */
export async function updateReward(
  db: Db,
  { id, expectedVersion, stock, ...reward }: RewardText & { id: string; expectedVersion: number },
): Promise<RewardRow | undefined> {
  const { name, description, points, perPerson, sponsor, counter, isOffered, photoFileName } = reward;
  const { rows } = await db.query<RewardRow>(
    `/* points.updateReward */ UPDATE reward SET name = $3, description = $4, points = $5, stock = greatest(0, stock + $6), per_person = $7,
       sponsor = $8, counter = $9, is_offered = $10, photo_file_name = $11, version = version + 1
     WHERE id = $1 AND version = $2 RETURNING ${REWARD}`,
    [id, expectedVersion, name, description, points, stock, perPerson, sponsor, counter, isOffered, photoFileName],
  );
  return rows[0];
}

/** Pictures of rewards, which everybody may see. */
export const showsRewardPhoto: ShowsFile = async (db, fileName) => {
  const { rowCount } = await db.query('/* points.findPhoto */ SELECT FROM reward WHERE photo_file_name = $1 LIMIT 1', [fileName]);
  return rowCount === 1 ? { mimeType: 'image/webp' } : null;
};
