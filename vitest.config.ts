import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One graphql for all: Node takes the package's main file, Vite would take its module build beside it.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Files of a worker share what they import, a third of the time of all tests: no module may keep a state of one file's.
    isolate: false,
    globalSetup: './tests/support/template.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes when the machine gets to it; the limit only ends a wait for ever.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      { extends: true, test: { name: 'server', include: ['tests/**/*.test.ts'], exclude: ['tests/browser/**'] } },
      // One browser at a time: two on two cores measure each other.
      { extends: true, test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], fileParallelism: false } },
    ],
  },
});
