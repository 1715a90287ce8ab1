// Finds the browser in which pages are measured and tested.
import { existsSync } from 'node:fs';

/** CHROME_PATH, or a browser that the system's packages installed; null if there is none. */
export function chromiumPath(): string | null {
  const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome'];
  return process.env.CHROME_PATH || installed.find((path) => existsSync(path)) || null;
}

/** Stops the browser's own network requests; root has no sandbox. */
export const chromiumArguments: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
];
