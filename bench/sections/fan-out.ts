// The fan-out beside the wire and beside a server as documented.
import { type Fan, openFanOutBench, type Side } from '../fan-out.ts';
import { miss, print, type Range, rangeOf, type Stand, textOf } from '../report.ts';
import { makeQuietStreet } from '../street.ts';

const ROUNDS = 3;
/** Server CPU a message: so many times less than as documented. */
const GOAL = 12;

/** Server CPU a delivered message, and how long the last subscriber waits. */
export async function measureFanOut({ isFull, newDatabase }: Stand): Promise<void> {
  const url = await newDatabase('fan_out');
  await makeQuietStreet(url);
  console.log('\nsubscribers | server CPU a message, ours : wire | documented : ours | the last one waits, ours : wire | memory of 1,000');
  for (const subscribers of isFull ? [1000, 2000, 5000, 10_000] : [1000]) {
    const { stands, close } = await openFanOutBench(url, subscribers);
    try {
      const ratios = { floor: [] as number[], documented: [] as number[], last: [] as number[] };
      const measure = async (round: number, side: Side): Promise<Fan> => {
        const fan = await stands[side].measure(isFull ? 12 : 4);
        print({ kind: 'measurement', round, subscribers, side, ...fan });
        return fan;
      };
      for (let round = 0; round <= ROUNDS; round++) {
        const sides: Side[] = ['floor', 'ours', 'ours', 'floor', 'documented'];
        const fans: Fan[] = [];
        for (const side of sides) fans.push(await measure(round, side));
        if (round === 0) continue; // what is compiled and grown in the first round is not judged
        const [floor, ours, again, floorAgain, documented] = fans as [Fan, Fan, Fan, Fan, Fan];
        const cpu = (ours.microsecondsPerMessage + again.microsecondsPerMessage) / 2;
        ratios.floor.push((2 * cpu) / (floor.microsecondsPerMessage + floorAgain.microsecondsPerMessage));
        ratios.documented.push(documented.microsecondsPerMessage / cpu);
        ratios.last.push((ours.lastMs + again.lastMs) / (floor.lastMs + floorAgain.lastMs));
      }
      const [timesFloor, timesLess, lastTimesFloor] = [ratios.floor, ratios.documented, ratios.last].map(rangeOf) as [Range, Range, Range];
      const bytesOfThousand = Math.round(((await stands.ours.memory()) / subscribers) * 1000);
      print({ kind: 'ratio', subscribers, timesFloor, timesLess, lastTimesFloor, bytesOfThousand });
      console.log(
        `${String(subscribers).padStart(11)} | ${textOf(timesFloor, '×')} | ${textOf(timesLess, '×')} | ${textOf(lastTimesFloor, '×')} | ${(bytesOfThousand / 2 ** 20).toFixed(0)} MB`,
      );
      if (timesLess.median < GOAL) miss(`A message takes more than a ${GOAL}th of the CPU as documented.`);
    } finally {
      close();
    }
  }
}
