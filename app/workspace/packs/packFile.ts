// Reads packed runs, as strictly as anything from a stranger: before a byte of an entry is unpacked, the zip's directory and the list of
// contents agree about every name and size, and all of it fits into what the file can hold. Bytes are checked by their hash.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { AppError } from '../../contract/issues/errors.ts';
import { packEnding } from '../../contract/table/fileEndings.ts';
import { type OpenFile, openFile } from '../../dataset/source/openFile.ts';
import { freeBytes, ratioLimit, unpacksTooFar } from '../../dataset/source/unpack/archiveBomb.ts';
import { type Entry, ZipDirectory } from '../../dataset/source/unpack/zipDirectory.ts';
import { largestLesson } from '../../lesson/largestLesson.ts';
import { writeFailure } from '../../storage/atomic.ts';
import { privateFile } from '../../storage/privacy.ts';
import {
  filesOfList,
  type ListedFile,
  lessonsEntry,
  listEntry,
  mostOfList,
  mostOfProgress,
  newerListSchema,
  type PackList,
  packListSchema,
  packVersion,
  runFileNames,
  runFiles,
} from './packList.ts';

type Why =
  | 'incomplete'
  | 'tooLarge'
  | 'crowded'
  | 'repeated'
  | 'encrypted'
  | 'link'
  | 'overlapping'
  | 'bomb'
  | 'list'
  | 'stranger'
  | 'lacking'
  | 'content'
  | 'run';

/** Eight files of each of the most runs, and tables. */
const mostEntries = 100_000;
/** A size that only the extension for larger archives says. */
const inExtension = 0xffffffff;
const headBytes = 4;
const zipHead = 'PK\u0003\u0004';

/** Whether a file is one of packed runs. A damaged one is told by its ending: opening it says what is wrong. */
export async function isPack(path: string): Promise<boolean> {
  if (path.toLowerCase().endsWith(`.${packEnding}`)) return true;
  const file = await openFile(path, path).catch(() => null);
  if (file === null) return false;
  try {
    const { buffer } = await file.handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    if (buffer.toString('latin1') !== zipHead) return false;
    return (await ZipDirectory.read(file))?.has(listEntry) === true;
  } catch {
    return false;
  } finally {
    await file.handle.close();
  }
}

export class PackFile {
  private constructor(
    readonly list: PackList,
    readonly fileName: string,
    private readonly file: OpenFile,
    private readonly zip: ZipDirectory,
  ) {}

  /** The caller must close it. Throws AppError pack_needed, pack_damaged, model_version_newer, and what opening a file throws. */
  static async open(path: string, fileName: string): Promise<PackFile> {
    const file = await openFile(path, fileName);
    try {
      const zip = await ZipDirectory.read(file).catch(() => null);
      if (zip === null) throw damagedPack(fileName, 'incomplete');
      if (!zip.has(listEntry)) throw notPacked(fileName);
      checkDirectory(file, zip);
      const list = await readList(file, zip);
      checkList(fileName, zip, list);
      return new PackFile(list, fileName, file, zip);
    } catch (error) {
      await file.handle.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.file.handle.close();
  }

  /** The bytes of an entry. Throws AppError pack_damaged at the latest at its end: what was given until then must not be kept. */
  async *bytes({ entry, hash }: ListedFile, signal?: AbortSignal): AsyncGenerator<Buffer> {
    const found = createHash('sha256');
    try {
      for await (const piece of this.zip.stream(entry)) {
        signal?.throwIfAborted();
        found.update(piece);
        yield piece;
      }
    } catch (error) {
      if (error instanceof AppError && error.code === 'archive_damaged')
        throw damagedPack(this.fileName, 'content', entry);
      throw error;
    }
    if (found.digest('hex') !== hash) throw damagedPack(this.fileName, 'content', entry);
  }

  /** For small entries: all of it in memory. */
  async text(listed: ListedFile): Promise<string> {
    const pieces: Buffer[] = [];
    for await (const piece of this.bytes(listed)) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  }

  /** Writes an entry to the new file `path`, which is ours to name. Throws AppError pack_damaged, disk_full, disk_write_failed. */
  async extract(
    listed: ListedFile,
    path: string,
    { signal, onBytes }: { signal?: AbortSignal | undefined; onBytes?: (bytes: number) => void } = {},
  ): Promise<void> {
    const failed = (error: unknown): never => {
      throw writeFailure(path, error);
    };
    const handle = await open(path, 'wx', privateFile).catch(failed);
    try {
      for await (const piece of this.bytes(listed, signal)) {
        await handle.writeFile(piece).catch(failed);
        onBytes?.(piece.length);
      }
      await handle.sync().catch(failed);
    } finally {
      await handle.close();
    }
  }
}

/** Everything that can be told without unpacking. */
function checkDirectory(file: OpenFile, zip: ZipDirectory): void {
  const { fileName } = file;
  if (zip.names.length > mostEntries) throw damagedPack(fileName, 'crowded');
  if (zip.repeated !== null) throw damagedPack(fileName, 'repeated', zip.repeated);
  let packed = 0;
  let unpacked = 0;
  for (const name of zip.names) {
    const entry = zip.get(name) as Entry;
    if (entry.packed === inExtension || entry.unpacked === inExtension)
      throw damagedPack(fileName, 'tooLarge', name);
    if (entry.encrypted) throw damagedPack(fileName, 'encrypted', name);
    if (entry.link) throw damagedPack(fileName, 'link', name);
    if (unpacksTooFar(entry.unpacked, entry.packed)) throw damagedPack(fileName, 'bomb', name);
    packed += entry.packed;
    unpacked += entry.unpacked;
  }
  // Entries that share bytes could unpack to far more than the file holds.
  if (packed > file.bytes) throw damagedPack(fileName, 'overlapping');
  if (unpacked > freeBytes && unpacked / file.bytes > ratioLimit) throw damagedPack(fileName, 'bomb');
}

async function readList(file: OpenFile, zip: ZipDirectory): Promise<PackList> {
  const { fileName, path } = file;
  if ((zip.get(listEntry)?.unpacked ?? 0) > mostOfList) throw damagedPack(fileName, 'list', listEntry);
  let value: unknown;
  try {
    const pieces: Buffer[] = [];
    for await (const piece of zip.stream(listEntry)) pieces.push(piece);
    value = JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw damagedPack(fileName, 'list', listEntry);
  }
  const newer = newerListSchema.safeParse(value).data?.formatVersion;
  if (newer !== undefined)
    throw new AppError(
      'model_version_newer',
      `${fileName} was packed by a newer Chainrule (format ${newer}; this one reads up to ${packVersion}): update Chainrule to open it.`,
      { path, found: newer, supported: packVersion },
    );
  const list = packListSchema.safeParse(value);
  if (!list.success) throw damagedPack(fileName, 'list', listEntry);
  return list.data;
}

/** The list and the zip name the same entries, each once and with the same size. */
function checkList(fileName: string, zip: ZipDirectory, list: PackList): void {
  for (const { files } of list.runs)
    for (const name of runFileNames)
      if ((files[name]?.bytes ?? 0) > runFiles[name])
        throw damagedPack(fileName, 'list', files[name]?.entry ?? '');
  if ((list.lessons?.progress.bytes ?? 0) > mostOfProgress) throw damagedPack(fileName, 'list', lessonsEntry);
  const long = list.lessons?.files.find(({ bytes }) => bytes > largestLesson);
  if (long !== undefined) throw damagedPack(fileName, 'list', long.entry);
  const listed = filesOfList(list);
  const named = new Set([listEntry]);
  for (const { entry, bytes } of listed) {
    if (named.has(entry)) throw damagedPack(fileName, 'repeated', entry);
    named.add(entry);
    const found = zip.get(entry);
    if (found === undefined) throw damagedPack(fileName, 'lacking', entry);
    if (found.unpacked !== bytes) throw damagedPack(fileName, 'content', entry);
  }
  // Some programs write an entry for each folder.
  const stranger = zip.names.find((name) => !named.has(name) && !name.endsWith('/'));
  if (stranger !== undefined) throw damagedPack(fileName, 'stranger', stranger);
}

/** `entry` names the part of the file. */
const reasons: Record<Why, (entry: string) => string> = {
  incomplete: () => 'it is incomplete',
  tooLarge: () => 'it is larger than 4 GiB',
  crowded: () => 'it has more entries than packed runs could have',
  repeated: (entry) => `it has ${entry} twice`,
  encrypted: (entry) => `${entry} is encrypted`,
  link: (entry) => `${entry} is a link`,
  overlapping: () => 'its entries overlap',
  bomb: () => 'it unpacks to far more than runs and tables would',
  list: () => 'its list of contents cannot be read',
  stranger: (entry) => `it has ${entry}, which its list of contents does not name`,
  lacking: (entry) => `it lacks ${entry}, which its list of contents names`,
  content: (entry) => `${entry} is not what was packed`,
  run: (entry) => `${entry} is not a file of a run`,
};

/** Longest part of a name in a sentence. */
const shown = 80;

export function damagedPack(file: string, why: Why, entry = ''): AppError {
  const short = entry.length > shown ? `${entry.slice(0, shown)}…` : entry;
  const sentence = `${file} cannot be opened: ${reasons[why](short)}. Ask for the file again, or pack it again.`;
  return new AppError('pack_damaged', sentence, { file, why, entry: short });
}

function notPacked(file: string): AppError {
  return new AppError(
    'pack_needed',
    `${file} holds no packed runs: "chainrule pack" and "Save as one file" write such files.`,
    { file },
  );
}
