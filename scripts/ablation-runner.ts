// Runs tests without a control for scripts/ablation.ts, one run after the other: all that was loaded and transformed for one
// run serves the next, but each has a test process of its own.
import { join } from 'node:path';
import { createVitest, type TestModule } from 'vitest/node';
import type { Control } from '../tests/ablation/controls.ts';
import { switchOff, takeAway } from '../tests/ablation/without.ts';
import config from '../vitest.config.ts';

const ROOT = join(import.meta.dirname, '..');

/** Many tests wait in vain for what a control does: not as long as they may elsewhere, with the control neither. */
const WAITS_MS = 20_000;

/** What is asked for: the tests of these controls, without `off`. */
export interface Run {
  controls: readonly Control[];
  off?: Control;
}

/** What came of it. */
export interface Outcome {
  tests: { file: string; title: string; state: string; errors: { name: string; message: string }[] }[];
  /** Files that could not be loaded, starts that failed, errors of nobody's. */
  crashes: string[];
}

/** One project, of all tests: a run names its files. */
const { projects: _, ...shared } = config.test ?? {};

process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import ${join(ROOT, 'tests/ablation/without.ts')}`;
process.once('message', async (first: Run) => {
  switchOff(first.off); // the templates of the databases are made without it, too
  const vitest = await createVitest(
    'test',
    {
      ...shared,
      config: false,
      root: ROOT,
      watch: false,
      maxWorkers: 1,
      fsModuleCache: false,
      reporters: [{}],
      testTimeout: WAITS_MS,
      expect: { poll: { timeout: WAITS_MS } },
    },
    {
      resolve: config.resolve,
      plugins: [{ name: 'without', enforce: 'pre', transform: (text, id) => takeAway(id.split('?')[0] as string, text) }],
    },
  );
  let before: string | undefined;
  const run = async ({ controls, off }: Run): Promise<Outcome> => {
    for (const file of [before, off?.file]) if (file) vitest.invalidateFile(join(ROOT, file));
    before = off?.file;
    switchOff(off);
    const files = [...new Set(controls.map(({ test }) => join(ROOT, test)))];
    vitest.setGlobalTestNamePattern(new RegExp(controls.map(({ titled }) => titled).join('|')));
    const specifications = files.map((file) => vitest.getRootProject().createSpecification(file));
    const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
    const asked = testModules.filter(({ moduleId }) => files.includes(moduleId));
    return { tests: asked.flatMap(testsOf), crashes: [...asked.flatMap(crashesOf), ...unhandledErrors.map(String)] };
  };
  const answer = async (wanted: Run) => process.send?.(await run(wanted));
  process.on('message', answer);
  process.on('disconnect', () => process.exit()); // the databases end with their server
  await answer(first);
});

const testsOf = (module: TestModule): Outcome['tests'] =>
  [...module.children.allTests()].map((test) => ({
    file: module.relativeModuleId,
    title: test.fullName,
    state: test.result().state,
    errors: (test.result().errors ?? []).map(({ name = '', message }) => ({ name, message })),
  }));

const crashesOf = (module: TestModule): string[] =>
  [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())].map(
    ({ message }) => `${module.relativeModuleId}: ${message}`,
  );
