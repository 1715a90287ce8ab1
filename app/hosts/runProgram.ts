// Runs a program of this computer to its end, without a shell and without standard input, for at most a minute.
import { spawn } from 'node:child_process';
import type { ProgramOutcome, RunProgram } from '../workspace/exporting/programPort.ts';

const longestMs = 60_000;
const keptBytes = 65_536;

export const runProgram: RunProgram = ({ command: [program, ...args], folder, signal }) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      timeout: longestMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const told = (piece: Buffer) => {
      output = (output + piece.toString()).slice(-keptBytes);
    };
    child.stdout.on('data', told);
    child.stderr.on('data', told);
    const abort = () => void child.kill('SIGKILL');
    signal?.addEventListener('abort', abort, { once: true });
    const settle = (outcome: ProgramOutcome) => {
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) reject(signal.reason);
      else resolve(outcome);
    };
    child.once('error', () => settle({ kind: 'missing' }));
    child.once('close', (code, killed) =>
      settle(killed === null ? { kind: 'ended', code: code ?? 1, output } : { kind: 'late' }),
    );
  });
