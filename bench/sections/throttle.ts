// What throttling costs a request.
import { miss, print, rangeOf, type Stand } from '../report.ts';
import { makeQuietStreet } from '../street.ts';
import { openThrottleBench } from '../throttle.ts';

const SECONDS = 0.1;
const GOAL = 1.05;

/** Server CPU a request with throttling beside the same without. */
export async function measureThrottle({ isFull, newDatabase }: Stand): Promise<void> {
  const url = await newDatabase('throttle');
  await makeQuietStreet(url);
  const bench = await openThrottleBench(url);
  try {
    const shares = { small: [] as number[], list: [] as number[] };
    // Short and many: a collection of garbage costs one round, not the figure.
    for (let round = 1; round <= (isFull ? 200 : 15); round++) {
      // The first side of a round meets caches that the other document left: each is first in turn.
      for (const document of ['small', 'list'] as const) {
        const { billed, free } = await bench.measure(document, SECONDS, round % 2 ? 'billed' : 'free');
        print({ kind: 'measurement', round, document, billedMicroseconds: billed, freeMicroseconds: free });
        shares[document].push(billed / free);
      }
    }
    console.log('\ndocument | server CPU a request, with throttling : without');
    for (const document of ['small', 'list'] as const) {
      const range = rangeOf(shares[document]);
      print({ kind: 'ratio', document, throttling: range });
      console.log(
        `${document.padEnd(8)} | ${range.median.toFixed(3)} (quartiles ${range.quartiles.map((share) => share.toFixed(3)).join('–')})`,
      );
      // Few rounds swing by 2 or 3 %: the short run reports, the long one judges.
      if (isFull && range.median >= GOAL) miss(`Throttling takes ${((GOAL - 1) * 100).toFixed(0)} % of the CPU of a request, or more.`);
    }
  } finally {
    bench.close();
  }
}
