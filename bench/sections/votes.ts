// The ballot box beside one transaction a vote and beside pgbench's own batched statement.
import { measureBallotBox, measureNaive } from '../load.ts';
import { findPgbench, measurePgbench } from '../pgbench.ts';
import { miss, print, rangeOf, type Stand, textOf } from '../report.ts';
import { makeStreet, openStreet, type Spread, type Street } from '../street.ts';

const ROUNDS = 3;
const SPREADS: readonly Spread[] = ['hot', 'even'];
/** It was set for a hot list: the short run takes no other load. */
const GOAL = { clients: 64, spread: 'hot', timesNaive: 15 } as const;

interface Sides {
  clients: number;
  spread: Spread;
  seconds: number;
}

/** Votes a second, by clients and load. */
export async function measureVotes({ isFull, newDatabase }: Stand): Promise<void> {
  const url = await newDatabase('votes');
  const street = await openStreet(url);
  try {
    await makeStreet(street);
    print({ kind: 'environment', postgres: await street.version(), fsyncsPerSecond: await street.fsyncsPerSecond() });
    const pgbench = findPgbench();
    if (!pgbench) console.log('pgbench is not installed: its batched statement is not measured.');
    console.log('\nclients | load | ballot box : one transaction a vote | ballot box : pgbench, same statement');
    for (const clients of isFull ? [1, 16, 64, 256, 512] : [64]) {
      for (const spread of isFull ? SPREADS : ([GOAL.spread] as const)) {
        const timesNaive: number[] = [];
        const sharesOfPgbench: number[] = [];
        for (let round = 1; round <= ROUNDS; round++) {
          const ratio = await measureRound(street, { clients, spread, seconds: isFull ? 5 : 1 }, { round, pgbench, url });
          timesNaive.push(ratio.timesNaive);
          if (ratio.shareOfPgbench !== null) sharesOfPgbench.push(ratio.shareOfPgbench);
        }
        const times = rangeOf(timesNaive);
        const share = sharesOfPgbench.length > 0 ? rangeOf(sharesOfPgbench) : null;
        print({ kind: 'ratio', clients, spread, timesNaive: times, shareOfPgbench: share });
        console.log(
          `${String(clients).padStart(7)} | ${spread.padEnd(4)} | ${textOf(times, '×')} | ${share ? textOf(share, '') : 'not measured'}`,
        );
        if (clients === GOAL.clients && spread === GOAL.spread && times.median < GOAL.timesNaive)
          miss(`Below the goal of ${GOAL.timesNaive}× at ${GOAL.clients} clients.`);
      }
    }
    await street.refuseUnlessWhole();
  } finally {
    await street.close();
  }
}

async function measureRound(street: Street, sides: Sides, { round, pgbench, url }: { round: number; pgbench: string | null; url: string }) {
  // Ours in the middle: what drifts on this machine meets every side.
  const before = await measureNaive(street, sides);
  const ours = await measureBallotBox(street, sides);
  const limit = pgbench ? await measurePgbench(pgbench, url, { batch: Math.min(sides.clients, 256), seconds: sides.seconds }) : null;
  const after = await measureNaive(street, sides);
  for (const [side, measured] of Object.entries({ naive: before, ballotBox: ours, pgbench: limit, naiveAgain: after })) {
    if (measured) print({ kind: 'measurement', round, clients: sides.clients, spread: sides.spread, side, ...measured });
  }
  const naive = (before.votesPerSecond + after.votesPerSecond) / 2;
  return { timesNaive: ours.votesPerSecond / naive, shareOfPgbench: limit && ours.votesPerSecond / limit.votesPerSecond };
}
