// Starts the process that runs one foreign script as a child of this one: for the terminal and for the server's backend. Electron's programs
// cannot fork (electron/disposables.ts).
import { join } from 'node:path';
import type { StartScript } from '../../workspace/exporting/scriptPort.ts';
import { programFolder } from '../../workspace/program.ts';
import { forkDisposable } from '../forkDisposable.ts';
import { scriptEnvironment } from './scriptEnvironment.ts';

/** The built one, from the sources too: Node does not run them. */
const script = join(programFolder, 'dist/app/hosts/scripts/scriptRunner.js');

export const forkScript: StartScript = (request, events) =>
  forkDisposable(script, { args: [], execArgv: [], env: scriptEnvironment, message: request }, events);
