// Rows on their way into the database: in chunks, each one transaction, each row once however often it comes.
import { takeNewRows } from '@xieshou/schema/frame/import-record.ts';
import type pg from 'pg';
import type { Database } from '../database/connect.ts';
import { notifyChanged } from '../live/notices.ts';

const CHUNK = 1000;

/** What every row has. */
export interface KeyedRow {
  /** Unique in its file and the same in every run. */
  rowId: string;
}

export abstract class ChunkedIntake<Row extends KeyedRow> {
  protected readonly database: Database;
  /** Rows with the same id from the same source are the same. */
  readonly #source: string;
  #waiting: Row[] = [];
  #isPrepared = false;
  imported = 0;
  unchanged = 0;

  constructor(database: Database, source: string) {
    this.database = database;
    this.#source = source;
  }

  /** Learns what the rows will need, before the first of them. */
  protected abstract prepare(): Promise<void>;
  /** Writes rows that are new, in the transaction of their chunk. */
  protected abstract store(client: pg.ClientBase, rows: readonly Row[]): Promise<void>;

  async add(row: Row): Promise<void> {
    if (!this.#isPrepared) await this.prepare();
    this.#isPrepared = true;
    this.#waiting.push(row);
    if (this.#waiting.length >= CHUNK) await this.flush();
  }

  /** Writes what waits: all of it, or nothing when it fails. */
  async flush(): Promise<void> {
    const chunk = this.#waiting;
    this.#waiting = [];
    if (chunk.length === 0) return;
    const client = await this.database.pool.connect();
    try {
      await client.query('BEGIN');
      const fresh = await takeNewRows(
        client,
        this.#source,
        chunk.map(({ rowId }) => rowId),
      );
      // An id that stands twice in a chunk counts with its first row.
      const rows = chunk.filter(({ rowId }) => fresh.delete(rowId));
      await this.store(client, rows);
      if (rows.length > 0) await notifyChanged(client);
      await client.query('COMMIT');
      this.imported += rows.length;
      this.unchanged += chunk.length - rows.length;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }
}
