// The directory at the end of a zip archive, and its entries as streams. An entry that unpacks to more than the directory says,
// or to far more than a table would, is refused while unpacking. Written by hand: the usual library, yauzl (3.4), would save
// only a third of these lines, since sizes, the limits of archiveBomb.ts and the sentences would remain ours. Its errors are
// English messages that we would have to match, and it refuses an archive with bytes after its end, which is opened here. It
// does read zip64, which is refused here as an incomplete archive.
import { createInflateRaw } from 'node:zlib';
import { AppError } from '../../../contract/issues/errors.ts';
import type { OpenFile } from '../openFile.ts';
import { archiveBomb, unpacksTooFar } from './archiveBomb.ts';
import { waitForDrain } from './waitForDrain.ts';

/** What the directory says about an entry; sizes in bytes. */
export interface Entry {
  /** 0: stored, 8: deflated. */
  method: number;
  packed: number;
  unpacked: number;
  /** Offset of its local header. */
  offset: number;
  encrypted: boolean;
  /** Whether it says that it is a symbolic link. */
  link: boolean;
}

const localHeader = 0x04034b50;
const endRecord = 0x06054b50;
const endBytes = 22;
/** A comment of up to this many bytes may follow the end record. */
const commentBytes = 0xffff;
const directoryLimit = 64 * 2 ** 20;
const readBytes = 2 ** 17;

export class ZipDirectory {
  readonly names: string[];
  /** A name that several entries have; of those the last one counts. */
  readonly repeated: string | null;
  private readonly file: OpenFile;
  private readonly entries: Map<string, Entry>;

  private constructor(file: OpenFile, { entries, repeated }: Listed) {
    this.file = file;
    this.entries = entries;
    this.names = [...entries.keys()];
    this.repeated = repeated;
  }

  /** null if there is no directory: the archive is incomplete, or larger than 4 GiB. */
  static async read(file: OpenFile): Promise<ZipDirectory | null> {
    const tailBytes = Math.min(file.bytes, endBytes + commentBytes);
    const tail = await bytesOf(file, file.bytes - tailBytes, tailBytes);
    for (let at = tail.length - endBytes; at >= 0; at--) {
      if (tail.readUInt32LE(at) !== endRecord) continue;
      const size = tail.readUInt32LE(at + 12);
      const offset = tail.readUInt32LE(at + 16);
      if (size > directoryLimit || offset + size > file.bytes) return null;
      return new ZipDirectory(file, entriesOf(await bytesOf(file, offset, size)));
    }
    return null;
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  get(name: string): Readonly<Entry> | undefined {
    return this.entries.get(name);
  }

  /** The unpacked bytes of an entry; `onFraction` is told how much of it was unpacked, 0..1. Throws AppError archive_damaged and
   *  archive_bomb. */
  async *stream(name: string, onFraction?: (fraction: number) => void): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw damagedArchive(this.file.fileName, `${name} is not in it`);
    const { fileName } = this.file;
    let unpacked = 0;
    try {
      for await (const piece of entry.method === 0 ? this.packed(entry) : this.inflated(entry)) {
        unpacked += piece.length;
        if (unpacked > entry.unpacked)
          throw damagedArchive(fileName, `${name} is larger than its directory says`);
        if (unpacksTooFar(unpacked, entry.packed)) throw archiveBomb(this.file, unpacked, entry.packed);
        onFraction?.(unpacked / entry.unpacked);
        yield piece;
      }
    } catch (error) {
      if (error instanceof AppError || !(error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw error;
      throw damagedArchive(fileName, `${name} cannot be unpacked`);
    }
    if (unpacked < entry.unpacked)
      throw damagedArchive(fileName, `${name} is smaller than its directory says`);
  }

  private async *inflated(entry: Entry): AsyncGenerator<Buffer> {
    if (entry.method !== 8) throw damagedArchive(this.file.fileName, 'it is packed in an unusual way');
    const inflate = createInflateRaw();
    const feeding = (async () => {
      for await (const piece of this.packed(entry)) {
        if (inflate.destroyed) return;
        if (!inflate.write(Buffer.from(piece))) await waitForDrain(inflate);
      }
      inflate.end();
    })();
    feeding.catch((error: Error) => inflate.destroy(error));
    try {
      yield* inflate as AsyncIterable<Buffer>;
    } finally {
      inflate.destroy();
      await feeding.catch(() => {});
    }
  }

  private async *packed({ offset, packed }: Entry): AsyncGenerator<Buffer> {
    const header = await bytesOf(this.file, offset, 30);
    if (header.readUInt32LE(0) !== localHeader)
      throw damagedArchive(this.file.fileName, 'its directory leads to no entry');
    const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    for (let at = start; at < start + packed; at += readBytes) {
      yield await bytesOf(this.file, at, Math.min(readBytes, start + packed - at));
    }
  }
}

async function bytesOf({ handle, fileName }: OpenFile, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  if (bytesRead < length) throw damagedArchive(fileName, 'it breaks off before its end');
  return buffer;
}

interface Listed {
  entries: Map<string, Entry>;
  repeated: string | null;
}

/** File type of Unix in the upper half of an entry's attributes, and its value for a link. */
const typeMask = 0o170000;
const linkType = 0o120000;

function entriesOf(directory: Buffer): Listed {
  const entries = new Map<string, Entry>();
  let repeated: string | null = null;
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const nameBytes = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes).replaceAll('\\', '/');
    if (entries.has(name)) repeated = name;
    entries.set(name, {
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      link: ((directory.readUInt32LE(at + 38) >>> 16) & typeMask) === linkType,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return { entries, repeated };
}

export function damagedArchive(file: string, reason: string, cause?: unknown): AppError {
  const sentence = `${file} cannot be unpacked: ${reason}. Download or pack it again.`;
  return new AppError('archive_damaged', sentence, { file, reason }, { cause });
}
