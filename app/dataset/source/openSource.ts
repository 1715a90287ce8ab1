// From a dropped file to a UTF-8 text on disk: the file itself if it is UTF-8 text, else an unpacked or decoded copy in a private
// folder. This file orders the steps; each step has a file of its own (fileKind.ts, unpack/, ruled/, encodings/).
import { basename, join } from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from '../resources/temporaryFolder.ts';
import { markOf } from './encodings/byteOrderMark.ts';
import { copyDecoded } from './encodings/copyDecoded.ts';
import { DecodingErrors } from './encodings/decodingErrors.ts';
import type { Detected } from './encodings/detectEncoding.ts';
import { findEncoding } from './encodings/findEncoding.ts';
import { beginsAsUtf8 } from './encodings/utf8.ts';
import { headOf, kindOf, notText, type Refused } from './fileKind.ts';
import { type OpenFile, openFile } from './openFile.ts';
import { copyRuled, ruledFormOf } from './ruled/copyRuled.ts';
import type { Dropped, SourceFile, SourceOptions } from './sourceFile.ts';
import { copyHead } from './unpack/copyHead.ts';
import { unpack } from './unpack/unpack.ts';

/** Rejects with AppError file_*, archive_*, unpack_*, csv_unreadable, disk_full or disk_write_failed and then leaves no file behind. */
export async function openSource(path: string, options: SourceOptions = {}): Promise<SourceFile> {
  const file = await openFile(path, options.fileName ?? basename(path));
  const opener = new SourceOpener(options, () => file.handle.close());
  try {
    return await opener.source(file);
  } catch (error) {
    await opener.clear();
    throw error;
  }
}

/** The same source decoded, because the text at `offset` is not UTF-8. Takes ownership of the source. */
export async function decodeSource(
  source: SourceFile,
  offset: number,
  options: SourceOptions,
): Promise<SourceFile> {
  const opener = new SourceOpener(options, source.close);
  try {
    return await opener.decoded(source, await findEncoding(source, offset), source.dropped);
  } catch (error) {
    await opener.clear();
    throw error;
  }
}

/** Opens one source and keeps track of what it has opened and written, to undo that when something fails. */
class SourceOpener {
  private readonly options: SourceOptions;
  private readonly closers: (() => Promise<void>)[];
  private folder: string | null = null;

  constructor(options: SourceOptions, closeFile: () => Promise<void>) {
    this.options = options;
    this.closers = [closeFile];
  }

  async clear(): Promise<void> {
    if (this.folder !== null) removeTemporaryFolder(this.folder);
    for (const close of this.closers.splice(0)) await close().catch(() => {});
  }

  /** The source of a dropped file. */
  async source(file: OpenFile): Promise<SourceFile> {
    const dropped: Dropped = {
      ...file,
      hash: null,
      container: 'text',
      sheets: [],
      encoding: 'utf-8',
      decodingErrors: new DecodingErrors(),
      mixture: null,
      ruled: false,
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
    if (inside && container === 'gzip') throw notText(dropped.fileName, packedTwice);
    const unpacked = await unpack(file, container, await this.pathFor(`${container}-table`), this.options);
    if (unpacked === null) return this.text(file, head, dropped);
    const { path, hash, sheets, settled } = unpacked;
    const unpackedFrom = {
      ...dropped,
      hash: dropped.hash ?? hash,
      sheets,
      container: inside ? 'gzip' : container,
    } as const;
    const text = await this.opened(path, dropped.fileName);
    return settled === null
      ? this.unpacked(text, unpackedFrom)
      : this.result(text, 'utf-8', { ...unpackedFrom, settled });
  }

  private async text(file: OpenFile, head: Buffer, dropped: Dropped): Promise<SourceFile> {
    const { reading = {}, head: most, signal } = this.options;
    const marked = markOf(head);
    const ruled = marked?.startsWith('utf-16') ? null : ruledFormOf(head);
    if (ruled !== null && !dropped.ruled) {
      const path = await this.pathFor('ruled');
      const hash = await copyRuled(file, ruled, path, signal);
      const copy = await this.opened(path, dropped.fileName);
      return this.text(copy, await headOf(copy), { ...dropped, ruled: true, hash: dropped.hash ?? hash });
    }
    const text = most === undefined ? file : await this.headCopy(file, most, head);
    const encoding = reading.encoding ?? marked;
    if (encoding?.startsWith('utf-8') || (encoding === null && beginsAsUtf8(head))) {
      const found = marked === 'utf-8-sig' ? marked : 'utf-8';
      return this.result(text, found, { ...dropped, encoding: found });
    }
    const found = encoding === null ? await findEncoding(text, 0) : { encoding, mixed: false };
    return this.decoded(text, found, dropped);
  }

  /** A UTF-8 copy of a text in another encoding. */
  async decoded(text: OpenFile, found: Detected, dropped: Dropped): Promise<SourceFile> {
    const path = await this.pathFor('decoded');
    const copied = await copyDecoded(text, found, path, this.options);
    const hash = dropped.hash ?? copied.hash;
    const { encoding, mixture, errors: decodingErrors } = copied;
    const file = await this.opened(path, dropped.fileName);
    return this.result(file, 'utf-8', { ...dropped, encoding, mixture, decodingErrors, hash });
  }

  private async headCopy(file: OpenFile, most: number, head: Buffer): Promise<OpenFile> {
    const path = await this.pathFor('head');
    await copyHead(file, most, markOf(head), path);
    return this.opened(path, file.fileName);
  }

  private async pathFor(name: string): Promise<string> {
    this.folder ??= await temporaryFolder();
    return join(this.folder, name);
  }

  private async opened(path: string, fileName: string): Promise<OpenFile> {
    const file = await openFile(path, fileName);
    this.closers.push(() => file.handle.close());
    return file;
  }

  private result(text: OpenFile, encoding: SourceFile['encoding'], dropped: Dropped): SourceFile {
    return { ...text, encoding, dropped, close: () => this.clear() };
  }
}

const packedTwice: Refused = {
  kind: 'nestedArchive',
  name: 'a gzip archive in another one',
  advice: 'Unpack the outer one first.',
};
