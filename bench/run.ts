// npm run bench [-- section …]: each section measures both sides in every round on the same database; ratios of medians
// with their spread, nothing absolute is judged.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../api/database/connect.ts';
import { startEmbedded } from '../api/database/embedded.ts';
import { print, type Stand } from './report.ts';
import { measureBoard } from './sections/board.ts';
import { measureFanOut } from './sections/fan-out.ts';
import { measureHttp } from './sections/http.ts';
import { measureStatement } from './sections/statement.ts';
import { measureTelling } from './sections/telling.ts';
import { measureThrottle } from './sections/throttle.ts';
import { measureTickets } from './sections/tickets.ts';
import { measureUrgent } from './sections/urgent.ts';
import { measureVotes } from './sections/votes.ts';
import { measureWorkers } from './sections/workers.ts';

const SECTIONS: Record<string, (stand: Stand) => Promise<void>> = {
  votes: measureVotes,
  'fan-out': measureFanOut,
  workers: measureWorkers,
  http: measureHttp,
  throttle: measureThrottle,
  tickets: measureTickets,
  board: measureBoard,
  statement: measureStatement,
  telling: measureTelling,
  urgent: measureUrgent,
};

/** What a glance shows: the rest by name, or all of it by `--full`. */
const AT_A_GLANCE = new Set(['votes', 'fan-out', 'http']);

const args = process.argv.slice(2);
const isFull = args.includes('--full');
const named = args.filter((arg) => arg !== '--full');
const unknown = named.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(', ')}: choose among ${Object.keys(SECTIONS).join(', ')}.`);
  process.exit(1);
}

const scratch = mkdtempSync(join(tmpdir(), 'xieshou-bench-'));
const server = await startEmbedded(join(scratch, 'postgres'), { settings: ['max_connections=600'] });
try {
  print({ kind: 'environment', node: process.version, cpu: cpus()[0]?.model, cores: cpus().length });
  for (const [name, measure] of Object.entries(SECTIONS)) {
    if (named.length > 0 ? !named.includes(name) : !isFull && !AT_A_GLANCE.has(name)) continue;
    const started = performance.now();
    await measure({ isFull, newDatabase: (database) => createDatabase(server.url, database) });
    print({ kind: 'section', name, seconds: Math.round((performance.now() - started) / 1000) });
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
