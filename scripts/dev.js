// `npm run dev`: the browser host on port 4300, built again and restarted as sources change: tsc and vite watch, and the
// server starts anew when dist/app has settled. The engine is built once; run `npm run build` after a change to C++.
import { fork, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { serveInBrowser } from './browserHost.js';
import { buildOrExit } from './build.js';
import { commandOf, root } from './tool.js';

const port = 4300;
const settleMilliseconds = 300;

if (process.argv[2] === 'serve') {
  await serveInBrowser({ port, open: process.argv[3] === 'open', rereadPage: true });
} else {
  await buildOrExit(console.log);
  watchWith(commandOf('typescript', 'tsc'), ['-p', 'app/tsconfig.json', '--watch', '--preserveWatchOutput']);
  watchWith(commandOf('vite'), ['build', '--watch', '--logLevel', 'warn']);
  restartOnChange();
}

/**
 * @param {string} script
 * @param {string[]} args
 */
function watchWith(script, args) {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  process.on('exit', () => child.kill());
}

function restartOnChange() {
  const start = (/** @type {string} */ open) => fork(import.meta.filename, ['serve', open], { cwd: root });
  let server = start('open');
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  watch(join(root, 'dist/app'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const ended = server;
      const again = () => {
        server = start('silently');
      };
      if (ended.exitCode !== null) again();
      else ended.once('exit', again).kill();
    }, settleMilliseconds);
  });
  process.on('exit', () => server.kill());
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => process.exit(130));
}
