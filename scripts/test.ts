// npm test: every test on one real PostgreSQL (embedded, or the server of DATABASE_URL), then one line that counts.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../api/database/embedded.ts';
import { secretsInLogs } from '../tests/support/secrets.ts';
import { buildClient } from './build-client.ts';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  success: boolean;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

const ROOT = join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const isBrowser = args.includes('--browser');
const filters = args.filter((arg) => arg !== '--browser');

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
  console.log(`${passed} passed, ${failed} failed, ${report.numPendingTests + report.numTodoTests} skipped`);
  process.exitCode = report.success && report.numPassedTests > 0 && leaks.length === 0 ? 0 : 1;
} finally {
  await database?.stop();
  rmSync(scratch, { recursive: true, force: true });
}

async function runVitest(databaseUrl: string): Promise<Report> {
  const output = join(scratch, 'report.json');
  const project = isBrowser ? 'browser' : 'server';
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${output}`, ...filters],
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
