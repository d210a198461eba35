// A statement of points with a hundred times as many lines: a page takes as long.
import { miss, print, rangeOf, type Stand, textOf } from '../report.ts';
import { type Account, measurePage, openAccounts } from '../statement.ts';

const ROUNDS = 15;
const FEW = 100;
const MANY = 10_000;
/** At most so many times as long as of a hundred lines. */
const GOAL = 1.5;

/** A page of ten thousand lines beside one of a hundred, at both ends of the statement. */
export async function measureStatement({ newDatabase }: Stand): Promise<void> {
  const { pool, accounts } = await openAccounts(await newDatabase('statement'), [FEW, MANY]);
  const [few, many] = accounts as [Account, Account];
  try {
    for (const which of ['newest', 'oldest'] as const) {
      const ratios: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        // The short one on both sides of the long one.
        const before = await measurePage(pool, few, which);
        const long = await measurePage(pool, many, which);
        const after = await measurePage(pool, few, which);
        print({ kind: 'measurement', round, page: which, few: (before + after) / 2, many: long });
        if (round > 0) ratios.push((2 * long) / (before + after));
      }
      const range = rangeOf(ratios);
      print({ kind: 'ratio', page: which, lines: MANY, timesFew: range });
      console.log(`statement, ${which} page | ${MANY.toLocaleString('en')} lines : ${FEW} | ${textOf(range, '×')}`);
      if (range.median > GOAL) miss(`A page of ${MANY} lines takes more than ${GOAL} times that of ${FEW}.`);
    }
  } finally {
    await pool.end();
  }
}
