// npm test: every test on one real PostgreSQL (embedded, or the server of DATABASE_URL), then one line that counts.
// `--long`: the long tests try as often as they do before a landing.
// `--watch`: again whenever something that they import has changed, until it is ended.
// `--at 2028-02-29T23:58:00+08:00` and `--zone America/St_Johns`: as if it were then, as if the machine stood there.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../api/database/embedded.ts';
import { secretsInLogs } from '../tests/support/secrets.ts';
import { buildClient } from './build-client.ts';
import { forgetMovedClocks, movedClock } from './moved-clock.ts';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  success: boolean;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

const ROOT = join(import.meta.dirname, '..');
/** What is not ours is vitest's. */
const filters = process.argv.slice(2).filter((arg) => !['--browser', '--long', '--watch'].includes(arg));
const isWatching = process.argv.includes('--watch');
const isBrowser = process.argv.includes('--browser');
if (process.argv.includes('--long')) process.env.XIESHOU_TEST_LONG = '1';
const isMoved = moveClock({ at: take('--at'), zone: take('--zone') });

const scratch = mkdtempSync(join(tmpdir(), 'xieshou-test-'));
// Tests of what survives a crash start servers of their own; this one only has to be quick.
const database = process.env.DATABASE_URL
  ? null
  : await startEmbedded(join(scratch, 'postgres'), { settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] });
try {
  buildClient();
  const report = await runVitest(process.env.DATABASE_URL ?? (database?.url as string));
  const leaks = secretsInLogs(scratch);
  for (const leak of leaks) console.error(`A secret was logged: ${leak}`);
  // A file that cannot be loaded, or whose start fails, has no test that could.
  const unread = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  ).length;
  const passed = report.numPassedTests + (leaks.length === 0 ? 1 : 0);
  const failed = report.numFailedTests + unread + (leaks.length === 0 ? 0 : 1);
  /** Of what stands before all tests. */
  const failedBefore = !report.success && report.numFailedTests + unread === 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed + failedBefore} failed, ${report.numPendingTests + report.numTodoTests} skipped`);
  process.exitCode = report.success && report.numPassedTests > 0 && leaks.length === 0 ? 0 : 1;
} finally {
  await database?.stop();
  if (isMoved) forgetMovedClocks();
  rmSync(scratch, { recursive: true, force: true });
}

/** Takes an option out of what was asked for, and answers its value. */
function take(name: string): string | undefined {
  const place = filters.indexOf(name);
  return place === -1 ? undefined : (filters.splice(place, 2)[1] ?? '');
}

/** Moves the clock of all that is started from here on; ends with one sentence when that cannot be. Answers whether it is moved. */
function moveClock(to: { at: string | undefined; zone: string | undefined }): boolean {
  try {
    Object.assign(process.env, movedClock(to));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
  return to.at !== undefined;
}

async function runVitest(databaseUrl: string): Promise<Report> {
  const output = join(scratch, 'report.json');
  const project = isBrowser ? 'browser' : 'server';
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const child = spawn(
    process.execPath,
    [
      vitest,
      isWatching ? 'watch' : 'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${output}`,
      ...filters,
    ],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, TEST_DATABASE_URL: databaseUrl, TEST_SCRATCH: scratch },
    },
  );
  await new Promise((resolve) => child.once('exit', resolve));
  try {
    return JSON.parse(readFileSync(output, 'utf8')) as Report;
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, success: false, testResults: [] };
  }
}
