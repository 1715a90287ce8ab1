// Packs runs for tests: the bytes of the file that `packs.make` streams, and a second home to open it in.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach } from 'vitest';
import type { PackInput, PackPiece } from '../../../../app/contract/packs.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { type Backend, createBackend } from '../../../../app/workspace/backend.ts';
import type { BackendOptions } from '../../../../app/workspace/workspaceSession.ts';
import type { Client } from '../table/openedTable.ts';

type Begin = Extract<PackPiece, { kind: 'begin' }>;
export interface Packed {
  begin: Begin;
  bytes: Buffer;
  fractions: number[];
}

export async function packed(client: Client, input: PackInput): Promise<Packed> {
  const pieces: Buffer[] = [];
  const fractions: number[] = [];
  let begin: Begin | null = null;
  for await (const piece of await client.packs.make(input)) {
    if (piece.kind === 'begin') {
      begin = piece;
      continue;
    }
    pieces.push(Buffer.from(piece.bytes, 'base64'));
    fractions.push(piece.fraction);
  }
  if (begin === null) throw new Error('Nothing was packed.');
  return { begin, bytes: Buffer.concat(pieces), fractions };
}

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** An empty home folder with a backend of its own. */
export async function elsewhere(
  options: Partial<BackendOptions> = {},
): Promise<{ client: Client; home: string; backend: Backend }> {
  const home = await mkdtemp(join(tmpdir(), 'chainrule-elsewhere-'));
  const backend = await createBackend({
    ...{ home, engine: loadEngine(), allowPaths: true, restore: false },
    ...options,
  });
  ends.push(async () => {
    await backend.dispose();
    await rm(home, { recursive: true, force: true });
  });
  return { client: createRouterClient(backend.router), home, backend };
}

export async function packFileIn(folder: string, bytes: Uint8Array, name = 'handed.chainrule') {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return { kind: 'path' as const, path };
}
