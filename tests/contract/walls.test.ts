// The walls between modules, and that what breaks one is told with the file and the mend.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STOREYS } from '../../schema/modules.ts';
import { brokenFloors, brokenWalls, type Source, sourcesOf } from '../../scripts/walls.ts';

const SCHEMA = join(import.meta.dirname, '../../schema');

describe('the walls between modules', () => {
  it('stand', () => {
    expect(brokenWalls(sourcesOf(SCHEMA), STOREYS)).toEqual([]);
  });

  it.each<[string, Source, string]>([
    [
      'an import upwards',
      { path: 'commons/points/pay.ts', text: `import type { Shift } from '../../work/volunteers/shifts/store.ts';` },
      'schema/commons/points/pay.ts imports schema/work/volunteers/shifts/store.ts: volunteers does not lie below points; announce it, or move it down.',
    ],
    [
      'an import sideways, however late',
      { path: 'work/volunteers/shifts/acts.ts', text: `const issues = await import('../../hotlist/store.ts');` },
      'schema/work/volunteers/shifts/acts.ts imports schema/work/hotlist/store.ts: hotlist does not lie below volunteers; announce it, or move it down.',
    ],
    [
      'a statement on another one’s table',
      { path: 'joins/answers/store.ts', text: 'db.query(`/* answers.move */ UPDATE hot_issue SET status = $1 WHERE id = $2`);' },
      'schema/joins/answers/store.ts writes to hot_issue, which belongs to hotlist: call a command of hotlist.',
    ],
    [
      'a look into what another one keeps to itself',
      { path: 'joins/answers/store.ts', text: 'db.query(`/* answers.peek */ SELECT FROM surge_flag`);' },
      'schema/joins/answers/store.ts reads surge_flag, which surges does not publish: call a function of surges, or name the table under its “publishes”.',
    ],
  ])('tell of %s', (_what, source, sentence) => {
    expect(brokenWalls([source], STOREYS)).toEqual([sentence]);
  });

  it('let through what lies below, what everybody stands on, and a module’s own', () => {
    const text = `import { say } from '../../frame/speech.ts'; import { Grid } from '../../commons/grids/graph.ts'; import { may } from '../../frame/access/may.ts';
      const sql = 'INSERT INTO hot_issue VALUES ($1) ON CONFLICT DO UPDATE SET status = $2; SELECT FROM resident FOR UPDATE; SELECT FROM vote JOIN duty';`;
    expect(brokenWalls([{ path: 'work/hotlist/store.ts', text }], STOREYS)).toEqual([]);
  });
});

describe('the floors of the client', () => {
  it('stand', () => {
    const sources = sourcesOf(join(import.meta.dirname, '../../client/src'));
    expect(sources.filter(({ path }) => /^(?:net|ui)\//.test(path)).length).toBeGreaterThan(20);
    expect(brokenFloors(sources)).toEqual([]);
  });

  it('leave colours to client/src/ui/theme.css', () => {
    const styles = globSync('client/src/**/*.css').filter((path) => !path.endsWith('theme.css'));
    expect(styles.length).toBeGreaterThan(30);
    const literal = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(|:\s*(?:white|black)\b/i;
    expect(styles.filter((path) => literal.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('show every part of client/src/ui/ in a story, which tests/browser/pages looks at', () => {
    const parts = globSync('client/src/ui/*.tsx').filter((path) => !path.endsWith('.story.tsx'));
    expect(parts.length).toBeGreaterThan(15);
    expect(parts.filter((path) => !existsSync(path.replace('.tsx', '.story.tsx')))).toEqual([]);
  });

  it('hold no style that nothing wears', () => {
    const worn = globSync(['client/src/**/*.{ts,tsx}', 'client/index.html'])
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    // A name that ends in what a variable says is worn by its beginning: `tag-${tone}`.
    const isWorn = (name: string) =>
      [name, ...name.split('-').map((_, at, words) => `${words.slice(0, at).join('-')}-\${`)].some(
        (text) => text !== '-${' && worn.includes(text),
      );
    const styles = globSync('client/src/**/*.css').flatMap((path) => {
      const names = readFileSync(path, 'utf8')
        .replace(/\/\*.*?\*\/|url\([^)]*\)/gs, '')
        .matchAll(/\.([a-z][\w-]*)(?=[^{}]*\{)/gi);
      return [...new Set([...names].map(([, name]) => name as string))].map((name) => ({ path, name }));
    });
    expect(styles.length).toBeGreaterThan(300);
    const libraries = /^(?:leaflet|lucide)/;
    expect(styles.filter(({ name }) => !libraries.test(name) && !isWorn(name))).toEqual([]);
  });

  it('tell of what reaches up, and of nothing else', () => {
    const net = `import { hotListUpdates } from '../hotlist/cache.ts'; import { ERRORS } from '../generated/errors.ts';`;
    const ui = `import { useWords } from './preferences.ts'; const page = import('../app/App.tsx');`;
    const sources = [net, ui, net].map((text, at) => ({ path: `${['net', 'ui', 'home'][at]}/x.tsx`, text }));
    expect(brokenFloors(sources)).toEqual([
      'client/src/net/x.tsx imports client/src/hotlist/cache.ts, which stands on net: hand it in, or move it down.',
      'client/src/ui/x.tsx imports client/src/app/App.tsx, which stands on ui: hand it in, or move it down.',
    ]);
  });
});
