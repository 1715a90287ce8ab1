// Packs kept runs into one file, as a stream of its bytes: each run's folder, its table, what of lessons is handed over, and the list of
// contents at the end. Paths of this computer stay here: run.json is written without them.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';
import type { LeftOut, PackInput, PackPiece } from '../../contract/packs.ts';
import { isMissing } from '../../storage/damaged.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { safeName } from '../../storage/uploads.ts';
import { programVersion } from '../program.ts';
import { type ChosenRun, chosenRuns } from './chosenRuns.ts';
import { type LessonsToPack, lessonsToPack } from './lessonsToPack.ts';
import { fileBytes, type PackedTable, PackedTables } from './packedTables.ts';
import {
  type ListedFile,
  type ListedRun,
  lessonsEntry,
  listEntry,
  type PackList,
  packFormat,
  packVersion,
  type RunFileName,
  runFileNames,
} from './packList.ts';
import { type ZipEntry, zipStream } from './zipStream.ts';

/** Bytes of one message. */
const pieceBytes = 2 ** 18;
/** An upload that does not exist, in place of a path of this computer. */
const nowhere = { kind: 'upload' as const, id: '0'.repeat(32) };

/** @param home of this program. Throws what chosenRuns throws, and pack_empty, pack_too_large, file_changed, file_unreadable. */
export async function* makePack(
  home: string,
  input: PackInput,
  signal: AbortSignal | undefined,
): AsyncGenerator<PackPiece, void> {
  const { runs, leftOut, name, home: ofRuns, whole } = await chosenRuns(home, input);
  const tables = new PackedTables(ofRuns);
  const packing = new Packing(tables.all);
  for (const run of runs) await packing.add(run, await tables.add(run.record.dataset, signal));
  const ofLessons: LeftOut[] = [];
  const lessons = whole ? await lessonsToPack(ofRuns, tables, ofLessons, signal) : null;
  if (runs.length === 0 && lessons === null)
    throw new AppError('pack_empty', `There is no run and no progress in lessons to pack in ${ofRuns}.`, {
      place: ofRuns,
    });
  packing.lessons = lessons;
  const counts = { runs: runs.length, tables: tables.all.length, lessons: lessons?.count ?? 0 };
  const lacking = [...leftOut, ...tables.leftOut, ...ofLessons];
  yield { kind: 'begin', name: safeName(name), ...counts, leftOut: lacking };
  const inPieces = async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<PackPiece, void> {
    for await (const piece of pieces)
      yield { kind: 'piece', bytes: Buffer.from(piece).toString('base64'), fraction: packing.fraction };
  };
  for await (const piece of inPieces(gathered(zipStream(packing.entries(signal))))) {
    signal?.throwIfAborted();
    yield piece;
  }
}

/** Joins small pieces. */
async function* gathered(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    bytes += piece.length;
    if (bytes < pieceBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  yield Buffer.concat(waiting);
}

interface RunFile {
  name: RunFileName;
  /** Its path, or its text. */
  content: { path: string } | { text: string };
}

class Packing {
  readonly #runs: { files: RunFile[]; tables: number[] }[] = [];
  readonly #tables: readonly PackedTable[];
  #bytes = 0;
  #done = 0;
  /** Small. */
  lessons: LessonsToPack | null = null;

  constructor(tables: readonly PackedTable[]) {
    this.#tables = tables;
  }

  /** Of the bytes to pack, 0..1. */
  get fraction(): number {
    const all = this.#bytes + this.#tables.reduce((sum, { bytes }) => sum + bytes, 0);
    return all === 0 ? 1 : Math.min(1, this.#done / all);
  }

  async add({ folder, record }: ChosenRun, tables: number[]): Promise<void> {
    const files: RunFile[] = [{ name: 'run.json', content: { text: withoutPaths(record) } }];
    for (const name of runFileNames) {
      if (name === 'run.json') continue;
      const path = join(folder, name);
      const status = await stat(path).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw unreadable(path, error);
      });
      if (status === null) continue;
      this.#bytes += status.size;
      files.push({ name, content: { path } });
    }
    this.#runs.push({ files, tables });
  }

  async *entries(signal: AbortSignal | undefined): AsyncGenerator<ZipEntry, void> {
    const list: PackList = {
      ...{ format: packFormat, formatVersion: packVersion, program: programVersion },
      packedAt: new Date().toISOString(),
      runs: [],
      tables: [],
      lessons: null,
    };
    for (const [index, { files, tables }] of this.#runs.entries()) {
      const listed: ListedRun = { files: {}, tables };
      for (const { name, content } of files) {
        const entry = `runs/${index + 1}/${name}`;
        const source = 'text' in content ? [Buffer.from(content.text)] : this.#read(content.path, signal);
        const hashed = new Hashed(source);
        // Weights are noise to a packer: they shrink by a twelfth, at a hundredth of the speed.
        yield { name: entry, deflated: !name.endsWith('.safetensors'), pieces: hashed };
        listed.files[name] = hashed.listed(entry);
      }
      list.runs.push(listed);
    }
    for (const [index, { path, name, bytes, hash, deflated }] of this.#tables.entries()) {
      const entry = `tables/${index + 1}/${safeName(name)}`;
      const hashed = new Hashed(this.#read(path, signal));
      yield { name: entry, deflated, pieces: hashed };
      if (hashed.listed(entry).hash !== hash) throw changed(name);
      list.tables.push({ entry, name: safeName(name), bytes, hash });
    }
    yield* this.#ofLessons(list);
    yield { name: listEntry, deflated: true, pieces: [Buffer.from(`${JSON.stringify(list, null, 1)}\n`)] };
  }

  async *#ofLessons(list: PackList): AsyncGenerator<ZipEntry, void> {
    if (this.lessons === null) return;
    const progress = new Hashed([Buffer.from(this.lessons.text)]);
    yield { name: lessonsEntry, deflated: true, pieces: progress };
    list.lessons = { progress: progress.listed(lessonsEntry), files: [] };
    for (const [index, { name: full, bytes, table }] of this.lessons.files.entries()) {
      const name = safeName(full);
      const entry = `lessons/${index + 1}/${name}`;
      const hashed = new Hashed([bytes]);
      yield { name: entry, deflated: true, pieces: hashed };
      list.lessons.files.push({ ...hashed.listed(entry), name, table });
    }
  }

  async *#read(path: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const piece of fileBytes(path)) {
        signal?.throwIfAborted();
        this.#done += piece.length;
        yield piece;
      }
    } catch (error) {
      throw signal?.aborted ? error : unreadable(path, error);
    }
  }
}

/** Hashes bytes on their way. */
class Hashed implements AsyncIterable<Uint8Array> {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  constructor(private readonly pieces: ZipEntry['pieces']) {}

  async *[Symbol.asyncIterator]() {
    for await (const piece of this.pieces) {
      this.#hash.update(piece);
      this.#bytes += piece.length;
      yield piece;
    }
  }

  /** Once all bytes have passed. */
  listed(entry: string): ListedFile {
    return { entry, bytes: this.#bytes, hash: this.#hash.digest('hex') };
  }
}

function withoutPaths(record: RunRecord): string {
  const { dataset } = record;
  const files = dataset.files.map((file) => ({ ...file, file: nowhere }));
  return `${JSON.stringify({ ...record, dataset: { ...dataset, file: nowhere, files } }, null, 2)}\n`;
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  const sentence = `${path} cannot be read: ${error.message}.`;
  return new AppError('file_unreadable', sentence, { file: path, reason: error.message }, { cause: error });
}

function changed(file: string): AppError {
  return new AppError('file_changed', `${file} changed while it was read. Open it again.`, { file });
}
