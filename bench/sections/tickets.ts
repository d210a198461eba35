// The ticket board beside one of a hundred times as many tickets, and the way of an alarm to two hundred screens.
import type pg from 'pg';
import { miss, print, rangeOf, type Stand, textOf } from '../report.ts';
import { measureAlarm, measureBoard, openArchive } from '../tickets.ts';

const ROUNDS = 7;
/** At most so many times as long with a hundred times the tickets. */
const BOARD_GOAL = 2;
/** From the finger to every screen, 95 of 100 times; on loopback, with 200 subscribers. */
const ALARM_GOAL_MS = 500;

/** The board beside a hundred times as many tickets, and the way of an alarm to two hundred screens. */
export async function measureTickets({ isFull, newDatabase }: Stand): Promise<void> {
  const pools: pg.Pool[] = [];
  try {
    for (const count of [1000, 100_000]) {
      pools.push(await openArchive(await newDatabase(`tickets_${count}`), count));
    }
    const [few, many] = pools as [pg.Pool, pg.Pool];
    for (const order of ['DUE', 'CREATED'] as const) {
      const ratios: number[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        // The small one on both sides of the large one.
        const before = await measureBoard(few, order, 20);
        const large = await measureBoard(many, order, 20);
        const after = await measureBoard(few, order, 20);
        ratios.push(large / ((before + after) / 2));
      }
      const range = rangeOf(ratios);
      print({ kind: 'ratio', board: order, hundredfold: range });
      console.log(`board ${order.padEnd(7)} | 100,000 tickets : 1,000 | ${textOf(range, '×')}`);
      if (range.median > BOARD_GOAL) miss(`The board of 100,000 tickets takes more than ${BOARD_GOAL} times that of 1,000.`);
    }
    const delays = await measureAlarm(await newDatabase('alarm'), isFull ? 50 : 12);
    const at = (share: number) => delays[Math.floor((delays.length - 1) * share)] as number;
    print({ kind: 'measurement', alarm: 'to 200 subscribers', p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) });
    console.log(`alarm         | pressed to heard by 200 subscribers | p50 ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms`);
    if (at(0.95) > ALARM_GOAL_MS) miss(`An alarm takes more than ${ALARM_GOAL_MS} ms.`);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
}
