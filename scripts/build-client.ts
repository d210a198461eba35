// Builds the client when anything it is made of has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generateOperations } from './codegen.ts';

const ROOT = join(import.meta.dirname, '..');
const MARK = join(ROOT, 'client/dist/.sources');
/** UX.md's promise to a phone on a slow network. */
const BUDGET = { script: 130 * 1024, style: 15 * 1024 };

/** Generates the typed operations and builds client/dist, unless both are up to date. */
export function buildClient(): void {
  const sources = fingerprint();
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === sources) return;
  console.log('Building the pages …');
  // A process of its own: Vite sets NODE_ENV to production, which would close the demo of the server that follows.
  const { status } = spawnSync(process.execPath, [import.meta.filename], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The pages could not be built.');
  writeFileSync(MARK, sources);
}

async function build(): Promise<void> {
  await generateOperations();
  const vite = await import(join(ROOT, 'client/node_modules/vite/dist/node/index.js'));
  await vite.build({ root: join(ROOT, 'client'), logLevel: 'warn' });
  writeManifest();
  const { script, style } = firstLoad();
  if (script > BUDGET.script || style > BUDGET.style) {
    throw new Error(
      `The first load is ${script} bytes of JavaScript and ${style} of styles, gzipped: more than ${BUDGET.script} and ${BUDGET.style}.`,
    );
  }
}

/** Tells the server the texts behind the hashes that the pages send. */
export function writeManifest(): void {
  const byHash: Record<string, string> = {};
  for (const file of globSync('client/src/generated/**/persisted-documents.json', { cwd: ROOT })) {
    const documents = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Record<string, string>;
    for (const [id, text] of Object.entries(documents)) byHash[id.replace(/^sha256:/, '')] = text;
  }
  mkdirSync(join(ROOT, 'client/dist'), { recursive: true });
  writeFileSync(join(ROOT, 'client/dist/operations.json'), JSON.stringify(byHash));
}

/** What a resident's phone loads before it shows a page: bytes of JavaScript and styles, gzipped. */
export function firstLoad(): { script: number; style: number } {
  const html = readFileSync(join(ROOT, 'client/dist/index.html'), 'utf8');
  const sizeOf = (ending: string) =>
    [...html.matchAll(new RegExp(`(?:src|href)="(/assets/[^"]+\\.${ending})"`, 'g'))].reduce(
      (total, [, path]) => total + gzipSync(readFileSync(join(ROOT, 'client/dist', path as string)), { level: 9 }).length,
      0,
    );
  return { script: sizeOf('js'), style: sizeOf('css') };
}

function fingerprint(): string {
  const files = globSync(['client/src/**/*', 'client/public/**/*', 'client/*.*', 'schema/schema.graphql', 'pnpm-lock.yaml', 'codegen.ts'], {
    cwd: ROOT,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/generated/'))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  return hash.digest('hex');
}

if (import.meta.main) await build();
