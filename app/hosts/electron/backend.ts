// The desktop's backend: engine and workspace in a utility process. The window may open paths, which is what dropping
// a file on it gives.

import type { ParentPort } from 'electron';
import type { HolderFacts } from '../../contract/holder.ts';
import { AppError } from '../../contract/issues/errors.ts';
import { loadEngine } from '../../engine/load.ts';
import { createBackend } from '../../workspace/backend.ts';
import { homeHolderOf } from '../../workspace/home/access.ts';
import { loadCheckFormula } from '../pageCode.ts';
import { runProgram } from '../runProgram.ts';
import { AskedDisposables } from './disposables.ts';
import { servePorts } from './portBackend.ts';
import { noticeTraining } from './trainingNotice.ts';
import type { BackendSettings, FromBackend, ToBackend } from './utilityBackend.ts';

const { parentPort } = process as unknown as { parentPort: ParentPort };
const settings: BackendSettings = JSON.parse(process.argv.at(-1) ?? '{}');
const tell = (message: FromBackend) => parentPort.postMessage(message);
const disposables = new AskedDisposables(tell);

async function start() {
  const { startUnpacker, startScript } = disposables;
  const onHandedOver = (to: HolderFacts) => tell({ type: 'held', holder: { ...to, refusal: '' } });
  const host = {
    kind: 'desktop',
    startUnpacker,
    startScript,
    runProgram,
    loadCheckFormula,
    onHandedOver,
  } as const;
  return createBackend({ ...settings, ...host, engine: loadEngine(), allowPaths: true });
}

const starting = start();
const serving = starting.then(({ router }) => servePorts(router));
// A failed start is reported below.
serving.catch(() => {});
// Before the first await: a table that is restored may have to be unpacked.
parentPort.on('message', ({ data, ports }) => {
  const message: ToBackend = data;
  if (message.type === 'dispose') void end();
  else if (message.type === 'page') for (const port of ports) void serving.then((serve) => serve(port));
  else disposables.take(message);
});

async function end() {
  const backend = await starting.catch(() => null);
  await backend?.dispose().catch(() => {});
  process.exit(0);
}

try {
  const { router } = await starting;
  tell({ type: 'ready' });
  await noticeTraining(router, (atStake) => tell({ type: 'atStake', atStake }));
} catch (error) {
  const holder = homeHolderOf(error);
  if (holder !== null) tell({ type: 'held', holder });
  else if (error instanceof AppError) tell({ type: 'unable', sentence: error.message });
  else throw error;
}
