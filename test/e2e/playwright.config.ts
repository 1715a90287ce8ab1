// End-to-end tests on the built app: real page, real server, real backend process, real engine. One set of specs;
// the desktop window's are skipped, with the reason, where Electron's binary is not there.
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from '../../app/hosts/cli/bench/chromium.ts';
import { disableFeatures } from './harness/chromiumFeatures.ts';
import type { HostName } from './harness/host.ts';

const executablePath = chromiumPath();
// Files run side by side. A test waits for its page and its backend in turn, so that half the cores and one keep all of them busy.
const workers = Math.floor(availableParallelism() / 2) + 1;

export default defineConfig<{ hostName: HostName }>({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  workers,
  retries: 0,
  forbidOnly: true,
  // Far above what is needed alone: a machine that does other work at the same time fails no test.
  timeout: 180_000,
  expect: { timeout: 40_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath !== null && { executablePath }),
      args: [...chromiumArguments, disableFeatures],
    },
  },
  projects: [
    { name: 'browser', use: { hostName: 'browser' } },
    { name: 'desktop', use: { hostName: 'desktop' } },
  ],
});
