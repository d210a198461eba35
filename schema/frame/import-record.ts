// What was taken in from a file: each row once, however often the file comes.
import type pg from 'pg';

/** Marks rows as taken in and answers the ids of those that were not before. */
export async function takeNewRows(db: Pick<pg.ClientBase, 'query'>, source: string, rowIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ id: string }>(
    `/* importRecord.takeNewRows */ INSERT INTO import_record (source, source_id) SELECT $1, unnest($2::text[])
     ON CONFLICT DO NOTHING RETURNING source_id AS id`,
    [source, [...new Set(rowIds)]],
  );
  return new Set(rows.map((row) => row.id));
}
