// A backend that owns its home and does nothing else, as the real one begins.
import { AppError } from '../../../../app/contract/issues/errors.ts';
import { type BackendSettings, backendVariable } from '../../../../app/hosts/server/channel.ts';
import { endWithParent, parentProcess } from '../../../../app/hosts/server/childBackend.ts';
import { accessHome } from '../../../../app/workspace/home/access.ts';

const settings: BackendSettings = JSON.parse(process.env[backendVariable] ?? '{}');
const parent = parentProcess();
endWithParent(parent, async () => {});
try {
  await accessHome({ ...settings, kind: 'browser' }, async () => {});
  parent.send({ type: 'ready' });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  parent.send({ type: 'unable', sentence: error.message });
}
