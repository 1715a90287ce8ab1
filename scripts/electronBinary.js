// Electron's own program: where it is, and its download on first use. The package comes without it, so that the
// installation works where it cannot be had; fetching it is the one thing here that touches a network.
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { progressBar } from './progressBar.js';
import { root } from './tool.js';

const folder = join(root, 'node_modules/electron');

/** Path of the program, or null where it is not installed. */
export function electronBinary() {
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
  const program = join(dist, readFileSync(note, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/** Whether a window could be shown at all. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Why a window cannot be opened as things are, or null where it can. */
export function windowRefusal() {
  if (!electronBinary()) return "Electron's program is not installed";
  return hasDisplay() ? null : 'there is no display';
}

/** @typedef {{ transferred: number, total: number | null }} Bytes */
/** @typedef {{ asking: true } | { bytes: Bytes } | { unpacking: true } | { failed: string }} FetchMessage what the child says */

/**
 * Downloads and unpacks it in a child process. Resolves to null, or to the reason why it could not be had.
 * @param {object} options
 * @param {(bytes: Bytes) => void} options.onBytes at every piece that arrives
 * @param {number} [options.silence] milliseconds without a byte after which it is given up
 * @returns {Promise<string | null>}
 */
export function fetchElectron({ onBytes, silence = 10_000 }) {
  return new Promise((done) => {
    const child = fork(join(root, 'scripts/fetchElectron.js'), {
      cwd: root,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    /** @type {string | null} */
    let reason = null;
    const giveUp = () => {
      reason = `no byte came for ${silence / 1000} s`;
      child.kill('SIGKILL');
    };
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    child.on('message', (/** @type {FetchMessage} */ message) => {
      clearTimeout(timer);
      if ('failed' in message) reason = message.failed;
      if ('bytes' in message) onBytes(message.bytes);
      if ('bytes' in message || 'asking' in message) timer = setTimeout(giveUp, silence);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      done(code === 0 ? null : (reason ?? 'its download stopped'));
    });
  });
}

/**
 * Shows a download: a bar on a terminal, a line for every tenth elsewhere, for every 10 MB where the whole is not known.
 * @param {Parameters<typeof progressBar>[0]} out
 * @returns {(bytes: Bytes) => void}
 */
export function downloadProgress(out) {
  const bar = progressBar(out, 10);
  return ({ transferred, total }) => {
    const megabytes = Math.floor(transferred / 1e6);
    if (!total) return bar.show(Math.floor(megabytes / 10), null, `${megabytes} MB`);
    bar.show(transferred, total, `${Math.floor((100 * transferred) / total)}% (${megabytes} MB)`);
  };
}
