// GraphQL over HTTP beside bare node:http and beside a server as documented.
import { HTTP_LOADS, type HttpMeasurement, type HttpSide, openHttpBench } from '../http.ts';
import { miss, print, type Range, rangeOf, type Stand, textOf } from '../report.ts';

/** A remembered list: so many times less server CPU than as documented, over the same resolvers and what they share. */
const GOAL = 3;

/** Server CPU a request over HTTP, and requests a second. */
export async function measureHttp({ isFull, newDatabase }: Stand): Promise<void> {
  const bench = await openHttpBench(await newDatabase('http'));
  try {
    console.log('\nrequest  | server CPU, ours : bare http | documented : ours | a second, ours : bare http | ours : documented');
    for (const load of HTTP_LOADS) {
      const ratios = { floor: [] as number[], documented: [] as number[], rate: [] as number[], rateDocumented: [] as number[] };
      for (let round = 1; round <= (isFull ? 7 : 3); round++) {
        const sides: HttpSide[] = ['floor', 'ours', 'ours', 'floor', 'documented'];
        const measured: HttpMeasurement[] = [];
        for (const side of sides) {
          const measurement = await bench.measure(side, load, isFull ? 3 : 0.5);
          print({ kind: 'measurement', round, load, side, ...measurement });
          measured.push(measurement);
        }
        const [floor, ours, again, floorAgain, documented] = measured as [
          HttpMeasurement,
          HttpMeasurement,
          HttpMeasurement,
          HttpMeasurement,
          HttpMeasurement,
        ];
        const cpu = ours.microsecondsPerRequest + again.microsecondsPerRequest;
        const rate = ours.requestsPerSecond + again.requestsPerSecond;
        ratios.floor.push(cpu / (floor.microsecondsPerRequest + floorAgain.microsecondsPerRequest));
        ratios.documented.push((2 * documented.microsecondsPerRequest) / cpu);
        ratios.rate.push(rate / (floor.requestsPerSecond + floorAgain.requestsPerSecond));
        ratios.rateDocumented.push(rate / (2 * documented.requestsPerSecond));
      }
      const [floor, documented, rate, rateDocumented] = Object.values(ratios).map(rangeOf) as [Range, Range, Range, Range];
      print({ kind: 'ratio', load, timesFloor: floor, timesLess: documented, rateOfFloor: rate, rateTimesDocumented: rateDocumented });
      console.log(
        `${load.padEnd(8)} | ${textOf(floor, '×')} | ${textOf(documented, '×')} | ${textOf(rate, '')} | ${textOf(rateDocumented, '×')}`,
      );
      if (load === 'read' && documented.median < GOAL)
        miss(`A list that is remembered takes more than a ${GOAL}th of the CPU as documented.`);
    }
  } finally {
    await bench.close();
  }
}
