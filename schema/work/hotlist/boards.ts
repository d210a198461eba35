// Boards as they are shown: entries with rank and movement, read once a change however many screens ask.
import type { Services } from '../../frame/services.ts';
import { type BoardRef, boardTopic, decayRate, type HotListOrder } from './rules.ts';
import { countBoard, countVotesByGrid, type HotIssueRow, readBoard, readRanksAt } from './store.ts';

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

/** The first page of a list, as queries show it. */
interface FirstPage {
  /** One more than asked for, when there are more. */
  rows: readonly HotIssueRow[];
  ranksBefore: ReadonlyMap<string, number>;
}

const STATION: BoardRef = { scope: 'station' };
const DAY_MS = 86_400_000;
/** What queries are told is at most so old, even when this server hears of no change. */
const PAGE_KEPT_MS = 1000;
/** Yesterday's ranks move by the minute, not by the vote. */
const RANKS_KEPT_MS = 60_000;

interface Kept<Value> {
  value: Promise<Value>;
  /** Under which this is still good. */
  mark: number;
  /** Monotonic milliseconds. */
  readAt: number;
}

export class Boards {
  readonly #services: Services;
  #snapshots = new Map<string, Kept<BoardSnapshot>>();
  #pages = new Map<string, Kept<FirstPage>>();
  #counts = new Map<string, Kept<number>>();
  #votesByGrid = new Map<string, Kept<Map<string, number>>>();
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

  /** The first page as of the last change, at most a second old: shared by all who ask. */
  firstPage(view: BoardView): Promise<FirstPage> {
    const { board, order, first } = view;
    return this.#asOfNow(this.#pages, viewKey(view), board, async () => {
      const [rows, ranksBefore] = await Promise.all([
        readBoard(this.#services.pool, { board, order, limit: first + 1 }),
        this.ranksYesterday(view),
      ]);
      return { rows, ranksBefore };
    });
  }

  /** How many issues the board has, as of its last change, at most a second old. */
  count(board: BoardRef): Promise<number> {
    return this.#asOfNow(this.#counts, boardTopic(board), board, () => countBoard(this.#services.pool, board));
  }

  /** The votes of each grid's issues, as of the last change, at most a second old. */
  votesByGrid(): Promise<Map<string, number>> {
    return this.#asOfNow(this.#votesByGrid, '', STATION, () => countVotesByGrid(this.#services.pool));
  }

  #asOfNow<Value>(store: Map<string, Kept<Value>>, key: string, board: BoardRef, read: () => Promise<Value>): Promise<Value> {
    const mark = this.#services.live.generation(boardTopic(board));
    const isGood = (kept: Kept<Value>) => kept.mark === mark && performance.now() - kept.readAt < PAGE_KEPT_MS;
    return keep(store, key, isGood, mark, read);
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
  const entry = { mark, readAt: performance.now(), value: read() };
  store.set(key, entry);
  // A failed read is not kept: the next caller tries again.
  entry.value.catch(() => {
    if (store.get(key) === entry) store.delete(key);
  });
  return entry.value;
}
