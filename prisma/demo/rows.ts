// How the demo's rows reach their tables.

/** What seeding needs of a database connection. */
export interface Connection {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/** One statement a table: rows travel as JSON and take the table's own types; missing columns take their defaults. */
export async function insert(connection: Connection, table: string, rows: Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await connection.query(
    `/* demo.insert */ INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`,
    [JSON.stringify(rows)],
  );
}
