// Duties: what was served is a record that nobody rewrites.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gridIds } from '../support/people.ts';
import { ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let admin: string;
beforeAll(async () => {
  server = await startTestServer();
  admin = await signIn(server, 'ADMIN');
});
afterAll(() => server.stop());

describe('a duty', () => {
  it('is not assigned to begin in the past, and the one that ends others leaves what they have served', async () => {
    const { pool } = server.database;
    const { data } = await ask(server, '{ staff(first: 50) { edges { node { id role duties { id } } } } }', {}, { token: admin });
    const worker = data.staff.edges
      .map(({ node }: { node: { role: string; duties: unknown[] } }) => node)
      .find(({ role, duties }: { role: string; duties: unknown[] }) => role === 'GRID_WORKER' && duties.length > 0);
    const staffId = Buffer.from(worker.id, 'base64url').toString().split(':')[1];
    const gridId = (await gridIds(server)).get('5');
    const year = 365 * 86_400_000;
    await pool.query(
      `INSERT INTO duty (id, staff_id, grid_id, is_responsible, starts_at, ends_at)
       SELECT gen_random_uuid(), $1, grid_id, false, now() - interval '2 years', now() - interval '1 year' FROM duty WHERE staff_id = $1 LIMIT 1`,
      [staffId],
    );
    const served = async () =>
      (
        await pool.query(`SELECT starts_at, ends_at FROM duty WHERE staff_id = $1 AND ends_at < now() - interval '1 hour' ORDER BY 1`, [
          staffId,
        ])
      ).rows;
    const before = await served();
    expect(before.length).toBeGreaterThan(0);
    const past = await deed(server, admin, 'dutyAssign', {
      staffId: worker.id,
      gridId,
      startsAt: new Date(Date.now() - 3 * year).toISOString(),
      endsOtherDuties: true,
    });
    expect(past.fieldErrors).toMatchObject([{ path: ['input', 'startsAt'], code: 'PAST' }]);
    expect(await served()).toEqual(before);
    const now = await deed(server, admin, 'dutyAssign', { staffId: worker.id, gridId, endsOtherDuties: true });
    expect(now.__typename).toBe('DutyAssignSuccess');
    expect(await served()).toEqual(before);
    const { rows } = await pool.query('SELECT grid_id FROM duty WHERE staff_id = $1 AND (ends_at IS NULL OR ends_at > now())', [staffId]);
    expect(rows).toHaveLength(1);
  });
});
