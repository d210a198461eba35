// All SQL of partners and their keys.
import type pg from 'pg';
import type { PartnerViewer } from '../../frame/access/viewer.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface PartnerKeyRow {
  id: string;
  partnerId: string;
  partnerName: string;
  /** How to reach the partner, as they gave it. */
  contact: string;
  name: string;
  hint: string;
  scopes: string[];
  wholeStation: boolean;
  communityIds: string[];
  gridIds: string[];
  addresses: string[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  replacedById: string | null;
  lastUsedAt: Date | null;
}

const COLUMNS = `k.id, k.partner_id AS "partnerId", p.name AS "partnerName", p.contact, k.name, k.hint, k.scopes, k.whole_station AS "wholeStation",
  coalesce(k.community_ids, '{}') AS "communityIds", coalesce(k.grid_ids, '{}') AS "gridIds", coalesce(k.addresses, '{}') AS addresses,
  k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt", k.replaced_by_id AS "replacedById",
  k.last_used_at AS "lastUsedAt"`;

/** The keys behind these hashes, by hash in hex, whether they still hold or not. Every call of a partner asks this. */
export async function readKeysByHash(db: Db, hashes: readonly string[]): Promise<Map<string, PartnerKeyRow>> {
  const { rows } = await db.query<PartnerKeyRow & { hash: string }>({
    name: 'partners.readKeysByHash',
    text: `/* partners.readKeysByHash */ SELECT encode(k.key_hash, 'hex') AS hash, ${COLUMNS}
      FROM partner_key k JOIN partner p ON p.id = k.partner_id WHERE k.key_hash = ANY($1)`,
    values: [hashes.map((hash) => Buffer.from(hash, 'hex'))],
  });
  return new Map(rows.map(({ hash, ...key }) => [hash, key]));
}

/** Notes that a key was used, at most once a minute. */
export async function touchKey(db: Db, id: string): Promise<void> {
  await db.query(
    `/* partners.touchKey */ UPDATE partner_key SET last_used_at = now()
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    [id],
  );
}

/** All keys, the newest first, behind `after`. */
export async function listKeys(
  db: Db,
  { limit, after }: { limit: number; after: { at: Date; id: string } | null },
): Promise<PartnerKeyRow[]> {
  const { rows } = await db.query<PartnerKeyRow>(
    `/* partners.listKeys */ SELECT ${COLUMNS} FROM partner_key k JOIN partner p ON p.id = k.partner_id
     WHERE $1::timestamptz IS NULL OR (k.created_at, k.id) < ($1, $2::uuid) ORDER BY k.created_at DESC, k.id DESC LIMIT $3`,
    [after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export async function readKey(db: Db, id: string): Promise<PartnerKeyRow | null> {
  const { rows } = await db.query<PartnerKeyRow>(
    `/* partners.readKey */ SELECT ${COLUMNS} FROM partner_key k JOIN partner p ON p.id = k.partner_id WHERE k.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface NewKey {
  id: string;
  partnerId: string;
  name: string;
  hint: string;
  hash: Buffer;
  scopes: readonly string[];
  wholeStation: boolean;
  communityIds: readonly string[];
  gridIds: readonly string[];
  addresses: readonly string[];
  expiresAt: Date | null;
  createdById: string | null;
}

/** The partner of that name, made when there is none. */
export async function upsertPartner(db: Db, { id, name, contact }: { id: string; name: string; contact: string }): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `/* partners.upsertPartner */ INSERT INTO partner (id, name, contact) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO UPDATE SET contact = CASE WHEN excluded.contact = '' THEN partner.contact ELSE excluded.contact END RETURNING id`,
    [id, name, contact],
  );
  return (rows[0] as { id: string }).id;
}

export async function insertKey(db: Db, key: NewKey): Promise<void> {
  await db.query(
    `/* partners.insertKey */ INSERT INTO partner_key
       (id, partner_id, name, hint, key_hash, scopes, whole_station, community_ids, grid_ids, addresses, expires_at, created_by_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      key.id,
      key.partnerId,
      key.name,
      key.hint,
      key.hash,
      key.scopes,
      key.wholeStation,
      key.communityIds,
      key.gridIds,
      key.addresses,
      key.expiresAt,
      key.createdById,
    ],
  );
}

/**
 * Lets a new key take over from `oldId`: the old one works until `overlapEndsAt`, or its own end when that is sooner.
 * Returns false, having done nothing, when the old key is revoked or was replaced before.
 */
export async function replaceKey(
  db: Db,
  { oldId, newId, overlapEndsAt }: { oldId: string; newId: string; overlapEndsAt: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `/* partners.replaceKey */ UPDATE partner_key SET replaced_by_id = $2, expires_at = least(coalesce(expires_at, $3), $3)
     WHERE id = $1 AND replaced_by_id IS NULL AND revoked_at IS NULL`,
    [oldId, newId, overlapEndsAt],
  );
  return rowCount === 1;
}

/** Ends a key now; false when it was revoked before. */
export async function revokeKey(db: Db, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    '/* partners.revokeKey */ UPDATE partner_key SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL',
    [id],
  );
  return rowCount === 1;
}

/** The viewer that a key stands for. */
export function partnerViewer({ id, partnerId, partnerName, scopes, wholeStation, communityIds, gridIds }: PartnerKeyRow): PartnerViewer {
  return {
    kind: 'partner',
    keyId: id,
    partnerId,
    name: partnerName,
    scopes: scopes as PartnerViewer['scopes'],
    boundary: { wholeStation, communityIds, gridIds },
  };
}
