// Builds the client when anything it is made of has changed.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateOperations } from './codegen.ts';

const ROOT = join(import.meta.dirname, '..');
const MARK = join(ROOT, 'client/dist/.sources');

/** Generates the typed operations and builds client/dist, unless both are up to date. */
export async function buildClient(): Promise<void> {
  const sources = fingerprint();
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === sources) return;
  console.log('Building the pages …');
  await generateOperations();
  const { build } = await import(join(ROOT, 'client/node_modules/vite/dist/node/index.js'));
  await build({ root: join(ROOT, 'client'), logLevel: 'warn' });
  writeFileSync(MARK, sources);
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
