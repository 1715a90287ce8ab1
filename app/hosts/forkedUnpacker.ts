// Starts the process that unpacks one file as a child of this one: for the terminal and for the server's backend. Electron's
// programs cannot fork (electron/unpackers.ts).
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { StartUnpacker } from '../dataset/source/unpacker/unpackerPort.ts';
import { programFolder } from '../workspace/program.ts';
import { unpackerArguments } from './unpackerArguments.ts';

/** The built one, from the sources too: Node does not run them. */
const script = join(programFolder, 'dist/app/hosts/unpacker.js');

export const forkUnpacker: StartUnpacker = (request, events) => {
  const { args, execArgv } = unpackerArguments(request);
  // Silent: a fatal error of its JavaScript engine prints a page.
  const child = fork(script, args, { execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let how: string | null = null;
  let told = false;
  // Its last message may arrive after the news of its end.
  const gone = () => {
    if (told || how === null || child.connected) return;
    told = true;
    process.off('exit', kill);
    events.exited(how);
  };
  const ended = (reason: string) => {
    how = reason;
    gone();
  };
  child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
  child.once('error', (error) => ended(error.message));
  child.once('disconnect', gone);
  child.on('message', events.message);
  return { kill };
};
