// Pictures of the page for whoever works on its looks: npm run screenshots
import { defineConfig } from '@playwright/test';
import tests from '../e2e/playwright.config.ts';

export default defineConfig({
  ...tests,
  testMatch: '*.pictures.ts',
  outputDir: '../../test-results/screenshots',
  timeout: 600_000,
  use: { ...tests.use, actionTimeout: 15_000 },
  projects: [{ name: 'browser', use: { hostName: 'browser' } as object }],
});
