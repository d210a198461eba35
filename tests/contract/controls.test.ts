// The controls that `npm run ablation` switches off stand where it looks for them: told here in a second, there after minutes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CONTROLS } from '../ablation/controls.ts';

const ROOT = join(import.meta.dirname, '../..');

it('every control is once in its file', () => {
  const missing = CONTROLS.filter(({ file, code }) => readFileSync(join(ROOT, file), 'utf8').split(code).length !== 2);
  expect(missing.map(({ name }) => name)).toEqual([]);
});
