// npm run check: types, lint and format, generated schema, unused code. Each says what it found; all must be clean.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedRights } from '@xieshou/schema/frame/access/printed.ts';
import { faultsOf } from '@xieshou/schema/frame/faults.ts';
import { printedSchema } from '@xieshou/schema/index.ts';
import { MODULES, STOREYS } from '@xieshou/schema/modules.ts';
import { buildClient, firstLoad } from './build-client.ts';
import { faultsOfRooms, readRooms } from './rooms.ts';
import { brokenFloors, brokenWalls, sourcesOf } from './walls.ts';

const ROOT = join(import.meta.dirname, '..');
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);
const failed: string[] = [];

function step(name: string, command: string, args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  if (status !== 0) failed.push(name);
}

buildClient(); // fails beyond the budget of the first load; its generated types are checked below
step('types of server, tests and scripts', bin('tsc'), ['-p', '.']);
step('types of the client', bin('tsc'), ['-p', 'client']);
step('lint and format', bin('biome'), ['check', '--error-on-warnings', '.']);
step('unused code and dependencies', bin('knip'), ['--no-config-hints']);
report('schema/schema.graphql is what the code says', readFileSync(join(ROOT, 'schema/schema.graphql'), 'utf8') === printedSchema());
report('schema/rights.md is what the code says', readFileSync(join(ROOT, 'schema/rights.md'), 'utf8') === printedRights());
const { rooms, beside } = await readRooms(ROOT);
const faults = [
  ...(await faultsOf(MODULES)),
  ...brokenWalls(sourcesOf(join(ROOT, 'schema')), STOREYS),
  ...faultsOfRooms(rooms, beside),
  ...brokenFloors(sourcesOf(join(ROOT, 'client/src'))),
];
for (const fault of faults) console.error(fault);
report('what modules and rooms declare, and the walls between them', faults.length === 0);
const { script, style } = firstLoad();
console.log(`ok     first load of ${(script / 1024).toFixed(1)} KB of JavaScript and ${(style / 1024).toFixed(1)} KB of styles, gzipped`);

function report(name: string, isFine: boolean): void {
  console.log(`${isFine ? 'ok    ' : 'FAILED'} ${name}`);
  if (!isFine) failed.push(name);
}

if (failed.length > 0) {
  console.error(`${failed.length} of the checks failed: ${failed.join('; ')}.`);
  process.exitCode = 1;
}
