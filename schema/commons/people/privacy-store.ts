// All SQL of what people may ask about their own data: consents, everything held, erasure.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { ConsentPurpose } from '../../../prisma/client/enums.ts';
import type { Services } from '../../frame/services.ts';
import { MODULES } from '../../modules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface ConsentRow {
  purpose: ConsentPurpose;
  textVersion: string;
  givenAt: Date;
  withdrawnAt: Date | null;
}

/** Consents ever given, the latest first. */
export async function readConsents(db: Db, residentId: string): Promise<ConsentRow[]> {
  const { rows } = await db.query<ConsentRow>(
    `/* privacy.readConsents */ SELECT purpose, text_version AS "textVersion", given_at AS "givenAt", withdrawn_at AS "withdrawnAt"
     FROM consent WHERE resident_id = $1 ORDER BY given_at DESC, id DESC`,
    [residentId],
  );
  return rows;
}

/** Gives a consent; false when the same text is agreed to already. */
export async function giveConsent(db: Db, residentId: string, purpose: ConsentPurpose, textVersion: string): Promise<boolean> {
  await db.query('/* privacy.lock */ SELECT FROM resident WHERE id = $1 FOR UPDATE', [residentId]);
  const { rowCount } = await db.query(
    `/* privacy.giveConsent */ INSERT INTO consent (id, resident_id, purpose, text_version)
     SELECT $1, $2, $3::consent_purpose, $4 WHERE NOT EXISTS (
       SELECT FROM consent WHERE resident_id = $2 AND purpose = $3::consent_purpose AND text_version = $4 AND withdrawn_at IS NULL)`,
    [uuid(), residentId, purpose, textVersion],
  );
  return rowCount === 1;
}

/** Ids of the terms and the privacy notice in force, where the resident has not agreed to them. */
export async function readToAgree(db: Db, residentId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `/* privacy.readToAgree */ SELECT v.id FROM station_text_version v
     WHERE v.kind IN ('TERMS', 'PRIVACY') AND v.number = (SELECT max(n.number) FROM station_text_version n WHERE n.kind = v.kind)
       AND NOT EXISTS (SELECT FROM consent c WHERE c.resident_id = $1 AND c.purpose::text = v.kind::text
         AND c.text_version = v.number::text AND c.withdrawn_at IS NULL)
     ORDER BY v.kind`,
    [residentId],
  );
  return rows.map(({ id }) => id);
}

/** Takes a consent back; false when there was none. */
export async function withdrawConsent(db: Db, residentId: string, purpose: ConsentPurpose): Promise<boolean> {
  const { rowCount } = await db.query(
    `/* privacy.withdrawConsent */ UPDATE consent SET withdrawn_at = now()
     WHERE resident_id = $1 AND purpose = $2::consent_purpose AND withdrawn_at IS NULL`,
    [residentId, purpose],
  );
  return (rowCount ?? 0) > 0;
}

/** Everything that modules hold of a resident, each under its own name; what is kept sealed is opened. */
export async function readEverything(services: Services, residentId: string): Promise<Record<string, unknown>> {
  const shown = MODULES.flatMap(({ holds }) => Object.entries(holds?.shows ?? {}));
  const columns = shown.map(([place, held]) => `${typeof held === 'string' ? held : held.sql} AS "${place}"`);
  const { rows } = await services.pool.query<Record<string, unknown>>(
    `/* privacy.readEverything */ SELECT ${columns.join(', ')} FROM resident r WHERE r.id = $1`,
    [residentId],
  );
  const row = rows[0] ?? {};
  const everything: Record<string, unknown> = {};
  for (const [place, held] of shown) {
    const value = row[place];
    put(everything, place, typeof held !== 'string' && value ? held.open(services, value as Buffer, residentId) : value);
  }
  return everything;
}

/** Puts a value at its place: `volunteer.teams` lies in `volunteer`, and is left out where there is none. */
function put(everything: Record<string, unknown>, place: string, value: unknown): void {
  const [outer, inner] = place.split('.') as [string, string?];
  if (inner === undefined) everything[outer] = value;
  else if (everything[outer]) (everything[outer] as Record<string, unknown>)[inner] = value;
}

/**
 * Removes the person and keeps the skeleton: their votes and issues stand, by nobody, and of their tickets number, category,
 * times. In the caller's transaction. Who they were goes last: what modules erase is found by it.
 */
export async function erase(db: Db, residentId: string): Promise<void> {
  await db.query('/* privacy.lockResident */ SELECT FROM resident WHERE id = $1 FOR UPDATE', [residentId]);
  for (const { name, holds } of MODULES) {
    for (const [what, sql] of Object.entries(holds?.erases ?? {})) await db.query(`/* ${name}.erase.${what} */ ${sql}`, [residentId]);
  }
  // Sessions and credentials with it.
  await db.query('/* privacy.eraseSignIn */ DELETE FROM auth_user WHERE id = (SELECT user_id FROM resident WHERE id = $1)', [residentId]);
  await db.query(
    `/* privacy.eraseResident */ UPDATE resident SET name = '已注销', phone = NULL, user_id = NULL, id_number_cipher = NULL, id_number_index = NULL,
       birth_date = NULL, guardian_id = NULL, home_grid_id = NULL, household_id = NULL, source = NULL, source_id = NULL,
       is_volunteer = false, real_name_status = 'UNVERIFIED', erased_at = now() WHERE id = $1`,
    [residentId],
  );
}
