// An emergency and the pages of everybody who may handle it: how long until each bar can show it, beside one page alone.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { readConfig } from '../../api/config.ts';
import { startServer } from '../../api/server.ts';
import { order } from '../child.ts';
import { miss, print, rangeOf, type Stand, textOf } from '../report.ts';

const PAGES = 200;
const ROUNDS = 5;
const ALARMS = { glance: 2, full: 6 };
const GOAL = { p95Ms: 500 };

const at = (sorted: readonly number[], share: number) => sorted[Math.ceil(sorted.length * share) - 1] as number;

/** Milliseconds from the press of an alarm until 95 of 100 pages have what their bar shows: of many pages, and of one. */
export async function measureUrgent({ isFull, newDatabase }: Stand): Promise<void> {
  const rates = { XIESHOU_RATE_ANONYMOUS: '1000000', XIESHOU_RATE_PERSON: '1000000' };
  const databaseUrl = await newDatabase('urgent');
  const server = await startServer(
    readConfig(['--port', '0', '--no-simulator'], { ...process.env, ...rates, DATABASE_URL: databaseUrl, REDIS_URL: '' }),
  );
  const pages = fork(join(import.meta.dirname, '../staff-pages.ts'));
  try {
    const port = Number(new URL(server.address).port);
    let alarms = 0;
    const measure = async (count: number, round: number) => {
      await order(pages, { open: count, port });
      const shown: number[] = [];
      for (let n = 0; n < ALARMS[isFull ? 'full' : 'glance']; n++) shown.push(...(await order<number[]>(pages, { press: alarms++ % 60 })));
      shown.sort((a, b) => a - b);
      const figures = { medianMs: at(shown, 0.5), p95Ms: at(shown, 0.95) };
      print({ kind: 'measurement', section: 'urgent', round, pages: count, ...figures });
      return figures;
    };
    const p95: number[] = [];
    const ofOne: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const one = await measure(1, round);
      const many = await measure(PAGES, round);
      if (round === 0) continue; // what is compiled in the first round is not judged
      p95.push(many.p95Ms);
      ofOne.push(many.medianMs / one.medianMs);
    }
    const [shown, ratio] = [rangeOf(p95), rangeOf(ofOne)];
    print({ kind: 'ratio', section: 'urgent', pages: PAGES, p95Ms: shown, medianOfOnePage: ratio });
    console.log(`\nan alarm, ${PAGES} pages of staff | bar, p95 | bar, median : one page alone`);
    console.log(`                            | ${textOf(shown, ' ms')} | ${textOf(ratio, '×')}`);
    if (shown.median > GOAL.p95Ms) miss(`Five of a hundred pages wait longer than ${GOAL.p95Ms} ms for an emergency.`);
  } finally {
    pages.kill();
    await server.stop();
  }
}
