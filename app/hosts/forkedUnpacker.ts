// Starts the process that unpacks one file as a child of this one: for the terminal and for the server's backend. Electron's
// programs cannot fork (electron/disposables.ts).
import { join } from 'node:path';
import type { StartUnpacker } from '../dataset/source/unpacker/unpackerPort.ts';
import { programFolder } from '../workspace/program.ts';
import { forkDisposable } from './forkDisposable.ts';
import { unpackerArguments } from './unpackerArguments.ts';

/** The built one, from the sources too: Node does not run them. */
const script = join(programFolder, 'dist/app/hosts/unpacker.js');

export const forkUnpacker: StartUnpacker = (request, events) =>
  forkDisposable(script, unpackerArguments(request), events);
