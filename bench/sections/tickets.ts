// The ticket board beside one of a hundred times as many tickets, and the way of an alarm to two hundred screens.
import type pg from 'pg';
import { miss, print, rangeOf, type Stand, textOf } from '../report.ts';
import { measureAlarm, measureBoard, openArchive } from '../tickets.ts';

const ROUNDS = 7;
/** At most so many times as long as with a thousand tickets, however many there are. */
const BOARD_GOAL = 2;
/** From the finger to every screen, 95 of 100 times; on loopback, with 200 subscribers. */
const ALARM_GOAL_MS = 500;

/** The board beside a hundred times as many tickets, and the way of an alarm to two hundred screens. */
export async function measureTickets({ isFull, newDatabase }: Stand): Promise<void> {
  const counts = isFull ? [1000, 10_000, 100_000, 1_000_000] : [1000, 100_000];
  const pools = new Map<number, pg.Pool>();
  try {
    for (const count of counts) pools.set(count, await openArchive(await newDatabase(`tickets_${count}`), count));
    const few = pools.get(1000) as pg.Pool;
    for (const order of ['DUE', 'CREATED'] as const) {
      for (const [count, many] of pools) {
        if (many === few) continue;
        const ratios: number[] = [];
        for (let round = 1; round <= ROUNDS; round++) {
          // The small one on both sides of the large one.
          const before = await measureBoard(few, order, 20);
          const large = await measureBoard(many, order, 20);
          const after = await measureBoard(few, order, 20);
          ratios.push(large / ((before + after) / 2));
          for (const [tickets, milliseconds] of [
            [1000, before],
            [count, large],
            [1000, after],
          ])
            print({ kind: 'measurement', round, board: order, tickets, milliseconds });
        }
        const range = rangeOf(ratios);
        print({ kind: 'ratio', board: order, tickets: count, timesThousand: range });
        console.log(`board ${order.padEnd(7)} | ${count.toLocaleString('en')} tickets : 1,000 | ${textOf(range, '×')}`);
        if (range.median > BOARD_GOAL) miss(`The board of ${count} tickets takes more than ${BOARD_GOAL} times that of 1,000.`);
      }
    }
    const delays = await measureAlarm(await newDatabase('alarm'), isFull ? 50 : 12);
    const at = (share: number) => delays[Math.floor((delays.length - 1) * share)] as number;
    print({ kind: 'measurement', alarm: 'to 200 subscribers', p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) });
    console.log(`alarm         | pressed to heard by 200 subscribers | p50 ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms`);
    if (at(0.95) > ALARM_GOAL_MS) miss(`An alarm takes more than ${ALARM_GOAL_MS} ms.`);
  } finally {
    await Promise.all([...pools.values()].map((pool) => pool.end()));
  }
}
