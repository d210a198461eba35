// The walls between modules, and that what breaks one is told with the file and the mend.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MODULES, WORK } from '../../schema/modules.ts';
import { brokenWalls, type Source, sourcesOf } from '../../scripts/walls.ts';

const SCHEMA = join(import.meta.dirname, '../../schema');
const modules = { modules: MODULES, work: WORK };

describe('the walls between modules', () => {
  it('stand, but for what is written down', () => {
    expect(brokenWalls(sourcesOf(SCHEMA), modules)).toEqual([]);
  });

  it.each<[string, Source, string]>([
    [
      'an import upwards',
      { path: 'points/pay.ts', text: `import type { Shift } from '../volunteers/shifts/store.ts';` },
      'schema/points/pay.ts imports schema/volunteers/shifts/store.ts: volunteers does not lie below points; announce it, or move it down.',
    ],
    [
      'an import sideways, however late',
      { path: 'volunteers/shifts/acts.ts', text: `const issues = await import('../../hotlist/store.ts');` },
      'schema/volunteers/shifts/acts.ts imports schema/hotlist/store.ts: hotlist does not lie below volunteers; announce it, or move it down.',
    ],
    [
      'a statement on another one’s table',
      { path: 'answers/store.ts', text: 'db.query(`/* answers.move */ UPDATE hot_issue SET status = $1 WHERE id = $2`);' },
      'schema/answers/store.ts writes to hot_issue, which belongs to hotlist: call a command of schema/hotlist.',
    ],
  ])('tell of %s', (_what, source, sentence) => {
    expect(brokenWalls([source], modules, new Set())).toEqual([sentence]);
  });

  it('let through what lies below, what everybody stands on, and a module’s own', () => {
    const text = `import { say } from '../frame/speech.ts'; import { Grid } from '../grids/graph.ts'; import { may } from '../access/may.ts';
      const sql = 'INSERT INTO hot_issue VALUES ($1) ON CONFLICT DO UPDATE SET status = $2; SELECT FROM resident FOR UPDATE';`;
    expect(brokenWalls([{ path: 'hotlist/store.ts', text }], modules, new Set())).toEqual([]);
  });

  it('do not keep a gap that nothing needs any more', () => {
    expect(brokenWalls([], modules, new Set(['a -> b']))).toEqual([
      'scripts/walls.ts: nothing needs “a -> b” any more; take it off the list.',
    ]);
  });
});
