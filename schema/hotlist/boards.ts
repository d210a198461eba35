// Boards as they are shown: entries with rank and movement, read once a change however many screens ask.
import type { Services } from '../services.ts';
import { type BoardRef, boardTopic, decayRate, type HotListOrder } from './rules.ts';
import { type HotIssueRow, readBoard, readRanksAt } from './store.ts';

export interface BoardEntry {
  rank: number;
  /** Rank 24 hours ago; null when the issue was not there yet. */
  previousRank: number | null;
  row: HotIssueRow;
}

export interface BoardSnapshot {
  /** Differs whenever the board was read anew after a change. */
  version: string;
  at: Date;
  entries: BoardEntry[];
}

export interface BoardView {
  board: BoardRef;
  order: HotListOrder;
  first: number;
}

const DAY_MS = 86_400_000;
/** Yesterday's ranks move by the minute, not by the vote. */
const RANKS_KEPT_MS = 60_000;

interface Kept<Value> {
  value: Promise<Value>;
  /** Under which this is still good. */
  mark: number;
}

export class Boards {
  readonly #services: Services;
  #snapshots = new Map<string, Kept<BoardSnapshot>>();
  #ranks = new Map<string, Kept<Map<string, number>>>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** The board as of its last change. Shared: callers of the same view between two changes get the same read. */
  snapshot(view: BoardView): Promise<BoardSnapshot> {
    const key = viewKey(view);
    const mark = this.#services.live.generation(boardTopic(view.board));
    return keep(
      this.#snapshots,
      key,
      (kept) => kept.mark === mark,
      mark,
      () => this.#read(view, mark),
    );
  }

  /** Ranks of the board's issues 24 hours ago, at most a minute old. */
  ranksYesterday({ board, order }: Pick<BoardView, 'board' | 'order'>): Promise<Map<string, number>> {
    const { pool, clock, settings } = this.#services;
    const now = clock.now().getTime();
    const isFresh = (kept: Kept<unknown>) => Math.abs(now - kept.mark) < RANKS_KEPT_MS;
    return keep(this.#ranks, `${boardTopic(board)} ${order}`, isFresh, now, () =>
      readRanksAt(pool, { board, order, at: new Date(now - DAY_MS), ratePerMs: decayRate(settings) }),
    );
  }

  async #read(view: BoardView, mark: number): Promise<BoardSnapshot> {
    const { pool, clock } = this.#services;
    const at = clock.now();
    const [rows, before] = await Promise.all([
      readBoard(pool, { board: view.board, order: view.order, limit: view.first }),
      this.ranksYesterday(view),
    ]);
    const entries = rows.map((row, index) => ({ rank: index + 1, previousRank: before.get(row.id) ?? null, row }));
    return { version: `${at.getTime()}-${mark}`, at, entries };
  }
}

function viewKey({ board, order, first }: BoardView): string {
  return `${boardTopic(board)} ${order} ${first}`;
}

/** More views than boards × orders × usual page sizes: what is dropped is read again. */
const MOST_KEPT = 500;

function keep<Value>(
  store: Map<string, Kept<Value>>,
  key: string,
  isGood: (kept: Kept<Value>) => boolean,
  mark: number,
  read: () => Promise<Value>,
): Promise<Value> {
  const kept = store.get(key);
  if (kept && isGood(kept)) return kept.value;
  if (store.size >= MOST_KEPT) store.clear();
  const entry = { mark, value: read() };
  store.set(key, entry);
  // A failed read is not kept: the next caller tries again.
  entry.value.catch(() => {
    if (store.get(key) === entry) store.delete(key);
  });
  return entry.value;
}
