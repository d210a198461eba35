// npm run ablation: every control of the doors is switched off in turn, and its test must fail by what it expects.
// A control whose absence no test notices is no control.
// `-- part of a name`: those alone. `-- --today`: what is new in the last two days, and a third of the rest, another each day.
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../api/database/embedded.ts';
import { CONTROLS, type Control } from '../tests/ablation/controls.ts';
import type { Outcome, Run } from './ablation-runner.ts';
import { buildClient } from './build-client.ts';

/** Each runs one file at a time, on databases of its own. */
const AT_ONCE = 2;
/** How a test fails by what it expects: it is otherwise, or does not come. Any other error may be of the code that is left. */
const NOTICES = new Set(['AssertionError', 'TestTimeoutError']);

const wanted = process.argv.slice(2);
const chosen = wanted.includes('--today')
  ? CONTROLS.filter((control, place) => place % 3 === today() % 3 || isNew(control))
  : CONTROLS.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
const scratch = mkdtempSync(join(tmpdir(), 'xieshou-ablation-'));
const database = await startEmbedded(join(scratch, 'postgres'), {
  settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
});
const runners = new Set<ChildProcess>();
let failed = 0;
let started = 0;
try {
  buildClient();
  const shared = Array.from({ length: AT_ONCE }, startRunner);
  // Untouched, every one of these tests passes: a test that fails anyway would prove nothing.
  const files = [...new Set(chosen.map(({ test }) => test))];
  const sound = await Promise.all(
    shared.map((runner, place) => {
      const mine = files.filter((_file, index) => index % AT_ONCE === place);
      return ask(runner, { controls: chosen.filter(({ test }) => mine.includes(test)) });
    }),
  );
  for (const { tests, crashes } of sound)
    for (const trouble of [...tests.flatMap(({ title, errors }) => errors.map(({ message }) => `${title}: ${message}`)), ...crashes])
      console.error(`With every control in place: ${trouble}`);
  const passing = sound.flatMap(({ tests }) => tests.filter(({ state }) => state === 'passed'));
  const queue = [...chosen];
  await Promise.all(
    shared.map(async (runner) => {
      for (let control = queue.shift(); control; control = queue.shift()) {
        const trouble = troubleOf(control, passing, await runWithout(control, runner));
        console.log(`${trouble ? 'FAILED' : 'ok    '} ${control.name}: ${trouble ?? 'its test fails without it'}`);
        if (trouble) failed += 1;
      }
    }),
  );
} finally {
  await Promise.all([...runners].map(stop));
  await database.stop();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${chosen.length - failed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;

/** Days since 1970. */
function today(): number {
  return Math.floor(Date.now() / 86_400_000);
}

/** Whether a commit of the last two days has brought its code there; so it is taken to be where nobody can tell. */
function isNew({ file, code }: Control): boolean {
  const log = spawnSync('git', ['log', '-1', '--since=2 days ago', '--format=%h', `-S${code}`, '--', file], {
    cwd: join(import.meta.dirname, '..'),
  });
  return log.status !== 0 || log.stdout.length > 0;
}

/** Another process for runs of tests; its databases begin with a name of its own. */
function startRunner(): ChildProcess {
  started += 1;
  const folder = join(scratch, `runner-${started}`);
  mkdirSync(folder);
  const url = new URL(database.url);
  url.pathname = `/ablation_${started}`;
  const runner = fork(join(import.meta.dirname, 'ablation-runner.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, TEST_DATABASE_URL: url.href, TEST_SCRATCH: folder, DATABASE_URL: undefined, REDIS_URL: undefined },
  });
  runners.add(runner);
  return runner;
}

async function stop(runner: ChildProcess): Promise<void> {
  if (!runners.delete(runner) || !runner.connected) return;
  const ended = new Promise((resolve) => runner.once('exit', resolve));
  runner.disconnect();
  await ended;
}

function ask(runner: ChildProcess, run: Run): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('The process that runs the tests has ended.'));
    runner.once('exit', ended);
    runner.once('message', (outcome: Outcome) => {
      runner.off('exit', ended);
      resolve(outcome);
    });
    runner.send(run);
  });
}

async function runWithout(control: Control, shared: ChildProcess): Promise<Outcome> {
  // What a database is made with is in the templates: these are made anew, without it.
  const isOfDatabase = control.file.startsWith('api/database/') || control.code.includes('appendOnly');
  const runner = isOfDatabase ? startRunner() : shared;
  const outcome = await ask(runner, { controls: [control], off: control });
  if (isOfDatabase) await stop(runner);
  return outcome;
}

function testsOf({ test, titled }: Control, tests: Outcome['tests']): Outcome['tests'] {
  return tests.filter(({ file, title }) => file === test && new RegExp(titled).test(title));
}

/** Why a run without the control proves nothing about it; undefined: its test, that passes with it, fails as it should. */
function troubleOf(control: Control, passing: Outcome['tests'], { tests, crashes }: Outcome): string | undefined {
  if (testsOf(control, passing).length === 0) return 'it has no test that passes with every control in place';
  const errors = testsOf(control, tests).flatMap((test) => test.errors);
  // What cannot be loaded or started without the control says nothing about it.
  if (errors.length === 0) return crashes[0] ? `its test does not run without it (${crashes[0]})` : 'no test notices its absence';
  const isNoticed = errors.some(({ name }) => NOTICES.has(name));
  return isNoticed ? undefined : `its test does not fail by what it expects (${errors[0]?.name}: ${errors[0]?.message})`;
}
