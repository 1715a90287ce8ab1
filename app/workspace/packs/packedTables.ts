// The tables of the runs and lessons that are packed: each file once, however many runs were trained on it, and only if its bytes are those
// that the run was trained on.
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import type { LeftOut } from '../../contract/packs.ts';
import type { Source } from '../../storage/source.ts';
import { filesOf } from '../table/fileRef.ts';

export interface PackedTable {
  path: string;
  /** The file's own name. */
  name: string;
  bytes: number;
  hash: string;
  deflated: boolean;
}

const pieceBytes = 2 ** 18;
/** What deflates to more than this is packed already: Parquet, workbooks, gzip. */
const worthwhile = 0.9;

/** The bytes of a file in pieces of their own. Rejects with the system's error. */
export async function* fileBytes(path: string): AsyncGenerator<Buffer, void> {
  const handle = await open(path);
  try {
    for (;;) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

export class PackedTables {
  readonly all: PackedTable[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly #home: string;
  /** Index by the hash of the file's bytes; null for one that is not the same any more. */
  readonly #known = new Map<string, number | null>();

  constructor(home: string) {
    this.#home = home;
  }

  /** Indices of the files of a run's table; empty where one of them is missing or has changed. */
  async add(dataset: Source, signal: AbortSignal | undefined): Promise<number[]> {
    // A model that was opened without its table has none.
    if (dataset.hash === '') return [];
    const indices: number[] = [];
    const hashes = dataset.files.length === 0 ? [dataset.hash] : dataset.files.map(({ hash }) => hash);
    const files = await filesOf(dataset, this.#home).catch(() => null);
    if (files === null) return this.#without('tableMissing', dataset);
    for (const [k, { path, fileName }] of files.entries()) {
      const hash = hashes[k] ?? '';
      const known = this.#known.get(hash);
      if (known !== undefined && known !== null) {
        indices.push(known);
        continue;
      }
      const status = await stat(path).catch(() => null);
      if (status?.isFile() !== true) return this.#without('tableMissing', dataset);
      const found = await readOnce(path, signal);
      if (found?.hash !== hash) return this.#without('tableChanged', dataset);
      this.#known.set(hash, this.all.length);
      indices.push(this.all.length);
      this.all.push({ path, name: fileName, ...found });
    }
    return indices;
  }

  /** Index of a lesson's table, which is found by its name; null where it cannot be read. */
  async addFile(path: string, name: string, signal: AbortSignal | undefined): Promise<number | null> {
    const found = await readOnce(path, signal);
    if (found === null) return null;
    const known = this.all.findIndex((one) => one.hash === found.hash && one.name === name);
    return known >= 0 ? known : this.all.push({ path, name, ...found }) - 1;
  }

  #without(reason: 'tableMissing' | 'tableChanged', { fileName }: Source): [] {
    if (!this.leftOut.some((one) => one.name === fileName)) this.leftOut.push({ reason, name: fileName });
    return [];
  }
}

/** null where the file cannot be read. */
async function readOnce(
  path: string,
  signal: AbortSignal | undefined,
): Promise<Pick<PackedTable, 'bytes' | 'hash' | 'deflated'> | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  let deflated = false;
  try {
    for await (const piece of fileBytes(path)) {
      signal?.throwIfAborted();
      if (bytes === 0) deflated = (await promisify(deflateRaw)(piece)).length < worthwhile * piece.length;
      hash.update(piece);
      bytes += piece.length;
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    return null;
  }
  return { bytes, hash: hash.digest('hex'), deflated };
}
