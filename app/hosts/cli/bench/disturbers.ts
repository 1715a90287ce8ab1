// Other programs that compute without a pause, one for each core, while something is measured: a computer with a browser open.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/** It tells when it has begun, and ends by itself after ten minutes, should we be killed before we end it. */
const disturb = "process.stdout.write('.'); for (const end = Date.now() + 600_000; Date.now() < end; );";

/** Measures with one disturber for each core; they are ended whatever comes of it. */
export async function amongDisturbers<Result>(measure: () => Promise<Result>): Promise<Result> {
  const disturbers = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['--eval', disturb], { stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  const end = () => {
    for (const disturber of disturbers) disturber.kill('SIGKILL');
  };
  process.once('exit', end);
  try {
    await Promise.all(disturbers.map(hasBegun));
    return await measure();
  } finally {
    end();
    process.off('exit', end);
  }
}

async function hasBegun({ stdout }: ChildProcess): Promise<void> {
  if (stdout !== null) await once(stdout, 'data');
}
