// Adds the runs of a packed file to the home folder, with their tables among the uploads, and what of lessons is in it (addLessons.ts): all of
// them, or none where a run cannot be read or a person cancels. Each run's files are unpacked beside, checked like a run's folder from elsewhere, and written again (takeOver.ts).
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileRef } from '../../contract/fileRef.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Unpacked } from '../../contract/packs.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../dataset/resources/temporaryFolder.ts';
import type { RunFolder } from '../../storage/runFolder.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import type { Source } from '../../storage/source.ts';
import { newUpload, removeUpload } from '../../storage/uploads.ts';
import { changeRuns, openRun } from '../runs/runCalls.ts';
import { keptTwins, RunFiles, takeOver } from '../runs/takeOver.ts';
import type { ChosenFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { addLessons } from './addLessons.ts';
import { bytesToAdd, recordOf } from './packContents.ts';
import { damagedPack, PackFile } from './packFile.ts';
import { type ListedFile, type ListedRun, type RunFileName, runFileNames } from './packList.ts';

/** Bytes to leave free on the disk. */
const reserve = 2 ** 26;

/** The only run of a file becomes the current one. Throws AppError run_busy, disk_full, model_damaged, what PackFile.open throws, and the
 *  signal's reason. */
export async function openPack(
  session: WorkspaceSession,
  { path, fileName }: ChosenFile,
  signal: AbortSignal | undefined,
): Promise<Unpacked> {
  session.refuseBusy();
  const pack = await PackFile.open(path, fileName);
  try {
    const unpacked = await changeRuns(session, () => new Adding(session, pack, signal).all());
    const [only, ...more] = [...unpacked.added, ...unpacked.known];
    if (only !== undefined && more.length === 0) await openRun(session, only);
    return unpacked;
  } finally {
    session.change({ activity: null });
    await pack.close();
  }
}

/** The one who adds, and what was added so far. */
class Adding {
  /** Ids of uploads by the indices of tables. */
  readonly #tables = new Map<number, string>();
  readonly #uploads: string[] = [];
  readonly #folders: RunFolder[] = [];
  #done = 0;
  #bytes = 0;
  #told = 0;

  constructor(
    private readonly session: WorkspaceSession,
    private readonly pack: PackFile,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async all(): Promise<Unpacked> {
    const twinOf = await keptTwins(this.session.options.home);
    const known: string[] = [];
    const added: [ListedRun, RunRecord][] = [];
    for (const run of this.pack.list.runs) {
      const record = await recordOf(this.pack, run);
      const twin = await twinOf(record);
      if (twin === null) added.push([run, record]);
      else known.push(twin);
    }
    this.#bytes = bytesToAdd(
      this.pack,
      added.map(([run]) => run),
    );
    try {
      for (const [run, record] of added) await this.#add(run, record);
      const lessons = await addLessons(this.session, this.pack, {
        lesson: (listed) => this.#upload(listed),
        table: (index) => this.#table(index),
      });
      return { added: this.#folders.map(({ id }) => id), known, lessons };
    } catch (error) {
      await this.#undo();
      throw error;
    }
  }

  async #add(run: ListedRun, record: RunRecord): Promise<void> {
    const { home } = this.session.options;
    const table = await this.#placeOfTable(run, record);
    const beside = await temporaryFolder();
    try {
      const paths: Partial<Record<RunFileName, string>> = {};
      for (const name of runFileNames) {
        const listed = run.files[name];
        if (listed === undefined) continue;
        const path = join(beside, name);
        await this.pack.extract(listed, path, this.#options());
        paths[name] = path;
      }
      const files = new RunFiles(this.pack.fileName, paths);
      const { id, openedFrom } = record;
      this.#folders.push(await takeOver(files, record, { home, id, table, openedFrom, whole: true }));
    } finally {
      removeTemporaryFolder(beside);
    }
  }

  /** Its tables are unpacked where no run before had them. */
  async #placeOfTable(
    { tables }: ListedRun,
    { dataset }: RunRecord,
  ): Promise<Pick<Source, 'file' | 'files'>> {
    const hashes = dataset.files.length === 0 ? [dataset.hash] : dataset.files.map(({ hash }) => hash);
    if (tables.length > 0 && tables.length !== hashes.length) throw damagedPack(this.pack.fileName, 'list');
    const places: FileRef[] = [];
    for (const [k, hash] of hashes.entries()) {
      const index = tables[k];
      if (index !== undefined && this.pack.list.tables[index]?.hash !== hash)
        throw damagedPack(this.pack.fileName, 'list');
      places.push({ kind: 'upload', id: index === undefined ? '0'.repeat(32) : await this.#table(index) });
    }
    const [first] = places;
    const files = dataset.files.map((file, k) => ({ ...file, file: places[k] ?? file.file }));
    return { file: first ?? dataset.file, files };
  }

  async #table(index: number): Promise<string> {
    const id = this.#tables.get(index) ?? (await this.#upload(this.pack.list.tables[index]!));
    this.#tables.set(index, id);
    return id;
  }

  async #upload(listed: ListedFile & { name: string }): Promise<string> {
    const { id, path } = await newUpload(this.session.options.home, listed.name);
    this.#uploads.push(id);
    await this.#refuseFull(path);
    await this.pack.extract(listed, path, this.#options());
    return id;
  }

  async #refuseFull(path: string): Promise<void> {
    const { bavail, bsize } = await statfs(join(path, '..'));
    if (this.#bytes - this.#done <= bavail * bsize - reserve) return;
    throw new AppError(
      'disk_full',
      `${this.pack.fileName} unpacks to more than there is room for in ${this.session.options.home}: make room on that disk and open the file again.`,
      { path: this.session.options.home },
    );
  }

  #options() {
    const { signal } = this;
    return { signal, onBytes: (bytes: number) => this.#tell(bytes) };
  }

  /** Pages need not hear of each piece. */
  #tell(bytes: number): void {
    this.#done += bytes;
    const fraction = this.#bytes === 0 ? 1 : Math.min(1, this.#done / this.#bytes);
    if (fraction - this.#told < 0.01) return;
    this.#told = fraction;
    this.session.change({ activity: { kind: 'reading', fileName: this.pack.fileName, fraction } });
  }

  async #undo(): Promise<void> {
    for (const { path } of this.#folders) await rm(path, { recursive: true, force: true }).catch(() => {});
    for (const id of this.#uploads) await removeUpload(this.session.options.home, id).catch(() => {});
  }
}
