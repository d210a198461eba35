// Work that waits for a person, as modules declare it: what it is, who may do it, and how it is read.
import type pg from 'pg';
import type { Reach } from './access/rules.ts';
import type { StaffViewer } from './access/viewer.ts';
import type { Says } from './roles.ts';
import type { Services } from './services.ts';
import type { Say } from './speech.ts';

/** A kind of work that waits. */
export interface WaitOfKind {
  /** What is to be done, in a few words. */
  means: Says;
  /** The right to do it: it waits for whoever has it, as far as it reaches. */
  may: string;
  /** Touched when something begins to wait, waits no more, or is called otherwise. */
  topics: readonly string[];
  reads(): Promise<ReadsWaiting>;
  /** The statement looks at nobody's own id: whoever of a role may do all of it is told the same, and it is read once for all of them. */
  isAlike?: true;
}

export interface AskedWaiting {
  db: Pick<pg.ClientBase, 'query'>;
  viewer: StaffViewer;
  /** Of the right. */
  reach: Reach;
  limit: number;
  services: Services;
}

/** What waits for somebody, in one statement: the nearest deadline first, what has none last, and of the same the oldest. */
export type ReadsWaiting = (asked: AskedWaiting) => Promise<Waiting>;

export interface Waiting {
  items: readonly WaitingItem[];
  /** Of all, however many are listed. */
  count: number;
}

export interface WaitingItem {
  /** Id of the row it is about: once a kind. */
  subjectId: string;
  /** What it is about. Never a whole name: nobody's look is on record here. */
  title: Say;
  gridId: string | null;
  /** Null: it has no deadline, or its clock stands still. */
  dueAt: Date | null;
  since: Date;
  /** The page of the client on which it is done. */
  path: string;
}

/** The column that counts all, whatever the limit. */
export const TOTAL = 'count(*) OVER ()::int AS total';

/** What a statement with TOTAL has read. */
export const waitingOf = <Row extends { total: number }>(rows: readonly Row[], itemOf: (row: Row) => WaitingItem): Waiting => ({
  items: rows.map(itemOf),
  count: rows[0]?.total ?? 0,
});
