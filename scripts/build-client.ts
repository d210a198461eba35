// Builds the client when anything it is made of has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateOperations } from './codegen.ts';

const ROOT = join(import.meta.dirname, '..');
const MARK = join(ROOT, 'client/dist/.sources');

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
