// End-to-end tests on the built app: real page, real server, real backend process, real engine. One set of specs;
// the desktop window's are skipped, with the reason, where Electron's binary is not there.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import type { HostName } from './fixtures.ts';

const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const asRoot = process.getuid?.() === 0;

export default defineConfig<{ hostName: HostName }>({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROME_PATH || installed,
      args: [
        ...(asRoot ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--no-default-browser-check',
      ],
    },
  },
  projects: [
    { name: 'browser', use: { hostName: 'browser' } },
    { name: 'desktop', use: { hostName: 'desktop' } },
  ],
});
