// Past votes into the hot list.

import { upsertResidents } from '@xieshou/schema/commons/people/past.ts';
import { type PastVote, storePastVotes, upsertIssues } from '@xieshou/schema/work/hotlist/past.ts';
import { decayRate } from '@xieshou/schema/work/hotlist/rules.ts';
import type pg from 'pg';
import type { Database } from '../database/connect.ts';
import { ChunkedIntake } from './chunks.ts';
import type { FileKind } from './columns.ts';
import { KnownPlaces } from './places.ts';
import type { VoteRow } from './vote-rows.ts';

export interface Station {
  id: string;
  halfLifeHours: number;
}

/** Takes vote rows in, chunk by chunk. */
export class VoteIntake extends ChunkedIntake<VoteRow> {
  readonly #station: Station;
  readonly #source: string;
  readonly #places: KnownPlaces;
  #categories = new Map<string, string>();

  constructor(database: Database, station: Station, kind: FileKind) {
    const source = `import:${kind}`;
    super(database, source);
    this.#station = station;
    this.#source = source;
    this.#places = new KnownPlaces(station.id);
  }

  protected async prepare(): Promise<void> {
    await this.#places.learn(this.database.pool as unknown as pg.ClientBase);
    for (const { id, code, nameZh, nameEn } of await this.database.prisma.category.findMany({ where: { isOffered: true } })) {
      for (const name of [code, nameZh, nameEn]) this.#categories.set(name.toLowerCase(), id);
    }
  }

  protected async store(client: pg.ClientBase, rows: readonly VoteRow[]): Promise<void> {
    for (const row of rows) {
      await this.#places.ensure(client, row.issueDistrict);
      await this.#places.ensure(client, row.accountDistrict);
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
        const place = this.#places.named(row.issueDistrict);
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
      rows.map((row) => [row.accountId, { sourceId: row.accountId, homeGridId: this.#places.named(row.accountDistrict)?.id ?? null }]),
    );
    const residents = await upsertResidents(client, this.#source, [...accounts.values()]);
    const changes = foldVotes(rows, (row) => ({
      issueId: issues.get(row.issueKey) as string,
      residentId: residents.get(row.accountId) as string,
    }));
    await storePastVotes(client, { ...changes, ratePerMs: decayRate(this.#station) });
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
