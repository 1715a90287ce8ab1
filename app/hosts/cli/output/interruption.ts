// Handles Ctrl-C and other signals that end the process. A verb with something to save handles the first one; without a
// handler, and always the second time, the process ends at once. A closed pipe (`| head`) is not an error; any other output that cannot
// be written is one.
import { exitCodes } from './failure.ts';

type Handler = (code: number) => void;
let handler: Handler | null = null;
let acted = false;

/** Call once, before anything else. */
export function watchInterruptions(): void {
  process.on('SIGINT', () => interrupt(exitCodes.interrupted));
  process.on('SIGTERM', () => interrupt(exitCodes.terminated));
  // A closed terminal sends it, often twice: only the first one counts, so that what is being saved is saved.
  process.on('SIGHUP', () => {
    if (!acted) interrupt(exitCodes.terminated);
  });
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Each further write raises the error again.
    if (acted) return;
    if (error.code === 'EPIPE' || error.code === 'EIO') return interrupt(exitCodes.done);
    const reason = error.code === 'ENOSPC' ? 'there is no space left' : error.message;
    process.stderr.write(`The output could not be written: ${reason}.\n`);
    interrupt(exitCodes.failed);
  });
}

/** From now on the first interruption calls `act` with its exit code; null removes the handler. */
export function onInterruption(act: Handler | null): void {
  handler = act;
}

function interrupt(code: number): void {
  const act = handler;
  handler = null;
  if (act !== null) act(code);
  else if (!acted) process.exit(code);
  // A clean end was tried already and may hang: end by the signal.
  else endBySignal();
  acted = true;
}

function endBySignal(): void {
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
}
