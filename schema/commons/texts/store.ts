// All SQL of the station's texts.
import type pg from 'pg';
import type { StationTextKind, StationTextVersion } from '../../../prisma/client/client.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface TextVersionRow extends Omit<StationTextVersion, 'staffId'> {
  /** How whoever published it is addressed; null: it came with the platform. */
  publishedBy: string | null;
}

/** What an administrator writes of a version. */
export type Written = Pick<StationTextVersion, 'textZh' | 'textEn' | 'noteZh' | 'noteEn'>;

const VERSION = `v.id, v.kind, v.number, v.text_zh AS "textZh", v.text_en AS "textEn", v.note_zh AS "noteZh", v.note_en AS "noteEn",
  v.published_at AS "publishedAt", (SELECT p.title FROM staff_profile p WHERE p.id = v.staff_id) AS "publishedBy"`;

/** The versions that are in force: of each kind the last. */
export async function readCurrent(db: Db, kinds: readonly StationTextKind[]): Promise<TextVersionRow[]> {
  const { rows } = await db.query<TextVersionRow>(
    `/* texts.readCurrent */ SELECT ${VERSION} FROM unnest($1::station_text_kind[]) k
     CROSS JOIN LATERAL (SELECT * FROM station_text_version o WHERE o.kind = k ORDER BY o.number DESC LIMIT 1) v`,
    [kinds],
  );
  return rows;
}

export async function readVersions(db: Db, ids: readonly string[]): Promise<TextVersionRow[]> {
  const { rows } = await db.query<TextVersionRow>(
    `/* texts.readVersions */ SELECT ${VERSION} FROM station_text_version v WHERE v.id = ANY($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** Versions of a text, the newest first, those before number `before`. */
export async function listVersions(
  db: Db,
  { kind, limit, before }: { kind: StationTextKind; limit: number; before: number | null },
): Promise<TextVersionRow[]> {
  const { rows } = await db.query<TextVersionRow>(
    `/* texts.list */ SELECT ${VERSION} FROM station_text_version v
     WHERE v.kind = $1 AND ($2::int IS NULL OR v.number < $2) ORDER BY v.number DESC LIMIT $3`,
    [kind, before, limit],
  );
  return rows;
}

/** Adds a version; false when there is one of that number already. */
export async function insertVersion(
  db: Db,
  {
    id,
    kind,
    number,
    textZh,
    textEn,
    noteZh,
    noteEn,
    publishedAt,
    staffId,
  }: Written & { id: string; kind: StationTextKind; number: number; publishedAt: Date; staffId: string | null },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `/* texts.insert */ INSERT INTO station_text_version (id, kind, number, text_zh, text_en, note_zh, note_en, published_at, staff_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (kind, number) DO NOTHING`,
    [id, kind, number, textZh, textEn, noteZh, noteEn, publishedAt, staffId],
  );
  return rowCount === 1;
}
