// From a dropped file to a UTF-8 text on disk that the scan, DuckDB and windows of rows can read: the file itself where it is
// one, else a copy in a private folder that was unpacked or decoded from it. Which one it is shows only here.
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';
import type { Container, Encoding, Reading } from '../../contract/table/reading.ts';
import { temporaryFolder } from '../cells/cellDatabase.ts';
import { markOf } from './encodings/byteOrderMark.ts';
import { copyDecoded } from './encodings/copyDecoded.ts';
import { Misfits } from './encodings/decodingErrors.ts';
import { findEncoding } from './encodings/findEncoding.ts';
import { beginsAsUtf8 } from './encodings/utf8.ts';
import { headOf, kindOf, type Refused } from './fileKind.ts';
import { type OpenFile, openFile } from './openFile.ts';
import { copyHead } from './unpack/copyHead.ts';
import { unpack } from './unpack/unpack.ts';

/** What the layout is found from. */
export const firstPieceBytes = 2 ** 20;
/** A piece takes a millisecond or two; what waits for the disk or DuckDB gets its turn in between. */
export const pieceBytes = 2 ** 19;

/** The file as it was dropped. */
export interface Dropped extends OpenFile {
  /** SHA-256, hex; null while the text is the file itself, whose hash the scan takes. */
  hash: string | null;
  container: Container;
  /** Of a workbook, in its order; else empty. */
  sheets: string[];
  /** What its text is in. */
  encoding: Encoding;
  /** Bytes that are no text in that encoding. */
  misfits: Misfits;
  /** How the text that was made of it is cut, where nothing is to be detected. */
  settled: Reading;
}

/** The text to read: UTF-8, at most with a mark. Bytes that are not UTF-8 may still turn up in it (NotUtf8). */
export interface SourceFile extends OpenFile {
  encoding: 'utf-8' | 'utf-8-sig';
  dropped: Dropped;
  /** Closes and removes what was opened and made for it. */
  close(): Promise<void>;
}

export interface SourceOptions {
  /** The name to show, where the path is one of ours. */
  fileName?: string;
  reading?: Reading;
  /** Only so many bytes of its text, to whole lines. */
  head?: number;
  signal?: AbortSignal | undefined;
  /** 0..1 of unpacking and decoding. */
  onFraction?: ((fraction: number) => void) | undefined;
}

/** Rejects with AppError file_*, archive_*, csv_unreadable, disk_full or disk_write_failed; then nothing is left behind. */
export async function openSource(path: string, options: SourceOptions = {}): Promise<SourceFile> {
  const file = await openFile(path, options.fileName ?? basename(path));
  const making = new Making(options, () => file.handle.close());
  try {
    return await making.source(file);
  } catch (error) {
    await making.clear();
    throw error;
  }
}

/** The same source decoded, since from `offset` on it is not UTF-8. Takes the source over. */
export async function decodeSource(
  source: SourceFile,
  offset: number,
  options: SourceOptions,
): Promise<SourceFile> {
  const making = new Making(options, source.close);
  try {
    return await making.decoded(source, await findEncoding(source, offset), source.dropped);
  } catch (error) {
    await making.clear();
    throw error;
  }
}

/** One attempt: what it has opened and made, to be taken back when it fails. */
class Making {
  private readonly options: SourceOptions;
  private readonly open: (() => Promise<void>)[];
  private folder: string | null = null;

  constructor(options: SourceOptions, closeFile: () => Promise<void>) {
    this.options = options;
    this.open = [closeFile];
  }

  async clear(): Promise<void> {
    // At once, so that whoever closes a table leaves nothing behind.
    if (this.folder !== null) rmSync(this.folder, { recursive: true, force: true });
    for (const close of this.open.splice(0)) await close().catch(() => {});
  }

  /** From the file as it was dropped. */
  async source(file: OpenFile): Promise<SourceFile> {
    const dropped: Dropped = {
      ...file,
      hash: null,
      container: 'text',
      sheets: [],
      encoding: 'utf-8',
      misfits: new Misfits(),
      settled: {},
    };
    return this.unpacked(file, dropped);
  }

  private async unpacked(file: OpenFile, dropped: Dropped): Promise<SourceFile> {
    const head = await headOf(file);
    const kind = kindOf(head, markOf(head));
    if ('refused' in kind) throw notText(dropped.fileName, kind.refused);
    const { container } = kind;
    if (container === 'text') return this.text(file, head, dropped);
    const inside = dropped.container === 'gzip';
    if (inside && container === 'gzip') throw notText(dropped.fileName, twice);
    const unpacked = await unpack(file, container, await this.place(`${container}-table`), this.options);
    if (unpacked === null) return this.text(file, head, dropped);
    const { path, hash, sheets, settled } = unpacked;
    const made = {
      ...dropped,
      hash: dropped.hash ?? hash,
      sheets,
      container: inside ? 'gzip' : container,
    } as const;
    const text = await this.opened(path, dropped.fileName);
    return settled === null ? this.unpacked(text, made) : this.told(text, 'utf-8', { ...made, settled });
  }

  private async text(file: OpenFile, head: Buffer, dropped: Dropped): Promise<SourceFile> {
    const { reading = {}, head: most } = this.options;
    const text = most === undefined ? file : await this.headCopy(file, most, head);
    const marked = markOf(head);
    const encoding = reading.encoding ?? marked;
    if (encoding?.startsWith('utf-8') || (encoding === null && beginsAsUtf8(head))) {
      const found = marked === 'utf-8-sig' ? marked : 'utf-8';
      return this.told(text, found, { ...dropped, encoding: found });
    }
    return this.decoded(text, encoding ?? (await findEncoding(text, 0)), dropped);
  }

  /** The text in UTF-8, from what is not. */
  async decoded(text: OpenFile, encoding: Encoding, dropped: Dropped): Promise<SourceFile> {
    const path = await this.place('decoded');
    const copied = await copyDecoded(text, encoding, path, this.options);
    const hash = dropped.hash ?? copied.hash;
    const { encoding: named, misfits } = copied;
    const file = await this.opened(path, dropped.fileName);
    return this.told(file, 'utf-8', { ...dropped, encoding: named, misfits, hash });
  }

  private async headCopy(file: OpenFile, most: number, head: Buffer): Promise<OpenFile> {
    const path = await this.place('head');
    await copyHead(file, most, markOf(head), path);
    return this.opened(path, file.fileName);
  }

  private async place(name: string): Promise<string> {
    this.folder ??= await temporaryFolder();
    return join(this.folder, name);
  }

  private async opened(path: string, fileName: string): Promise<OpenFile> {
    const file = await openFile(path, fileName);
    this.open.push(() => file.handle.close());
    return file;
  }

  private told(text: OpenFile, encoding: SourceFile['encoding'], dropped: Dropped): SourceFile {
    return { ...text, encoding, dropped, close: () => this.clear() };
  }
}

const twice: Refused = { name: 'a gzip archive in another one', advice: 'Unpack the outer one first.' };

function notText(file: string, { name, advice }: Refused): AppError {
  const sentence = `${file} is not a text table but ${name}. ${advice}`;
  return new AppError('file_not_text', sentence, { file, kind: name });
}
