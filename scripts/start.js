// `npm start`: builds what is out of date, then opens the desktop window, or the same app as a page in the browser where
// there is no display or Electron's program cannot be had. `CHAINRULE_HOME` and `CHAINRULE_HOST=browser` are heeded.
import { spawn } from 'node:child_process';
import { serveInBrowser } from './browserHost.js';
import { buildOrExit } from './build.js';
import { downloadProgress, electronBinary, fetchElectron, hasDisplay } from './electronBinary.js';
import { root } from './tool.js';

/** A window that closes itself this soon after its start, with an error, has never been shown. */
const startMilliseconds = 10_000;

await buildOrExit(console.log);
const refusal = await openWindow();
if (refusal !== null) {
  if (refusal) console.log(`${refusal}, so Chainrule opens in the browser.`);
  await serveInBrowser({ open: !process.argv.includes('--no-open') });
}

/**
 * Opens the desktop window and waits until it is closed.
 * @returns {Promise<string | null>} null when a window was shown, else why not (empty: as was asked for)
 */
async function openWindow() {
  if (process.env.CHAINRULE_HOST === 'browser') return '';
  if (!hasDisplay()) return 'There is no display for a desktop window';
  if (!electronBinary()) {
    console.log('Downloading Electron for the desktop window (once, about 120 MB) ...');
    const reason = await fetchElectron({ onBytes: downloadProgress(process.stdout) });
    if (reason) return `Electron could not be downloaded (${reason})`;
  }
  const program = electronBinary();
  return program ? runWindow(program) : 'Electron was downloaded and is not there';
}

/**
 * @param {string} program
 * @returns {Promise<string | null>}
 */
function runWindow(program) {
  const began = performance.now();
  return new Promise((done) => {
    const child = spawn(program, [root, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
      process.on(signal, () => child.kill(signal));
    child.once('error', (error) => done(`The desktop window could not be opened (${error.message})`));
    child.once('exit', (code, signal) => {
      const early = performance.now() - began < startMilliseconds;
      const interrupted = signal === 'SIGINT' || signal === 'SIGTERM';
      if (early && code !== 0 && !interrupted)
        done(`The desktop window could not be opened (${signal ?? `code ${code}`})`);
      else {
        process.exitCode = code ?? 1;
        done(null);
      }
    });
  });
}
