// The ledger of points: double entry, only added to. Every transaction moves points between a person's account and one of
// the house, sums to zero, happens once, and leaves nobody below zero.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { LedgerKind } from '../../../prisma/client/enums.ts';
import { type Actor, SYSTEM } from '../../frame/actor.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { expired } from './rules.ts';
import { readLapsing } from './store.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Days in which nothing expires after something came back. */
const GRACE_DAYS = 30;

/** The accounts of the house: where points come from, and where they go to. */
type HouseAccount = 'ISSUED' | 'REDEEMED' | 'EXPIRED';

/** What a transaction moves. */
export interface Movement {
  kind: LedgerKind;
  /** What it is for, in a form that comes once, like `shift:…`. */
  reference: string;
  /** Points that the person gets; negative: gives. */
  amount: number;
  house: HouseAccount;
  actor: Actor;
  /** A sentence for the statement. */
  note?: string;
  detail?: object;
  /** Of what the person gets: when the rest of it is gone. Null: never. */
  expiresAt?: Date | null;
  reversesId?: string;
  /** What had left the account comes back, as if it had never left. */
  isRestored?: boolean;
}

/** A person's account, locked until the transaction ends: whoever else wants to change it waits. */
export interface LockedAccount {
  id: string;
  balance: number;
  /** The moment of the lock, by the database's clock. */
  now: Date;
}

/** `already`: the reference has come before, nothing was moved. `not-enough`: the account would fall below zero, nothing was moved. */
export type Posted = { outcome: 'posted' | 'already'; transactionId: string; balance: number } | { outcome: 'not-enough'; balance: number };

/** Locks a person's account, which is opened when there is none. Lock it before anything else that the same act changes. */
export async function lockAccount(db: Db, residentId: string): Promise<LockedAccount> {
  const lock = async () => {
    const { rows } = await db.query<LockedAccount>(
      `/* points.lockAccount */ SELECT id, balance, clock_timestamp()::timestamptz(3) AS now FROM ledger_account WHERE resident_id = $1 FOR NO KEY UPDATE`,
      [residentId],
    );
    return rows[0];
  };
  const known = await lock();
  if (known) return known;
  await db.query(
    `/* points.openAccount */ INSERT INTO ledger_account (id, kind, resident_id) VALUES ($1, 'PERSON', $2) ON CONFLICT (resident_id) DO NOTHING`,
    [uuid(), residentId],
  );
  return (await lock()) as LockedAccount;
}

/** Moves points of a locked account, in its transaction. `account.balance` is then what is in it. */
export async function post(db: Db, account: LockedAccount, movement: Movement): Promise<Posted> {
  const { kind, reference, amount, house, actor, note = '', detail = {}, expiresAt = null, reversesId = null } = movement;
  const isRestored = movement.isRestored ?? false;
  const known = await db.query<{ id: string }>(`/* points.readByReference */ SELECT id FROM ledger_transaction WHERE reference = $1`, [
    reference,
  ]);
  if (known.rows[0]) return { outcome: 'already', transactionId: known.rows[0].id, balance: account.balance };
  const balance = account.balance + amount;
  if (balance < 0) return { outcome: 'not-enough', balance: account.balance };
  const transactionId = uuid();
  await db.query(
    `/* points.post */
     WITH made AS (
       INSERT INTO ledger_transaction (id, kind, reference, reverses_id, at, actor_kind, actor_id, actor_title, note, detail)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ), moved AS (
       UPDATE ledger_account SET balance = balance + $12::int,
         debited = debited + CASE WHEN $16 THEN -$12::int ELSE greatest(-$12::int, 0) END,
         lapse_at = CASE WHEN $16 THEN greatest(lapse_at, $5::timestamptz + interval '${GRACE_DAYS} days') ELSE least(lapse_at, $14::timestamptz) END
       WHERE id = $11
     )
     INSERT INTO ledger_entry (transaction_id, account_id, amount, balance_after, expires_at, at)
     VALUES ($1, $11, $12, $13, $14, $5),
       ($1, (SELECT id FROM ledger_account WHERE kind = $15), -$12, NULL, NULL, $5)`,
    [
      transactionId,
      kind,
      reference,
      reversesId,
      account.now,
      actor.kind,
      actor.id,
      actor.title,
      note,
      JSON.stringify(detail),
      account.id,
      amount,
      balance,
      amount > 0 ? expiresAt : null,
      house,
      isRestored,
    ],
  );
  account.balance = balance;
  return { outcome: 'posted', transactionId, balance };
}

interface Original {
  id: string;
  amount: number;
  house: HouseAccount;
}

/** Takes a transaction of a locked account back by its opposite: nothing is edited. Null: the account has no such transaction. */
export async function reverse(
  db: Db,
  account: LockedAccount,
  { reference, actor, note }: { reference: string; actor: Actor; note: string },
): Promise<Posted | null> {
  const { rows } = await db.query<Original>(
    `/* points.readOriginal */
     SELECT t.id, mine.amount, a.kind AS house FROM ledger_transaction t
     JOIN ledger_entry mine ON mine.transaction_id = t.id AND mine.account_id = $2
     JOIN ledger_entry other ON other.transaction_id = t.id AND other.account_id <> $2
     JOIN ledger_account a ON a.id = other.account_id
     WHERE t.reference = $1 AND t.kind <> 'REVERSAL'`,
    [reference, account.id],
  );
  const [original] = rows;
  if (!original) return null;
  return post(db, account, {
    kind: 'REVERSAL',
    reference: `reversal:${original.id}`,
    reversesId: original.id,
    amount: -original.amount,
    house: original.house,
    actor,
    note,
    isRestored: original.amount < 0,
  });
}

/** Takes what has expired from a locked account, when it is time to look. Null: there is nothing to take. */
export async function expire(db: Db, account: LockedAccount): Promise<Posted | null> {
  const { rows } = await db.query<{ lapsed: number; debited: number }>(
    `/* points.readLapsed */
     SELECT (SELECT coalesce(sum(amount), 0)::int FROM ledger_entry WHERE account_id = a.id AND expires_at <= $2) AS lapsed, debited
     FROM ledger_account a WHERE a.id = $1 AND lapse_at <= $2`,
    [account.id, account.now],
  );
  if (!rows[0]) return null;
  await db.query(
    `/* points.lookAgain */ UPDATE ledger_account SET lapse_at = (SELECT min(expires_at) FROM ledger_entry WHERE account_id = $1 AND expires_at > $2)
     WHERE id = $1`,
    [account.id, account.now],
  );
  const amount = expired(rows[0]);
  if (amount === 0) return null;
  return post(db, account, { kind: 'EXPIRY', reference: `expiry:${uuid()}`, amount: -amount, house: 'EXPIRED', actor: SYSTEM });
}

/** Takes what has expired from some of the accounts whose time it is. Answers whose they are. */
export async function expirePoints(pool: pg.Pool, limit: number): Promise<string[]> {
  const residentIds = await readLapsing(pool, limit);
  for (const residentId of residentIds) {
    await inTransaction(pool, async (client) => expire(client, await lockAccount(client, residentId)));
  }
  return residentIds;
}
