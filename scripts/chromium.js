// Finds the browser for the end-to-end tests, and on Debian or Ubuntu installs one for root.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptPackage, installCommand, thisSystem } from './systemPackages.js';
import { run } from './tool.js';

/** @typedef {{ path: string } | { missing: string }} Browser */

/**
 * CHROME_PATH, Playwright's own, an installed Chrome, Chromium or Edge, or one installed now.
 * @param {(line: string) => void} log
 * @returns {Promise<Browser>}
 */
export async function findBrowser(log) {
  const chosen = process.env.CHROME_PATH;
  if (chosen)
    return existsSync(chosen)
      ? { path: chosen }
      : { missing: `CHROME_PATH names ${chosen}, which is not there` };
  const found = (await playwrightsOwn()) ?? installed();
  if (found) return { path: found };
  const name = aptPackage('browser', thisSystem());
  if (!name) return { missing: `no Chrome, Chromium or Edge was found: ${advice()}` };
  log(`Installing ${name} for the end-to-end tests ...`);
  await aptInstall(name);
  const fresh = installed();
  return fresh ? { path: fresh } : { missing: `chromium could not be installed by apt-get: ${advice()}` };
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

function installed() {
  return places().find((path) => existsSync(path)) ?? null;
}

/** Where each system puts a browser that Chromium's driver can steer. */
function places() {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return apps.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map(
      (name) => process.env[name] ?? '',
    );
    const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return roots.flatMap((root) => programs.map((program) => join(root, program)));
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'];
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** @param {string} name */
async function aptInstall(name) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], { env });
}

function advice() {
  const command = installCommand(['browser'], thisSystem()) ?? '`npx playwright install chromium`';
  return `run ${command}, or set CHROME_PATH`;
}
