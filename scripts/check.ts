// npm run check: types, lint and format, generated schema, unused code. Each says what it found; all must be clean.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedSchema } from '@xieshou/schema/index.ts';
import { buildClient } from './build-client.ts';

const ROOT = join(import.meta.dirname, '..');
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);
const failed: string[] = [];

function step(name: string, command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  if (status !== 0) failed.push(name);
}

buildClient(); // its generated types are checked too
step('types of server, tests and scripts', bin('tsc'), ['-p', '.']);
step('types of the client', bin('tsc'), ['-p', 'client']);
step('lint and format', bin('biome'), ['check', '--error-on-warnings', '.']);
step('unused code and dependencies', bin('knip'), ['--no-config-hints']);
report('schema/schema.graphql is what the code says', readFileSync(join(ROOT, 'schema/schema.graphql'), 'utf8') === printedSchema());
report('first load of at most 130 KB of JavaScript and 15 KB of styles', isWithinBudget());

function report(name: string, isFine: boolean): void {
  console.log(`${isFine ? 'ok    ' : 'FAILED'} ${name}`);
  if (!isFine) failed.push(name);
}

function isWithinBudget(): boolean {
  const html = readFileSync(join(ROOT, 'client/dist/index.html'), 'utf8');
  const sizeOf = (ending: string) =>
    [...html.matchAll(new RegExp(`(?:src|href)="(/assets/[^"]+\\.${ending})"`, 'g'))].reduce(
      (total, [, path]) => total + execFileSync('gzip', ['-9c', join(ROOT, 'client/dist', path as string)]).length,
      0,
    );
  const [script, style] = [sizeOf('js'), sizeOf('css')];
  console.log(`       ${(script / 1024).toFixed(1)} KB of JavaScript, ${(style / 1024).toFixed(1)} KB of styles, gzipped`);
  return script > 0 && script <= 130 * 1024 && style <= 15 * 1024;
}

if (failed.length > 0) {
  console.error(`${failed.length} of the checks failed: ${failed.join('; ')}.`);
  process.exitCode = 1;
}
