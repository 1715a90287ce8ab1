// Measurements of the page, which no test waits for: npx playwright test -c test/bench/playwright.config.ts
import { defineConfig } from '@playwright/test';
import tests from '../e2e/playwright.config.ts';

export default defineConfig({
  ...tests,
  testMatch: '*.measure.ts',
  outputDir: '../../test-results/bench',
  timeout: 90_000,
  projects: [{ name: 'browser', use: { hostName: 'browser' } as object }],
});
