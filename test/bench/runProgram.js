// One program of a comparison, run to its end; what it prints as JSON is what it measured.
import { spawn } from 'node:child_process';

/** @typedef {Record<string, any>} Line */

/**
 * Throws an Error with what the program said last.
 * @param {import('./programs.js').Program} program
 * @returns {Promise<Line[]>}
 */
export async function runProgram({ command, args, env = {} }) {
  // These two choose OpenBLAS's kernel; a slow one must not be what we are compared with.
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...inherited } = process.env;
  const child = spawn(command, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(stderr.trim().split('\n').at(-1) || `exit code ${code}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}
