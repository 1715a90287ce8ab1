// The process that the loopback server forks: engine and workspace behind the channel. A page may open only uploads here, not
// paths.
import { AppError } from '../../contract/issues/errors.ts';
import { loadEngine } from '../../engine/load.ts';
import { createBackend } from '../../workspace/backend.ts';
import { homeHolderOf } from '../../workspace/home/access.ts';
import { forkUnpacker } from '../forkedUnpacker.ts';
import { loadCheckFormula } from '../pageCode.ts';
import { runProgram } from '../runProgram.ts';
import { forkScript } from '../scripts/forkedScript.ts';
import { type BackendSettings, backendVariable } from './channel.ts';
import { endWithParent, parentProcess, serveParent } from './childBackend.ts';

const settings: BackendSettings = JSON.parse(process.env[backendVariable] ?? '{}');
const parent = parentProcess();

async function start() {
  return createBackend({
    ...settings,
    engine: loadEngine(),
    startUnpacker: forkUnpacker,
    startScript: forkScript,
    runProgram,
    loadCheckFormula,
    allowPaths: false,
    kind: 'browser',
    onHandedOver: (to) => parent.send({ type: 'held', holder: { ...to, refusal: '' } }),
  });
}
const starting = start();
// Before the first await, since the server may end while a large table is being restored. A failed start is reported below.
endWithParent(parent, async () => (await starting.catch(() => null))?.dispose());
try {
  serveParent((await starting).router, parent);
} catch (error) {
  const holder = homeHolderOf(error);
  if (holder !== null) parent.send({ type: 'held', holder });
  else if (error instanceof AppError) parent.send({ type: 'unable', sentence: error.message });
  else throw error;
}
