// The ticket board beside one JSON that PostgreSQL writes whole, and beside Prisma's nested includes.
import { type BoardSide, openBoardBench } from '../board.ts';
import { miss, print, rangeOf, type Stand, textOf } from '../report.ts';

const ROUNDS = 5;
const GOAL = { ofJson: 0.7, timesPrisma: 4 };

/** Pages a second of fifty tickets with all that belongs to them. */
export async function measureBoard({ isFull, newDatabase }: Stand): Promise<void> {
  const bench = await openBoardBench(await newDatabase('board'));
  try {
    const ofJson: number[] = [];
    const timesPrisma: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const measure = async (side: BoardSide) => {
        const pagesPerSecond = await bench.measure(side, isFull ? 2 : 0.4);
        print({ kind: 'measurement', section: 'board', round, side, pagesPerSecond });
        return pagesPerSecond;
      };
      const json = await measure('json');
      const ours = ((await measure('ours')) + (await measure('ours'))) / 2;
      const jsonAgain = await measure('json');
      const prisma = await measure('prisma');
      if (round === 0) continue; // what is compiled in the first round is not judged
      ofJson.push((2 * ours) / (json + jsonAgain));
      timesPrisma.push(ours / prisma);
    }
    const [share, times] = [rangeOf(ofJson), rangeOf(timesPrisma)];
    print({ kind: 'ratio', section: 'board', ofJson: share, timesPrisma: times });
    console.log('\nboard of 50 tickets | ours : whole JSON in SQL | ours : Prisma');
    console.log(`pages a second      | ${textOf(share, '')} | ${textOf(times, '×')}`);
    if (share.median < GOAL.ofJson) miss(`The board is below ${GOAL.ofJson} of what PostgreSQL writes whole.`);
    if (times.median < GOAL.timesPrisma) miss(`The board is below ${GOAL.timesPrisma} times Prisma's nested includes.`);
  } finally {
    await bench.close();
  }
}
