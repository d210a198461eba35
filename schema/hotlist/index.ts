// The parts of the hot list that live as long as the server.
import type { Services } from '../services.ts';
import { type BallotBox, openBallotBox } from './ballot-box.ts';
import { Boards } from './boards.ts';

export interface HotList {
  ballotBox: BallotBox;
  boards: Boards;
}

/** Opens the hot list of a server. */
export function openHotList(services: Services): HotList {
  return { ballotBox: openBallotBox(services), boards: new Boards(services) };
}
