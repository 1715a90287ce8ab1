// The process that unpacks one foreign file and is killed afterwards: a forked child of the terminal or of the server's backend, or
// a utility process of the desktop.
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ParentPort } from 'electron';
import { serveUnpacking } from '../dataset/source/unpacker/serveUnpacking.ts';
import { requestOf } from './unpackerArguments.ts';

const { parentPort } = process as { parentPort?: ParentPort };
const request = requestOf(process.argv);

/** Nobody needs the copy any more. Not `exit`, which waits for DuckDB's threads. */
function endWithParent() {
  rmSync(dirname(request.output), { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
}

if (parentPort === undefined) {
  process.once('disconnect', endWithParent);
  // The parent may have died while this process started.
  if (!process.connected) endWithParent();
}

function tell(answer: object) {
  if (parentPort !== undefined) parentPort.postMessage(answer);
  else process.send?.(answer);
}

// Loaded only for models: most files are tables.
await serveUnpacking(request, tell, async (bytes, name) => {
  const { modelFileOfKeras } = await import('../export/keras/readKeras.ts');
  return modelFileOfKeras(bytes, name);
});
