// All SQL of lost and found.
import type pg from 'pg';
import type { LostFoundClaim, LostFoundItem } from '../../../prisma/client/client.ts';
import type { LostFoundCategory, LostFoundKind, LostFoundStatus } from '../../../prisma/client/enums.ts';
import type { Reach } from '../../frame/access/rules.ts';
import type { ShowsFile } from '../../frame/manifest.ts';
import { COLLECTED_WITHIN_DAYS, FOUND_BEFORE_MS, FOUND_WITHIN_MS } from './rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export type ItemRow = Omit<LostFoundItem, 'handedOutById'>;
export type NewItem = Omit<ItemRow, 'status' | 'keptAt' | 'keptPlace' | 'endedAt'>;

const ITEM = `i.id, i.kind, i.category, i.title, i.description, i.grid_id AS "gridId", i.place, i.longitude, i.latitude,
  i.building_id AS "buildingId", i.entrance_id AS "entranceId",
  i.happened_at AS "happenedAt", i.posted_at AS "postedAt", i.resident_id AS "residentId", i.staff_id AS "staffId",
  i.photo_file_name AS "photoFileName", i.question, i.answers, i.status, i.kept_at AS "keptAt", i.kept_place AS "keptPlace", i.ended_at AS "endedAt"`;
const CLAIM =
  'c.id, c.item_id AS "itemId", c.resident_id AS "residentId", c.wrong_tries AS "wrongTries", c.accepted_at AS "acceptedAt", c.code';

export async function insertItem(db: Db, item: NewItem): Promise<ItemRow> {
  const { rows } = await db.query<ItemRow>(
    `/* lostfound.insert */ INSERT INTO lost_found_item AS i (id, kind, category, title, description, grid_id, place, longitude, latitude,
       happened_at, posted_at, resident_id, staff_id, photo_file_name, question, answers, building_id, entrance_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING ${ITEM}`,
    [
      item.id,
      item.kind,
      item.category,
      item.title,
      item.description,
      item.gridId,
      item.place,
      item.longitude,
      item.latitude,
      item.happenedAt,
      item.postedAt,
      item.residentId,
      item.staffId,
      item.photoFileName,
      item.question,
      item.answers,
      item.buildingId,
      item.entranceId,
    ],
  );
  return rows[0] as ItemRow;
}

export async function readItems(db: Db, ids: readonly string[]): Promise<ItemRow[]> {
  const { rows } = await db.query<ItemRow>(`/* lostfound.read */ SELECT ${ITEM} FROM lost_found_item i WHERE i.id = ANY($1::uuid[])`, [
    ids,
  ]);
  return rows;
}

/** Nobody else changes it until the transaction ends. */
export async function lockItem(db: Db, id: string): Promise<ItemRow | null> {
  const { rows } = await db.query<ItemRow>(`/* lostfound.lock */ SELECT ${ITEM} FROM lost_found_item i WHERE i.id = $1 FOR UPDATE`, [id]);
  return rows[0] ?? null;
}

export interface Wanted {
  kind: LostFoundKind | null;
  category: LostFoundCategory | null;
  /** Only what this resident has posted or claimed. */
  residentId: string | null;
  reach: Pick<Reach, 'isAll' | 'gridIds' | 'communityIds'>;
  limit: number;
  after: { at: Date; id: string } | null;
}

/** Posts, the latest first: open ones, and of one's own all. */
export async function listItems(db: Db, { kind, category, residentId, reach, limit, after }: Wanted): Promise<ItemRow[]> {
  const { rows } = await db.query<ItemRow>(
    `/* lostfound.list */ SELECT ${ITEM} FROM lost_found_item i
     WHERE ($1::lost_found_kind IS NULL OR i.kind = $1) AND ($2::lost_found_category IS NULL OR i.category = $2)
       AND CASE WHEN $3::uuid IS NULL THEN i.ended_at IS NULL
           ELSE i.resident_id = $3 OR EXISTS (SELECT FROM lost_found_claim c WHERE c.item_id = i.id AND c.resident_id = $3 AND c.accepted_at IS NOT NULL) END
       AND ($4 OR i.grid_id = ANY($5::uuid[]) OR EXISTS (SELECT FROM grid g WHERE g.id = i.grid_id AND g.community_id = ANY($6::uuid[])))
       AND ($7::timestamptz IS NULL OR (i.posted_at, i.id) < ($7, $8::uuid))
     ORDER BY i.posted_at DESC, i.id DESC LIMIT $9`,
    [kind, category, residentId, reach.isAll, reach.gridIds, reach.communityIds, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

const MOST_COMPARED = 200;

/** Open posts of the other kind that each may belong to, by category and time. */
export async function readCandidates(db: Db, { id, kind, category, happenedAt }: ItemRow): Promise<ItemRow[]> {
  const [before, after] = kind === 'LOST' ? [FOUND_BEFORE_MS, FOUND_WITHIN_MS] : [FOUND_WITHIN_MS, FOUND_BEFORE_MS];
  const { rows } = await db.query<ItemRow>(
    `/* lostfound.readCandidates */ SELECT ${ITEM} FROM lost_found_item i
     WHERE i.category = $1 AND i.kind <> $2 AND i.status = 'OPEN' AND i.id <> $3 AND i.happened_at BETWEEN $4 AND $5
     ORDER BY i.happened_at DESC, i.id LIMIT ${MOST_COMPARED}`,
    [category, kind, id, new Date(happenedAt.getTime() - before), new Date(happenedAt.getTime() + after)],
  );
  return rows;
}

/** The claims of each item by one person, or by whoever's was accepted. */
export async function readClaims(db: Db, itemIds: readonly string[], residentId: string | null): Promise<LostFoundClaim[]> {
  const { rows } = await db.query<LostFoundClaim>(
    `/* lostfound.readClaims */ SELECT ${CLAIM} FROM lost_found_claim c
     WHERE c.item_id = ANY($1::uuid[]) AND (c.resident_id = $2 OR ($2::uuid IS NULL AND c.accepted_at IS NOT NULL))`,
    [itemIds, residentId],
  );
  return rows;
}

/** Notes a try of somebody to claim an item: wrong, or accepted under a code. */
export async function writeClaim(db: Db, { id, itemId, residentId, wrongTries, acceptedAt, code }: LostFoundClaim): Promise<void> {
  await db.query(
    `/* lostfound.claim */ INSERT INTO lost_found_claim (id, item_id, resident_id, wrong_tries, accepted_at, code)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (item_id, resident_id) DO UPDATE SET wrong_tries = $4, accepted_at = $5, code = $6`,
    [id, itemId, residentId, wrongTries, acceptedAt, code],
  );
}

export async function setStatus(db: Db, id: string, status: LostFoundStatus): Promise<void> {
  await db.query('/* lostfound.setStatus */ UPDATE lost_found_item SET status = $2 WHERE id = $1', [id, status]);
}

export async function setKept(db: Db, { id, place, at }: { id: string; place: string; at: Date }): Promise<void> {
  await db.query('/* lostfound.keep */ UPDATE lost_found_item SET kept_at = $3, kept_place = $2 WHERE id = $1', [id, place, at]);
}

/** Ends a post; nobody needs its photo any more. */
export async function setEnded(
  db: Db,
  { id, status, at, handedOutById }: { id: string; status: LostFoundStatus; at: Date; handedOutById: string | null },
): Promise<void> {
  await db.query(
    `/* lostfound.end */ UPDATE lost_found_item SET status = $2, ended_at = $3, handed_out_by_id = $4, photo_file_name = NULL WHERE id = $1`,
    [id, status, at, handedOutById],
  );
}

/** Items of somebody that are still open. */
export async function readOpenOf(db: Db, residentId: string): Promise<ItemRow[]> {
  const { rows } = await db.query<ItemRow>(
    `/* lostfound.readOpenOf */ SELECT ${ITEM} FROM lost_found_item i WHERE i.resident_id = $1 AND i.ended_at IS NULL ORDER BY i.id FOR UPDATE`,
    [residentId],
  );
  return rows;
}

/** Posts that nobody has claimed for six months, and claimed ones that nobody has collected for two weeks. */
export async function readOverdue(db: Db, now: Date, limit: number): Promise<ItemRow[]> {
  const { rows } = await db.query<ItemRow>(
    `/* lostfound.readOverdue */ SELECT ${ITEM} FROM lost_found_item i
     WHERE (i.status = 'OPEN' AND i.posted_at < $1::timestamptz - interval '6 months')
        OR (i.status = 'CLAIMED' AND NOT EXISTS (SELECT FROM lost_found_claim c
            WHERE c.item_id = i.id AND c.accepted_at > $1::timestamptz - make_interval(days => ${COLLECTED_WITHIN_DAYS})))
     ORDER BY i.posted_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [now, limit],
  );
  return rows;
}

export async function dropAccepted(db: Db, itemId: string): Promise<void> {
  await db.query('/* lostfound.dropAccepted */ DELETE FROM lost_found_claim WHERE item_id = $1 AND accepted_at IS NOT NULL', [itemId]);
}

/** Photos of posts, for everybody who may see the posts. */
export const showsPhoto: ShowsFile = async (db, fileName) => {
  const { rowCount } = await db.query('/* lostfound.findPhoto */ SELECT FROM lost_found_item WHERE photo_file_name = $1', [fileName]);
  return rowCount === 1 ? { mimeType: 'image/webp' } : null;
};
