// Finds the browser in which pages are measured and tested.
import { existsSync } from 'node:fs';

/** CHROME_PATH, or what a system's packages install; null where there is none. */
export function chromiumPath(): string | null {
  const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome'];
  return process.env.CHROME_PATH || installed.find((path) => existsSync(path)) || null;
}

/** Nothing of the browser's own goes to the network; root has no sandbox. */
export const chromiumArguments: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
];
