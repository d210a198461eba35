// npm run dev: pages that change while they are edited, before a server that starts again when its code changes. Flags are the
// server's (--port, --data, --no-simulator, …), and --pages: where the pages are served.
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { writeManifest } from './build-client.ts';
import { generateOperations } from './codegen.ts';

const ROOT = join(import.meta.dirname, '..');
const HOST = '127.0.0.1';
/** What the server answers by itself; all else are pages. */
const SERVER_PATHS = ['/graphql', '/schema.graphql', '/uploads', '/exports', '/calendar', '^/certificates/.+\\.pdf$'];
/** An editor writes a file in several steps. */
const SETTLED_MS = 100;

const args = process.argv.slice(2);
const pagesPort = Number(taken('--pages', '5173'));
const serverPort = taken('--port', '4000');

/** The value of a flag, which is taken from the arguments. */
function taken(flag: string, otherwise: string): string {
  const at = args.indexOf(flag);
  return at < 0 ? otherwise : (args.splice(at, 2)[1] ?? otherwise);
}

let server: ChildProcess | undefined;

function startServer(): void {
  const flags = ['--watch', '--watch-preserve-output', join(ROOT, 'api/main.ts'), '--host', HOST, '--port', serverPort, ...args];
  server = spawn(process.execPath, flags, { cwd: ROOT, stdio: 'inherit' });
}

async function endServer(): Promise<void> {
  const ending = server;
  if (!ending || ending.exitCode !== null) return;
  ending.kill('SIGTERM');
  await new Promise((resolve) => ending.once('exit', resolve));
}

/** The operations of the pages: their types, and for the server their texts by hash. */
async function generate(): Promise<void> {
  await generateOperations();
  writeManifest();
}

async function openPages() {
  const { createServer } = await import(join(ROOT, 'client/node_modules/vite/dist/node/index.js'));
  const target = `http://${HOST}:${serverPort}`;
  const pages = await createServer({
    root: join(ROOT, 'client'),
    clearScreen: false,
    server: {
      host: HOST,
      port: pagesPort,
      strictPort: true,
      proxy: Object.fromEntries(SERVER_PATHS.map((path) => [path, { target, ws: path === '/graphql' }])),
    },
  });
  await pages.listen();
  return pages;
}

/** Operations that are edited are generated anew; the server, which knows them by hash, starts again. */
function watchOperations(): void {
  let settled: NodeJS.Timeout | undefined;
  let last = Promise.resolve();
  const again = async () => {
    await generate();
    await endServer();
    startServer();
  };
  const changed = (_kind: string, name: string | null) => {
    if (!name?.endsWith('.graphql')) return;
    clearTimeout(settled);
    settled = setTimeout(() => {
      last = last.then(again).catch((error) => console.error(error)); // half a word is no operation: it is told, the next try follows
    }, SETTLED_MS);
  };
  watch(join(ROOT, 'client/src'), { recursive: true }, changed);
  watch(join(ROOT, 'schema'), changed);
}

await generate();
startServer();
const pages = await openPages();
watchOperations();
console.log(`Pages that change as they are edited: http://${HOST}:${pagesPort}/`);

process.removeAllListeners('SIGTERM'); // Vite's own would end this process before the server has ended
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, async () => {
    if (isEnding) return;
    isEnding = true;
    await endServer();
    await pages.close();
    process.exit(0);
  });
}
