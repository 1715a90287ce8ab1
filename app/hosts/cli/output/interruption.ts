// Handles Ctrl-C and other signals that end the process. A verb that has something to save says what to do the first time; without that, and
// always the second time, the process ends at once. A closed pipe (`| head`) is not an error.
import { exitCodes } from './failure.ts';

type Handler = (code: number) => void;
let handler: Handler | null = null;
let acted = false;

/** Call once, first of all. */
export function watchInterruptions(): void {
  process.on('SIGINT', () => interrupt(exitCodes.interrupted));
  process.on('SIGTERM', () => interrupt(exitCodes.terminated));
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    // Each further write says it again.
    if (!acted) interrupt(exitCodes.done);
  });
}

/** From now on the first interruption calls `act` with the exit code that it asks for; null takes that back. */
export function onInterruption(act: Handler | null): void {
  handler = act;
}

function interrupt(code: number): void {
  const act = handler;
  handler = null;
  if (act !== null) act(code);
  else if (!acted) process.exit(code);
  // Ending in good order was tried already, and may be what hangs: now the way that cannot.
  else endBySignal();
  acted = true;
}

function endBySignal(): void {
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
}
