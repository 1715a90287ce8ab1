// A child process for one task, killed when its outcome is known or this process ends: for the terminal and for the server's backend.
import { fork } from 'node:child_process';
import type { ChildEvents, DisposableChild } from '../dataset/source/unpacker/unpackerPort.ts';

interface Started {
  args: readonly string[];
  execArgv: readonly string[];
  /** Its environment; without it, this process's own. */
  env?: NodeJS.ProcessEnv;
  /** What it is told first. */
  message?: object;
}

export function forkDisposable(
  script: string,
  { args, execArgv, env, message }: Started,
  events: ChildEvents,
): DisposableChild {
  // Silent: a fatal error of its JavaScript engine prints a page.
  const child = fork(script, args, {
    execArgv: [...execArgv],
    ...(env && { env }),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
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
  // One that is gone already says so by its exit.
  if (message !== undefined) child.send(message, () => {});
  return { kill };
}
