// From any Node 18+ with npm to the pinned Node and pnpm, installed packages and generated code; then runs a script.
// No dependencies: nothing is installed yet when it runs.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = '24.21.0';
const PNPM = '12.21.0';
/** As in api/last-resort.ts. */
const FAULT = 70;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const isWindows = process.platform === 'win32';
const nodeBinary = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node');
const stateFile = join(root, 'node_modules', '.xieshou.json');

const [script, ...args] = process.argv.slice(2);
const wanted = {
  packages: fingerprint('pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'scripts/bootstrap.mjs'),
  prisma: fingerprint('pnpm-lock.yaml', 'prisma/schema.prisma'),
};
const state = readState();

if (state.packages !== wanted.packages || !existsSync(nodeBinary)) {
  console.log('Installing packages …');
  // A Node of its own beside pnpm: the machine's may be too old for it. Not corepack, which fails behind mirrors.
  const npx = ['--yes', '--package', `node@${NODE}`, '--package', `pnpm@${PNPM}`, '--', 'pnpm', 'install', '--frozen-lockfile'];
  step(isWindows ? 'npx.cmd' : 'npx', npx, 'The packages could not be installed: check the network and the registry, then try again.', {
    CI: 'true',
  });
  remember({ packages: wanted.packages });
}
if (state.prisma !== wanted.prisma || !existsSync(join(root, 'prisma', 'client', 'client.ts'))) {
  // Prisma would download a schema engine that generating does not use; any executable stands in for it.
  step(nodeBinary, [join(root, 'node_modules', 'prisma', 'build', 'index.js'), 'generate'], 'Prisma could not generate its client.', {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: 'true',
    CHECKPOINT_DISABLE: '1',
  });
  remember({ prisma: wanted.prisma });
}

const path = `${dirname(nodeBinary)}${isWindows ? ';' : ':'}${process.env.PATH}`;
let isEnding = false;
let child = run();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
// A signal sent to npm ends npm and its shell without a word to us: to be left alone means to end.
const parent = process.ppid;
const watch = setInterval(() => process.ppid === parent || end('SIGTERM'), 300);

/** Runs the script. A server that met a fault of its own and drained (api/last-resort.ts) is started again, ever later if it ends at once. */
function run(failures = 0) {
  const begun = Date.now();
  const server = spawn(nodeBinary, [join(root, script), ...args], { stdio: 'inherit', env: { ...process.env, PATH: path } });
  server.once('exit', (code, signal) => {
    // One that takes the place of another may not start at once, for the same trouble: it is tried again, too.
    if ((code === FAULT || (code === 1 && failures > 0)) && !isEnding) {
      const more = Date.now() - begun < 10_000 || code === 1 ? failures + 1 : 1;
      const pause = more === 1 ? 0 : Math.min(250 * 2 ** more, 30_000);
      setTimeout(() => {
        if (!isEnding) child = run(more);
      }, pause);
      return;
    }
    clearInterval(watch);
    process.exitCode = signal ? 128 : (code ?? 1);
  });
  return server;
}

function end(signal) {
  isEnding = true;
  if (child.exitCode !== null) clearInterval(watch); // between two runs
  child.kill(signal);
}

function fingerprint(...files) {
  const hash = createHash('sha256').update(NODE + PNPM);
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function readState() {
  try {
    return JSON.parse(readFileSync(stateFile, 'utf8'));
  } catch {
    return {};
  }
}

function remember(more) {
  Object.assign(state, more);
  mkdirSync(dirname(stateFile), { recursive: true });
  writeFileSync(stateFile, JSON.stringify(state));
}

function step(command, commandArgs, sorry, env) {
  const result = spawnSync(command, commandArgs, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    shell: isWindows && command.endsWith('.cmd'),
  });
  if (result.status === 0) return;
  console.error(`${result.stdout ?? ''}${result.stderr ?? ''}\n${sorry}`);
  process.exit(1);
}
