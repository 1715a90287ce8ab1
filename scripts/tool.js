// Runs a command of an installed package, or any program, without a shell: the same on Windows, and nothing needs quoting.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * The script behind a package's command.
 * @param {string} name package, e.g. `vite`
 * @param {string} [command] where it is not called like the package
 */
export function commandOf(name, command = name.replace(/^.*\//, '')) {
  const folder = join(root, 'node_modules', name);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const script = typeof bin === 'string' ? bin : bin[command];
  if (!script) throw new Error(`The package ${name} has no command ${command}.`);
  return join(folder, script);
}

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] added to the present environment
 * @property {(line: string) => void} [onLine] gets every line of stdout and stderr; without it both are passed through
 */

/**
 * Runs a program to its end in the repository's root; resolves to its exit code, 1 if a signal ended it.
 * Rejects when it cannot be started.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>}
 */
export function run(program, args, { env, onLine } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: onLine ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      windowsHide: true,
    });
    if (onLine) for (const stream of [child.stdout, child.stderr]) if (stream) splitLines(stream, onLine);
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}

/**
 * As `run`, for the command of an installed package.
 * @param {string} script of `commandOf`
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export const runNode = (script, args, options) => run(process.execPath, [script, ...args], options);

/**
 * @param {NodeJS.ReadableStream} stream
 * @param {(line: string) => void} onLine
 */
function splitLines(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (/** @type {string} */ text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => rest && onLine(rest));
}

/**
 * Whether this module is the program that was started.
 * @param {string} moduleUrl `import.meta.url`
 */
export function isMain(moduleUrl) {
  return process.argv[1] !== undefined && fileURLToPath(moduleUrl) === resolve(process.argv[1]);
}
