// Past votes into the hot list: in chunks, each one transaction, each row once.
import type { PlaceRow } from '@xieshou/schema/grids/past.ts';
import { readPlaces, upsertCommunity, upsertGrid } from '@xieshou/schema/grids/past.ts';
import { type PastVote, storePastVotes, takeNewRows, upsertIssues, upsertResidents } from '@xieshou/schema/hotlist/past.ts';
import { decayRate } from '@xieshou/schema/hotlist/rules.ts';
import type pg from 'pg';
import type { Database } from '../database/connect.ts';
import { notifyChanged } from '../live/notices.ts';
import type { FileKind } from './columns.ts';
import type { VoteRow } from './rows.ts';

const CHUNK = 1000;
/** Community of districts that came as a name only. */
const IMPORTED_COMMUNITY = '导入片区';

export interface Station {
  id: string;
  halfLifeHours: number;
}

/** Takes vote rows in, chunk by chunk. */
export class VoteIntake {
  readonly #database: Database;
  readonly #station: Station;
  readonly #source: string;
  #places = new Map<string, PlaceRow>();
  #categories = new Map<string, string>();
  #waiting: VoteRow[] = [];
  imported = 0;
  unchanged = 0;

  constructor(database: Database, station: Station, kind: FileKind) {
    this.#database = database;
    this.#station = station;
    this.#source = `import:${kind}`;
  }

  async add(row: VoteRow): Promise<void> {
    if (this.#categories.size === 0) await this.#learnTown();
    this.#waiting.push(row);
    if (this.#waiting.length >= CHUNK) await this.flush();
  }

  /** Writes what waits: all of it, or nothing when it fails. */
  async flush(): Promise<void> {
    const chunk = this.#waiting;
    this.#waiting = [];
    if (chunk.length === 0) return;
    const client = await this.#database.pool.connect();
    try {
      await client.query('BEGIN');
      const fresh = await takeNewRows(
        client,
        this.#source,
        chunk.map(({ rowId }) => rowId),
      );
      // An id that stands twice in a chunk counts with its first row.
      const rows = chunk.filter(({ rowId }) => fresh.delete(rowId));
      await this.#store(client, rows);
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

  async #store(client: pg.ClientBase, rows: readonly VoteRow[]): Promise<void> {
    for (const row of rows) {
      await this.#ensurePlace(client, row.issueDistrict);
      await this.#ensurePlace(client, row.accountDistrict);
    }
    const firstOfIssue = new Map<string, VoteRow>();
    for (const row of rows) {
      const known = firstOfIssue.get(row.issueKey);
      if (!known || row.at < known.at) firstOfIssue.set(row.issueKey, row);
    }
    const issues = await upsertIssues(
      client,
      this.#source,
      this.#station.id,
      [...firstOfIssue.values()].map((row) => {
        const place = this.#place(row.issueDistrict);
        const categoryId = this.#categories.get(row.category.toLowerCase()) ?? (this.#categories.get('other') as string);
        return {
          sourceId: row.issueKey,
          title: row.issueTitle.slice(0, 200),
          categoryId,
          gridId: place?.id ?? null,
          communityId: place?.communityId ?? null,
          at: row.at,
        };
      }),
    );
    const accounts = new Map(
      rows.map((row) => [row.accountId, { sourceId: row.accountId, homeGridId: this.#place(row.accountDistrict)?.id ?? null }]),
    );
    const residents = await upsertResidents(client, this.#source, [...accounts.values()]);
    const changes = foldVotes(rows, (row) => ({
      issueId: issues.get(row.issueKey) as string,
      residentId: residents.get(row.accountId) as string,
    }));
    await storePastVotes(client, { ...changes, ratePerMs: decayRate(this.#station) });
  }

  async #learnTown(): Promise<void> {
    for (const place of await readPlaces(this.#database.pool as unknown as pg.ClientBase)) this.#remember(place);
    for (const { id, code, nameZh, nameEn } of await this.#database.prisma.category.findMany()) {
      for (const name of [code, nameZh, nameEn]) this.#categories.set(name.toLowerCase(), id);
    }
  }

  /** A district that no grid bears becomes a grid without a boundary. */
  async #ensurePlace(client: pg.ClientBase, district: string | null): Promise<void> {
    if (district === null || this.#place(district)) return;
    const communityId = await upsertCommunity(client, this.#station.id, IMPORTED_COMMUNITY);
    const { place } = await upsertGrid(client, { communityId, code: district, boundary: null });
    this.#remember(place);
  }

  #place(district: string | null): PlaceRow | undefined {
    return district === null ? undefined : this.#places.get(district.toLowerCase());
  }

  #remember(place: PlaceRow): void {
    this.#places.set(place.name.toLowerCase(), place);
    this.#places.set(place.code.toLowerCase(), place);
  }
}

type Key = Pick<PastVote, 'issueId' | 'residentId'>;

/**
 * What a run of rows, in their order, leaves: per person and issue the first vote after the last withdrawal.
 * A withdrawal takes back what stood before the run as well.
 */
function foldVotes(rows: readonly VoteRow[], keyOf: (row: VoteRow) => Key): { added: PastVote[]; removed: Key[] } {
  const byKey = new Map<string, { key: Key; isRemoved: boolean; votedAt: Date | null }>();
  for (const row of rows) {
    const key = keyOf(row);
    const name = `${key.issueId} ${key.residentId}`;
    const state = byKey.get(name) ?? { key, isRemoved: false, votedAt: null };
    byKey.set(name, state);
    if (row.isWithdrawal) Object.assign(state, { isRemoved: true, votedAt: null });
    else state.votedAt ??= row.at;
  }
  const states = [...byKey.values()];
  return {
    added: states.flatMap(({ key, votedAt }) => (votedAt ? { ...key, at: votedAt } : [])),
    removed: states.flatMap(({ key, isRemoved }) => (isRemoved ? key : [])),
  };
}
