// The desktop's backend: engine and workspace in a utility process. The window may open paths, which is what dropping
// a file on it gives.
import type { ParentPort } from 'electron';
import { AppError } from '../../contract/issues/errors.ts';
import { loadEngine } from '../../engine/load.ts';
import { createBackend } from '../../workspace/backend.ts';
import { servePorts } from './portBackend.ts';
import { noticeTraining } from './trainingNotice.ts';
import type { BackendSettings, FromBackend, ToBackend } from './utilityBackend.ts';

const { parentPort } = process as unknown as { parentPort: ParentPort };
const settings: BackendSettings = JSON.parse(process.argv.at(-1) ?? '{}');
const tell = (message: FromBackend) => parentPort.postMessage(message);

async function start() {
  return createBackend({ ...settings, engine: loadEngine(), allowPaths: true });
}

try {
  const backend = await start();
  const serve = servePorts(backend.router);
  parentPort.on('message', ({ data, ports }) => {
    const message: ToBackend = data;
    if (message.type === 'dispose') void backend.dispose().finally(() => process.exit(0));
    else for (const port of ports) serve(port);
  });
  tell({ type: 'ready' });
  await noticeTraining(backend.router, (training) => tell({ type: 'training', training }));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  parentPort.on('message', () => process.exit(0));
  tell({ type: 'unable', sentence: error.message });
}
