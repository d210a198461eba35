// GraphQL over HTTP beside bare node:http and beside other servers as documented.
import { HTTP_LOADS, type HttpMeasurement, type HttpSide, openHttpBench } from '../http.ts';
import { PEERS, type Peer } from '../peers.ts';
import { miss, print, rangeOf, type Stand, textOf } from '../report.ts';

/** A remembered list: so many times less server CPU than yoga as documented. The other peers are only reported. */
const GOAL = 4;

/** Server CPU a request over HTTP, and requests a second. */
export async function measureHttp({ isFull, newDatabase }: Stand): Promise<void> {
  const bench = await openHttpBench(await newDatabase('http'));
  const columns = ['server CPU, ours : bare http', 'a second, ours : bare http', ...PEERS.map((peer) => `server CPU, ${peer} : ours`)];
  console.log(`\nrequest  | ${columns.join(' | ')}`);
  try {
    for (const load of HTTP_LOADS) {
      const cpu: number[] = [];
      const rate: number[] = [];
      const timesLess: Record<Peer, number[]> = { yoga: [], apollo: [], mercurius: [] };
      for (let round = 1; round <= (isFull ? 5 : 3); round++) {
        const measure = async (side: HttpSide): Promise<HttpMeasurement> => {
          const measured = await bench.measure(side, load, isFull ? 2 : 0.25);
          print({ kind: 'measurement', round, load, side, ...measured });
          return measured;
        };
        const floor = await measure('floor');
        const both = [await measure('ours'), await measure('ours')];
        const floorAgain = await measure('floor');
        const ours = {
          cpu: sum(both.map(({ microsecondsPerRequest }) => microsecondsPerRequest)) / 2,
          rate: sum(both.map(({ requestsPerSecond }) => requestsPerSecond)) / 2,
        };
        cpu.push((2 * ours.cpu) / (floor.microsecondsPerRequest + floorAgain.microsecondsPerRequest));
        rate.push((2 * ours.rate) / (floor.requestsPerSecond + floorAgain.requestsPerSecond));
        for (const peer of PEERS) timesLess[peer].push((await measure(peer)).microsecondsPerRequest / ours.cpu);
      }
      const [timesFloor, rateOfFloor] = [rangeOf(cpu), rangeOf(rate)];
      const less = PEERS.map((peer) => [peer, rangeOf(timesLess[peer])] as const);
      print({ kind: 'ratio', load, timesFloor, rateOfFloor, timesLess: Object.fromEntries(less) });
      const cells = [textOf(timesFloor, '×'), textOf(rateOfFloor, ''), ...less.map(([, range]) => textOf(range, '×'))];
      console.log(`${load.padEnd(8)} | ${cells.join(' | ')}`);
      if (load === 'read' && rangeOf(timesLess.yoga).median < GOAL)
        miss(`A list that is remembered takes more than a ${GOAL}th of the CPU as documented.`);
    }
  } finally {
    await bench.close();
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
