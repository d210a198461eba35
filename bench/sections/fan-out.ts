// The fan-out beside the wire and beside a server as documented.
import { type Fan, openFanOutBench, type Side } from '../fan-out.ts';
import { miss, print, rangeOf, type Stand, textOf } from '../report.ts';
import { makeQuietStreet } from '../street.ts';

const ROUNDS = 3;
/** Server CPU a message: so many times less than as documented. */
const GOAL = 12;

/** Share of one core that all quiet subscribers together may take. */
const IDLE_GOAL = 0.01;

const COLUMNS = [
  'server CPU a message, ours : wire',
  'documented : ours',
  'the last one waits, ours : wire',
  '99 of 100 wait, ours : wire',
  'memory of 1,000',
  'idle, of one core',
];

/** Server CPU a delivered message, how long the last subscriber waits, and what the quiet ones take. */
export async function measureFanOut({ isFull, newDatabase }: Stand): Promise<void> {
  const url = await newDatabase('fan_out');
  await makeQuietStreet(url);
  console.log(`\nsubscribers | ${COLUMNS.join(' | ')}`);
  for (const subscribers of isFull ? [1000, 2000, 5000, 10_000] : [1000]) {
    const { stands, close } = await openFanOutBench(url, subscribers);
    try {
      const ratios = { floor: [] as number[], documented: [] as number[], last: [] as number[], p99: [] as number[] };
      const measure = async (round: number, side: Side): Promise<Fan> => {
        const fan = await stands[side].measure(isFull ? 12 : 3);
        print({ kind: 'measurement', round, subscribers, side, ...fan });
        return fan;
      };
      for (let round = 0; round <= ROUNDS; round++) {
        const floor = await measure(round, 'floor');
        const ours = [await measure(round, 'ours'), await measure(round, 'ours')] as const;
        const floorAgain = await measure(round, 'floor');
        const documented = await measure(round, 'documented');
        if (round === 0) continue; // what is compiled and grown in the first round is not judged
        const cpu = (ours[0].microsecondsPerMessage + ours[1].microsecondsPerMessage) / 2;
        ratios.floor.push((2 * cpu) / (floor.microsecondsPerMessage + floorAgain.microsecondsPerMessage));
        ratios.documented.push(documented.microsecondsPerMessage / cpu);
        ratios.last.push((ours[0].lastMs + ours[1].lastMs) / (floor.lastMs + floorAgain.lastMs));
        ratios.p99.push((ours[0].p99Ms + ours[1].p99Ms) / (floor.p99Ms + floorAgain.p99Ms));
      }
      const [timesFloor, timesLess] = [rangeOf(ratios.floor), rangeOf(ratios.documented)];
      const [lastTimesFloor, p99TimesFloor] = [rangeOf(ratios.last), rangeOf(ratios.p99)];
      const idleShare = await stands.ours.idle(isFull ? 60 : 3);
      // After the idle time: what is collected takes code with it, which would be made anew in it.
      const { atWork, settled } = await stands.ours.bytesOfSubscriber();
      const [bytesAtWork, bytesOfThousand] = [Math.round(atWork * 1000), Math.round(settled * 1000)];
      print({ kind: 'ratio', subscribers, timesFloor, timesLess, lastTimesFloor, p99TimesFloor, bytesAtWork, bytesOfThousand, idleShare });
      const cells = [timesFloor, timesLess, lastTimesFloor, p99TimesFloor].map((range) => textOf(range, '×'));
      cells.push(
        `${(bytesAtWork / 2 ** 20).toFixed(0)} MB, settled ${(bytesOfThousand / 2 ** 20).toFixed(1)}`,
        `${(idleShare * 100).toFixed(2)} %`,
      );
      console.log(`${String(subscribers).padStart(11)} | ${cells.join(' | ')}`);
      if (timesLess.median < GOAL) miss(`A message takes more than a ${GOAL}th of the CPU as documented.`);
      if (isFull && idleShare >= IDLE_GOAL) miss(`${subscribers} quiet subscribers take more than ${IDLE_GOAL * 100} % of a core.`);
    } finally {
      close();
    }
  }
}
