// Clients that vote as fast as they are answered, on either side.
import { BallotBox } from '@xieshou/schema/work/hotlist/ballot-box.ts';
import { castVotes } from '@xieshou/schema/work/hotlist/ballots.ts';
import { decayRate } from '@xieshou/schema/work/hotlist/rules.ts';
import type { Spread, Street } from './street.ts';

export interface Measurement {
  votesPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

interface Load {
  spread: Spread;
  clients: number;
  seconds: number;
}

const ratePerMs = decayRate({ halfLifeHours: 48 });

/** Through the ballot box, as the server does it. */
export function measureBallotBox(street: Street, load: Load): Promise<Measurement> {
  const box = new BallotBox({
    store: (_wish, ballots) => castVotes(street.pool, ballots, ratePerMs),
    limit: 1_000_000,
    live: { touch: () => {} },
    log: { warn: (_fields, message) => console.error(message) },
  });
  return run(street, load, async (pair) => {
    const outcome = await box.cast(pair);
    if (outcome !== 'changed') throw new Error(`a new vote was answered with ${outcome}`);
  });
}

/** One transaction a vote: insert it, move the counter and the heat, commit. */
export function measureNaive(street: Street, load: Load): Promise<Measurement> {
  return run(street, load, async ({ residentId, hotIssueId }) => {
    const client = await street.pool.connect();
    try {
      await client.query('BEGIN');
      const { rowCount } = await client.query('INSERT INTO vote (hot_issue_id, resident_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        hotIssueId,
        residentId,
      ]);
      if (rowCount !== 1) throw new Error('a new vote was there already');
      await client.query(
        `UPDATE hot_issue SET vote_count = vote_count + 1, heat = CASE WHEN hot_issue.heat = '-Infinity' THEN a.heat
           ELSE greatest(hot_issue.heat, a.heat) + ln(1 + exp(-least(abs(hot_issue.heat - a.heat), 700))) END
         FROM (SELECT $2::float8 * (extract(epoch FROM now())::float8 * 1000) AS heat) a WHERE id = $1`,
        [hotIssueId, ratePerMs],
      );
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  });
}

async function run(
  street: Street,
  { clients, seconds, spread }: Load,
  vote: (pair: { residentId: string; hotIssueId: string }) => Promise<void>,
): Promise<Measurement> {
  await street.settle();
  const times: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const pair = street.nextPair(spread);
        const sent = performance.now();
        await vote(pair);
        times.push(performance.now() - sent);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(2));
  return { votesPerSecond: Math.round(times.length / elapsed), p50Ms: at(0.5), p99Ms: at(0.99) };
}
