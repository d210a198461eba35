// Two processes that share a database and Redis, beside one: CPU of all of them a delivered message.
import { randomUUID } from 'node:crypto';
import { measureTogether, openOurs } from '../fan-out.ts';
import { print, rangeOf, type Stand, textOf } from '../report.ts';
import { makeQuietStreet } from '../street.ts';

const ROUNDS = 5;

/**
 * How much more two carry than one, each on a core of its own: 2 × CPU a message with one : with two. By CPU and not by
 * the clock, for on a machine of two cores the subscribers take their share of both.
 */
export async function measureWorkers({ isFull, newDatabase }: Stand): Promise<void> {
  const redisUrl = process.env.REDIS_URL;
  if (!redisUrl) return console.log('\nREDIS_URL is not set: several processes are not measured.');
  const redis = { url: redisUrl, prefix: `xieshou-bench:${randomUUID()}:` };
  const url = await newDatabase('workers');
  await makeQuietStreet(url);
  const subscribers = isFull ? 4000 : 1000;
  const one = [await openOurs(url, subscribers)];
  const two: typeof one = [];
  try {
    for (let n = 0; n < 2; n++) two.push(await openOurs(url, subscribers / 2, redis));
    const scaling: number[] = [];
    const waits: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const measure = async (side: 'one' | 'two') => {
        const fan = await measureTogether(side === 'one' ? one : two, isFull ? 12 : 4);
        print({ kind: 'measurement', round, subscribers, side, ...fan });
        return fan;
      };
      const [before, both, again, after] = [await measure('one'), await measure('two'), await measure('two'), await measure('one')];
      if (round === 0) continue; // what is compiled and grown in the first round is not judged
      scaling.push(
        (2 * (before.microsecondsPerMessage + after.microsecondsPerMessage)) / (both.microsecondsPerMessage + again.microsecondsPerMessage),
      );
      waits.push((both.lastMs + again.lastMs) / (before.lastMs + after.lastMs));
    }
    const [timesOne, lastTimesOne] = [rangeOf(scaling), rangeOf(waits)];
    print({ kind: 'ratio', subscribers, workers: 2, timesOne, lastTimesOne });
    console.log(`\nsubscribers | two processes carry, of one | the last one waits, two : one`);
    console.log(`${String(subscribers).padStart(11)} | ${textOf(timesOne, '×')} | ${textOf(lastTimesOne, '×')}`);
  } finally {
    for (const stand of [...one, ...two]) stand.close();
  }
}
