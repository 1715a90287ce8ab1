import { defineConfig } from 'vitest/config';

// Files that leave their process as they found it: those of one worker share a process and load the product once, which halves
// the time of small ones. Not among them is what sets the environment, fakes globals or ends processes.
const sharing = [
  'test/renderer/**/*.test.ts',
  'test/structure/**/*.test.ts',
  'test/app/{dataset,evaluation,export,model,training}/**/*.test.ts',
  'test/app/engine/{numbers,run}/**/*.test.ts',
  'test/app/hosts/cli/options/**/*.test.ts',
];

// One run for everything that needs no browser window: the stages, the engine, the hosts, the structure.
export default defineConfig({
  test: {
    setupFiles: ['test/arrayEquality.ts'],
    // A report's style is text that is written into it; other styles are left out of the tests.
    css: { include: [/\.css\?raw/] },
    // Far above what the slowest takes alone: a machine that does other work at the same time fails no test.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Processes, not threads: tests change the working folder, and the addon ends with its process. One for each core, since
    // Vitest itself has nothing to do meanwhile.
    pool: 'forks',
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'sharing', include: sharing, isolate: false } },
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: sharing } },
    ],
  },
});
