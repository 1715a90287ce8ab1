// The process that unpacks one foreign file and is killed afterwards: a forked child of the terminal or of the server's backend, or
// a utility process of the desktop.
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ParentPort } from 'electron';
import { serveUnpacking } from '../dataset/source/unpacker/serveUnpacking.ts';
import { requestOf } from './unpackerArguments.ts';

const { parentPort } = process as { parentPort?: ParentPort };
const request = requestOf(process.argv);

// Nobody needs the copy any more, and nothing could be told. Not `exit`, which waits for DuckDB's threads.
process.once('disconnect', () => {
  rmSync(dirname(request.output), { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
});

await serveUnpacking(request, (answer) => {
  if (parentPort !== undefined) parentPort.postMessage(answer);
  else process.send?.(answer);
});
