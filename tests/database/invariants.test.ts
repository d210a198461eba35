// What the database itself refuses, whoever writes.
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../api/database/connect.ts';
import { openTestDatabase } from '../support/database.ts';

describe('the database', () => {
  let database: Database;
  const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);
  beforeAll(async () => {
    database = await openTestDatabase('demo');
  });
  afterAll(() => database.close());

  it('refuses a second vote of one resident for one issue', async () => {
    await expect(run('INSERT INTO vote SELECT * FROM vote LIMIT 1')).rejects.toThrow(/vote_pkey/);
  });

  it('refuses two responsible officers of a grid at one time, and takes one after the other', async () => {
    const { rows } = await run(`SELECT grid_id, staff_id FROM duty WHERE is_responsible LIMIT 1`);
    const { grid_id, staff_id } = rows[0];
    const insert = `INSERT INTO duty (id, grid_id, staff_id, is_responsible, starts_at) VALUES ($1, $2, $3, true, $4)`;
    const then = new Date('2030-01-01');
    await expect(run(insert, [uuid(), grid_id, staff_id, then])).rejects.toThrow(/duty_one_responsible_officer/);
    await run('UPDATE duty SET ends_at = $1 WHERE grid_id = $2 AND is_responsible', [then, grid_id]);
    await run(insert, [uuid(), grid_id, staff_id, then]);
  });

  it('refuses a grid worker as the responsible officer', async () => {
    await expect(
      run(
        `UPDATE duty SET is_responsible = true WHERE id = (SELECT d.id FROM duty d JOIN staff_profile p ON p.id = d.staff_id WHERE p.role = 'GRID_WORKER' LIMIT 1)`,
      ),
    ).rejects.toThrow(/only an officer/);
  });

  it('refuses a duty that ends before it starts', async () => {
    await expect(run(`UPDATE duty SET ends_at = starts_at - interval '1 hour'`)).rejects.toThrow(/duty_ends_after_it_starts/);
  });

  it('refuses an issue whose grid lies in another community', async () => {
    await expect(
      run(
        `UPDATE hot_issue SET community_id = (SELECT id FROM community WHERE id <> hot_issue.community_id LIMIT 1) WHERE grid_id IS NOT NULL`,
      ),
    ).rejects.toThrow(/hot_issue_grid_in_community/);
  });

  it('refuses two buildings of a name in a grid, half a position, an outline without its box, and a name that is none', async () => {
    const { rows } = await run('SELECT id, grid_id FROM building LIMIT 1');
    const { id } = rows[0];
    await expect(
      run('INSERT INTO building (id, grid_id, name) SELECT gen_random_uuid(), grid_id, name FROM building WHERE id = $1', [id]),
    ).rejects.toThrow(/building_grid_id_name_key/);
    await expect(run('UPDATE building SET longitude = NULL WHERE id = $1', [id])).rejects.toThrow(/building_on_earth/);
    await expect(run('UPDATE building SET west = NULL WHERE id = $1', [id])).rejects.toThrow(/building_box/);
    await expect(run(`UPDATE building SET name = ' ' WHERE id = $1`, [id])).rejects.toThrow(/building_named/);
    await expect(run('UPDATE building_entrance SET latitude = 91 WHERE building_id = $1', [id])).rejects.toThrow(
      /building_entrance_on_earth/,
    );
  });

  it('refuses a ticket, and a post of lost and found, at an entrance of another building, or a distance to none', async () => {
    const { rows } = await run(
      `SELECT b.id, (SELECT e.id FROM building_entrance e WHERE e.building_id <> b.id LIMIT 1) AS elsewhere FROM building b LIMIT 1`,
    );
    const { id, elsewhere } = rows[0];
    const ticket = `INSERT INTO ticket (id, number, station_id, category_id, priority, source, description, building_id, entrance_id, building_metres)
      SELECT gen_random_uuid(), 'GD-19990101-9999', s.id, c.id, 'P4', 'RESIDENT', '', $1, $2, $3 FROM station s, category c LIMIT 1`;
    await expect(run(ticket, [id, elsewhere, null])).rejects.toThrow(/ticket_entrance_of_building/);
    await expect(run(ticket, [null, elsewhere, null])).rejects.toThrow(/ticket_entrance_with_building/);
    await expect(run(ticket, [null, null, 5])).rejects.toThrow(/ticket_entrance_with_building/);
    await expect(run(ticket, [id, null, -1])).rejects.toThrow(/ticket_building_metres_not_negative/);
    const post = `INSERT INTO lost_found_item (id, kind, category, title, description, place, happened_at, posted_at, answers, building_id, entrance_id)
      VALUES (gen_random_uuid(), 'LOST', 'KEYS', '', '', '', now(), now(), '{}', $1, $2)`;
    await expect(run(post, [id, elsewhere])).rejects.toThrow(/lost_found_entrance_of_building/);
    await expect(run(post, [null, elsewhere])).rejects.toThrow(/lost_found_entrance_with_building/);
  });

  it('refuses a closed issue without a reason, and a reason on an open one', async () => {
    await expect(run(`UPDATE hot_issue SET status = 'SOLVED', closed_at = now() WHERE status = 'OPEN'`)).rejects.toThrow(
      /closed_with_reason/,
    );
    await expect(run(`UPDATE hot_issue SET closed_reason = 'x' WHERE status = 'OPEN'`)).rejects.toThrow(/closed_with_reason/);
  });

  it('refuses counters that cannot be', async () => {
    await expect(run('UPDATE hot_issue SET vote_count = -1')).rejects.toThrow(
      /hot_issue_vote_count_not_negative|hot_issue_no_votes_no_heat/,
    );
    await expect(run(`UPDATE hot_issue SET heat = 'Infinity'`)).rejects.toThrow(/heat/);
    await expect(run(`UPDATE hot_issue SET heat = '-Infinity' WHERE vote_count > 0`)).rejects.toThrow(/no_votes_no_heat/);
  });

  it('refuses a ledger transaction that does not sum to zero, or has one side only', async () => {
    const { rows } = await run(`SELECT id, kind FROM ledger_account WHERE kind <> 'REDEEMED' LIMIT 2`);
    const transaction = async (amounts: number[]) => {
      const client = await database.pool.connect();
      try {
        await client.query('BEGIN');
        const id = uuid();
        await client.query(
          `INSERT INTO ledger_transaction (id, kind, reference, actor_kind, actor_title) VALUES ($1, 'AWARD', $2, 'SYSTEM', '')`,
          [id, `award:${id}`],
        );
        for (const [index, amount] of amounts.entries())
          await client.query('INSERT INTO ledger_entry (transaction_id, account_id, amount) VALUES ($1, $2, $3)', [
            id,
            rows[index]?.id,
            amount,
          ]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    };
    for (const amounts of [[5, -4], [5], []]) await expect(transaction(amounts)).rejects.toThrow(/does not sum to zero/);
    await expect(transaction([0, 0])).rejects.toThrow(/ledger_entry_amount/);
    await transaction([5, -5]);
    const { rows: last } = await run('SELECT transaction_id AS id FROM ledger_entry ORDER BY position DESC LIMIT 1');
    // Nor can an old one be added to.
    await expect(
      run('INSERT INTO ledger_entry (transaction_id, account_id, amount) VALUES ($1, $2, 7)', [last[0].id, rows[0].id]),
    ).rejects.toThrow(/does not sum to zero/);
  });

  it('refuses to change or take away what stands in the ledger, and a balance below zero', async () => {
    for (const table of ['ledger_transaction', 'ledger_entry'])
      for (const deed of [`UPDATE ${table} SET at = now()`, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`])
        await expect(run(deed)).rejects.toThrow(/permission denied/);
    await expect(run(`UPDATE ledger_account SET balance = -1 WHERE kind = 'PERSON'`)).rejects.toThrow(/ledger_account_balance/);
    await expect(run('UPDATE reward SET stock = -1')).rejects.toThrow(/reward_stock/);
  });

  it('refuses to change or take away what was answered, and to let somebody decide a flag of their own', async () => {
    for (const deed of ["UPDATE hot_issue_answer SET text = ''", 'DELETE FROM hot_issue_answer', 'TRUNCATE hot_issue_answer CASCADE'])
      await expect(run(deed)).rejects.toThrow(/permission denied/);
    await expect(
      run(`INSERT INTO surge_flag (id, hot_issue_id, raised_at, raised_by_id, score, evidence, votes, status, decided_at, decided_by_id)
           SELECT gen_random_uuid(), h.id, now(), p.id, 1, '[]', 1, 'CLEARED', now(), p.id FROM hot_issue h, staff_profile p LIMIT 1`),
    ).rejects.toThrow(/surge_flag_not_ones_own/);
  });

  it('holds a demo town whose ledger agrees with itself', async () => {
    const { rows } = await run(
      `SELECT count(*)::int AS accounts, min(a.balance) AS lowest,
         count(*) FILTER (WHERE a.balance <> (SELECT sum(amount) FROM ledger_entry e WHERE e.account_id = a.id))::int AS wrong,
         count(*) FILTER (WHERE a.debited <> (SELECT coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) FROM ledger_entry e WHERE e.account_id = a.id))::int AS "wrongDebits"
       FROM ledger_account a WHERE kind = 'PERSON'`,
    );
    expect(rows).toEqual([{ accounts: 40, lowest: expect.any(Number), wrong: 0, wrongDebits: 0 }]);
  });
});
