// The limit: the same batched statement, sent by PostgreSQL's own load generator.
import { execFile } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { CAST_VOTES } from '@xieshou/schema/work/hotlist/ballots.ts';
import { decayRate } from '@xieshou/schema/work/hotlist/rules.ts';
import { ISSUES, RESIDENTS } from './street.ts';

/** pgbench of the path or of Debian's packages; null when there is none. */
export function findPgbench(): string | null {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'pgbench'));
  return [...onPath, ...globSync('/usr/lib/postgresql/*/bin/pgbench').sort().reverse()].find(existsSync) ?? null;
}

/** One connection, as the ballot box has one batch in flight; ballots are drawn inside the statement. */
export async function measurePgbench(
  pgbench: string,
  url: string,
  { batch, seconds }: { batch: number; seconds: number },
): Promise<{ votesPerSecond: number; p50Ms: number; p99Ms: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'xieshou-pgbench-'));
  try {
    const ballots = `(SELECT array_agg(r.id ORDER BY k) FROM generate_series(0, ${batch - 1}) k JOIN bench_resident r ON r.n = ${RESIDENTS} + (:start + k * 61) % ${RESIDENTS}),
      (SELECT array_agg(i.id ORDER BY k) FROM generate_series(0, ${batch - 1}) k JOIN bench_issue i ON i.n = (:issue + k) % ${ISSUES})`;
    const [first, second] = ballots.split(',\n') as [string, string];
    const statement = CAST_VOTES.replaceAll('$1::uuid[]', first)
      .replaceAll('$2::uuid[]', second)
      .replaceAll('$4::bigint[]', 'NULL::bigint[]')
      .replaceAll('$3::float8', `${decayRate({ halfLifeHours: 48 })}::float8`);
    writeFileSync(
      join(folder, 'cast.sql'),
      `\\set start random(0, ${RESIDENTS - 1})\n\\set issue random(0, ${ISSUES - 1})\n${statement.replaceAll('\n', ' ')};\n`,
    );
    const { stdout } = await promisify(execFile)(pgbench, [
      '-n',
      '-c',
      '1',
      '-T',
      String(Math.ceil(seconds)),
      '-M',
      'prepared',
      '-f',
      join(folder, 'cast.sql'),
      url,
    ]);
    const batches = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
    const latency = Number(/latency average = ([\d.]+)/.exec(stdout)?.[1]);
    return { votesPerSecond: Math.round(batches * batch), p50Ms: latency, p99Ms: latency };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
