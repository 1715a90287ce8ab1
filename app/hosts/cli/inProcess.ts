// Runs the backend inside this process; verbs call it through the contract, as pages do. It is loaded only when a verb needs it, so that
// --help answers at once.
import path from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../contract/calls.ts';
import type { FileRef } from '../../contract/fileRef.ts';
import { refuseTightMemory } from './output/lastResort.ts';

export type Client = ContractRouterClient<Contract>;

/** Gives `use` a client and puts everything in order afterwards, whatever came of it. `home` is where runs are kept, the
 *  person's own folder unless something else is said. */
export async function withBackend<T>(use: (client: Client) => Promise<T>, home?: string): Promise<T> {
  refuseTightMemory();
  const [
    { createRouterClient },
    { createBackend },
    { loadEngine },
    { homeFolder },
    { forkUnpacker },
    { forkScript },
    { runProgram },
  ] = await Promise.all([
    import('@orpc/server'),
    import('../../workspace/backend.ts'),
    import('../../engine/load.ts'),
    import('../../storage/home.ts'),
    import('../forkedUnpacker.ts'),
    import('../scripts/forkedScript.ts'),
    import('../runProgram.ts'),
  ]);
  const backend = await createBackend({
    home: home ?? homeFolder(),
    engine: loadEngine(),
    startUnpacker: forkUnpacker,
    startScript: forkScript,
    runProgram,
    loadCheckFormula: async () => (await import('../pageCode.ts')).loadCheckFormula(),
    allowPaths: true,
    restore: false,
  });
  try {
    return await use(createRouterClient(backend.router));
  } finally {
    await backend.dispose();
  }
}

export function fileRef(file: string): FileRef {
  return { kind: 'path', path: path.resolve(file) };
}
