import { defineConfig } from 'vitest/config';

// One run for everything that needs no browser window: the stages, the engine, the hosts, the structure.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
