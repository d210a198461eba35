// Thanks to teams and to single volunteers: on the wall once the person praised has agreed.
import type pg from 'pg';
import type { Actor } from '../../frame/actor.ts';
import { inTransaction, oneAtATime } from '../../frame/transaction.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface PraiseRow {
  id: string;
  teamId: string;
  volunteerId: string | null;
  text: string;
  authorTitle: string;
  createdAt: Date;
  shownAt: Date | null;
  hiddenAt: Date | null;
}

const PRAISE = `p.id, p.team_id AS "teamId", p.volunteer_id AS "volunteerId", p.text, p.author_title AS "authorTitle", p.created_at AS "createdAt",
  p.shown_at AS "shownAt", p.hidden_at AS "hiddenAt"`;

export async function readPraises(db: Db, ids: readonly string[]): Promise<PraiseRow[]> {
  const { rows } = await db.query<PraiseRow>(`/* honours.readPraises */ SELECT ${PRAISE} FROM praise p WHERE p.id = ANY($1::uuid[])`, [
    ids,
  ]);
  return rows;
}

/** What is on the wall behind a position, newest first. @param teamId null: of all teams */
export async function listPraises(
  db: Db,
  { teamId, limit, after }: { teamId: string | null; limit: number; after: { at: Date; id: string } | null },
): Promise<PraiseRow[]> {
  const { rows } = await db.query<PraiseRow>(
    `/* honours.listPraises */ SELECT ${PRAISE} FROM praise p WHERE p.shown_at IS NOT NULL AND p.hidden_at IS NULL AND ($1::uuid IS NULL OR p.team_id = $1)
       AND ($2::timestamptz IS NULL OR (p.created_at, p.id) < ($2, $3::uuid)) ORDER BY p.created_at DESC, p.id DESC LIMIT $4`,
    [teamId, after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** What waits for an answer: a volunteer's own, and that of whole teams. */
export async function listWaitingPraises(
  db: Db,
  { volunteerId, teamIds }: { volunteerId: string | null; teamIds: readonly string[] | 'all' },
): Promise<PraiseRow[]> {
  const { rows } = await db.query<PraiseRow>(
    `/* honours.listWaitingPraises */ SELECT ${PRAISE} FROM praise p WHERE p.shown_at IS NULL AND p.hidden_at IS NULL
       AND (p.volunteer_id = $1 OR p.volunteer_id IS NULL AND ($2::uuid[] IS NULL OR p.team_id = ANY($2))) ORDER BY p.created_at, p.id LIMIT 100`,
    [volunteerId, teamIds === 'all' ? null : teamIds],
  );
  return rows;
}

/** Adds thanks, unless their author has thanked too often of late. Twice with the same id is as good as once. */
export async function insertPraise(
  pool: pg.Pool,
  praise: {
    id: string;
    teamId: string;
    volunteerId: string | null;
    text: string;
    author: Actor;
    now: Date;
    isShown: boolean;
    mostADay: number;
  },
): Promise<PraiseRow | 'too-many'> {
  const { id, teamId, volunteerId, text, author, now, isShown, mostADay } = praise;
  return inTransaction(pool, async (client) => {
    await oneAtATime(client, `praise ${author.id}`);
    await client.query(
      `/* honours.insertPraise */
     INSERT INTO praise (id, team_id, volunteer_id, text, author_kind, author_id, author_title, created_at, shown_at)
     SELECT $1, $2, $3, $4, $5::actor_kind, $6, $7, $8, CASE WHEN $9 THEN $8::timestamptz END
     WHERE (SELECT count(*) FROM praise WHERE author_id = $6 AND created_at > $8::timestamptz - interval '1 day') < $10 ON CONFLICT (id) DO NOTHING`,
      [id, teamId, volunteerId, text, author.kind, author.id, author.title, now, isShown, mostADay],
    );
    const [row] = await readPraises(client, [id]);
    return row ?? 'too-many';
  });
}

/** Puts thanks on the wall, or takes them off it for good. */
export async function answerPraise(db: Db, id: string, { isShown, now }: { isShown: boolean; now: Date }): Promise<PraiseRow> {
  const { rows } = await db.query<PraiseRow>(
    `/* honours.answerPraise */ UPDATE praise p SET shown_at = CASE WHEN $2 THEN coalesce(p.shown_at, $3) ELSE p.shown_at END,
       hidden_at = CASE WHEN $2 THEN NULL ELSE coalesce(p.hidden_at, $3) END WHERE p.id = $1 RETURNING ${PRAISE}`,
    [id, isShown, now],
  );
  return rows[0] as PraiseRow;
}
