// npm run ablation: every control of the doors is switched off in turn, in a copy of the code, and its test must fail.
// A control whose absence no test notices is no control.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../api/database/embedded.ts';
import { CONTROLS, type Control } from '../tests/ablation/controls.ts';

const ROOT = join(import.meta.dirname, '..');
/** What a copy needs of its own; the rest is linked. */
const COPIED = [
  'api',
  'schema',
  'client/dist',
  'client/src',
  'prisma',
  'tests',
  'docs',
  'package.json',
  'vitest.config.ts',
  'tsconfig.json',
];
/** Each runs one file: a worker, a server, and a database of its own. */
const AT_ONCE = 2;

const wanted = process.argv.slice(2);
const chosen = CONTROLS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const scratch = mkdtempSync(join(tmpdir(), 'xieshou-ablation-'));
const database = await startEmbedded(join(scratch, 'postgres'), {
  settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
});
let failed = 0;
let copies = 0;
try {
  // Untouched, every one of these tests passes: a test that fails anyway would prove nothing.
  const sound = await runTests('untouched', chosen);
  if (!sound) throw new Error('The tests fail with every control in place: mend that first.');
  const queue = [...chosen];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let control = queue.shift(); control; control = queue.shift()) {
        const isNoticed = !(await runTests(control.name, [control], control));
        console.log(
          `${isNoticed ? 'ok    ' : 'FAILED'} ${control.name}: ${isNoticed ? 'its test fails without it' : 'no test notices its absence'}`,
        );
        if (!isNoticed) failed += 1;
      }
    }),
  );
} finally {
  await database.stop();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${chosen.length - failed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs the tests of these controls in a copy, `off` switched off there. Answers whether they pass. */
async function runTests(name: string, controls: readonly Control[], off?: Control): Promise<boolean> {
  const copy = mkdtempSync(join(scratch, 'copy-'));
  copies += 1;
  const url = new URL(database.url);
  url.pathname = `/ablation_${copies}`; // databases are named after it
  for (const path of COPIED)
    cpSync(join(ROOT, path), join(copy, path), { recursive: true, filter: (file) => !file.includes('node_modules') });
  for (const path of ['node_modules', 'api/node_modules', 'schema/node_modules', 'client/node_modules'])
    symlinkSync(join(ROOT, path), join(copy, path));
  linkPackages(copy);
  if (off) switchOff(copy, off);
  const files = [...new Set(controls.map(({ test }) => test))];
  const names = controls.map(({ titled }) => titled).join('|');
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--project', 'server', '--reporter=json', '--outputFile=report.json', ...files, '-t', names],
    {
      cwd: copy,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, TEST_DATABASE_URL: url.href, TEST_SCRATCH: copy, DATABASE_URL: undefined, REDIS_URL: undefined },
    },
  );
  const code = await new Promise((resolve) => child.once('exit', resolve));
  const report = JSON.parse(readFileSync(join(copy, 'report.json'), 'utf8')) as Report;
  if (!off) for (const failure of failuresIn(report)) console.error(failure);
  if (report.numPassedTests + report.numFailedTests < new Set(controls.map(({ titled }) => titled)).size)
    throw new Error(`${name}: its test was not found (${names})`);
  rmSync(copy, { recursive: true, force: true });
  return code === 0;
}

/** Of vitest's JSON reporter, as far as it is read. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; message: string; assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
}

function failuresIn({ testResults }: Report): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => [
    ...(message ? [`${name}: ${message}`] : []),
    ...assertionResults.flatMap(({ fullName, status, failureMessages }) =>
      status === 'failed' ? [`${fullName}: ${failureMessages.join('\n')}`] : [],
    ),
  ]);
}

/** `@xieshou/schema` must mean the copy's, not the original's behind the link. */
function linkPackages(copy: string): void {
  const config = readFileSync(join(copy, 'vitest.config.ts'), 'utf8');
  const alias = `{ find: /^@xieshou\\/schema\\//, replacement: ${JSON.stringify(`${join(copy, 'schema')}/`)} }, `;
  writeFileSync(join(copy, 'vitest.config.ts'), config.replace('alias: [', `alias: [${alias}`));
}

function switchOff(copy: string, { name, file, code, without }: Control): void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(code).length !== 2) throw new Error(`${name}: ${file} holds its code ${text.split(code).length - 1} times, not once`);
  writeFileSync(
    path,
    text.replace(code, () => without),
  );
}
