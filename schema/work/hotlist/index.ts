// The parts of the hot list that live as long as the server.
import { inOrder } from '../../frame/batches.ts';
import { type NaturalLoader, naturalLoader } from '../../frame/natural-loader.ts';
import type { Services } from '../../frame/services.ts';
import { type BallotBox, openBallotBox } from './ballot-box.ts';
import type { Ballot } from './ballots.ts';
import { Boards } from './boards.ts';
import { type HotIssueRow, readHourlyVotes, readIssues, readVoted } from './store.ts';

export interface HotList {
  ballotBox: BallotBox;
  boards: Boards;
  /** Issues as they are now, for all requests. */
  issues: NaturalLoader<string, HotIssueRow | null>;
  /** Whether votes stand now, for all requests. */
  voted: NaturalLoader<Ballot, boolean>;
  /** Votes of an issue in each of the last hours, oldest first, for all requests. */
  hourlyVotes(hours: number): NaturalLoader<string, number[]>;
}

/** Opens the hot list of a server. */
export function openHotList(services: Services): HotList {
  const { pool, clock } = services;
  const byHours = new Map<number, NaturalLoader<string, number[]>>();
  return {
    ballotBox: openBallotBox(services),
    boards: new Boards(services),
    issues: naturalLoader(async (ids) => inOrder(ids, await readIssues(pool, [...new Set(ids)]))),
    voted: naturalLoader((ballots) => readVoted(pool, ballots)),
    hourlyVotes(hours) {
      const known = byHours.get(hours);
      if (known) return known;
      const loader = naturalLoader<string, number[]>(async (ids) => {
        const series = await readHourlyVotes(pool, { issueIds: [...new Set(ids)], hours, now: clock.now() });
        return ids.map((id) => series.get(id) ?? []);
      });
      byHours.set(hours, loader);
      return loader;
    },
  };
}
