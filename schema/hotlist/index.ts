// The parts of the hot list that live as long as the server.
import { inOrder } from '../grids/loaders.ts';
import { naturalLoader } from '../natural-loader.ts';
import type { Services } from '../services.ts';
import { type BallotBox, openBallotBox } from './ballot-box.ts';
import { Boards } from './boards.ts';
import { type HotIssueRow, readIssues } from './store.ts';

export interface HotList {
  ballotBox: BallotBox;
  boards: Boards;
  /** Issues as they are now, for all requests. */
  issues: { load(id: string): Promise<HotIssueRow | null> };
}

/** Opens the hot list of a server. */
export function openHotList(services: Services): HotList {
  const issues = naturalLoader<string, HotIssueRow | null>(async (ids) => inOrder(ids, await readIssues(services.pool, [...new Set(ids)])));
  return { ballotBox: openBallotBox(services), boards: new Boards(services), issues };
}
