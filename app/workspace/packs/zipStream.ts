// Writes a zip as a stream: entries come one after the other, and only a piece of one is in memory. Sizes and checksums follow each entry
// (data descriptors), so nothing is read twice. Written by hand: a library (yazl) would save some 60 of these lines, and cannot keep an entry
// below the ratio at which our own reader takes it for a bomb. Without the extension for archives of 4 GiB and more.
import { constants, crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import { AppError } from '../../contract/issues/errors.ts';
import { waitForDrain } from '../../dataset/source/unpack/waitForDrain.ts';

export interface ZipEntry {
  /** With `/` between its parts. */
  name: string;
  /** Whether it is deflated; what is packed already is stored. */
  deflated: boolean;
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Sizes and offsets have 32 bits; the largest value means "see the extension". */
const sizeLimit = 0xffffffff - 1;
/** Names are UTF-8, sizes follow the bytes. */
const flags = 0x0808;
const version = 20;
/** The same bytes for the same content: the first date that a zip can hold, 1980-01-01. */
const date = 0x21;
/** A regular file that its owner may read and write, as Unix writes it. */
const attributes = 0o100600 * 0x10000;
const madeByUnix = 3 << 8;

/** Throws AppError pack_too_large, and what an entry's pieces throw. */
export async function* zipStream(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array, void> {
  const directory: Buffer[] = [];
  let at = 0;
  const sent = <Bytes extends Uint8Array>(bytes: Bytes): Bytes => {
    at += bytes.length;
    if (at > sizeLimit) throw tooLarge();
    return bytes;
  };
  for await (const { name, deflated, pieces } of entries) {
    const offset = at;
    const method = deflated ? 8 : 0;
    const counted = new Counted(pieces);
    yield sent(localHeader(name, method));
    const begin = at;
    for await (const piece of deflated ? deflate(counted, () => at - begin) : counted) yield sent(piece);
    if (counted.bytes > sizeLimit) throw tooLarge();
    const sizes = [counted.crc, at - begin, counted.bytes];
    yield sent(numbers([4, 0x08074b50], ...sizes.map((size): Field => [4, size])));
    directory.push(directoryEntry(name, { method, sizes, offset }));
  }
  const start = at;
  for (const entry of directory) yield sent(entry);
  yield sent(endRecord(directory.length, at - start, start));
}

/** Counts and checks bytes on their way. */
class Counted implements AsyncIterable<Uint8Array> {
  bytes = 0;
  crc = 0;

  constructor(private readonly pieces: ZipEntry['pieces']) {}

  async *[Symbol.asyncIterator]() {
    for await (const piece of this.pieces) {
      this.bytes += piece.length;
      this.crc = crc32(piece, this.crc);
      yield piece;
    }
  }
}

/** Constant content deflates to a thousandth, which no reader would trust: beyond `mostRatio` it is stored for a while. */
const mostRatio = 100;
const freely = 2 ** 24;

async function* deflate(pieces: Counted, written: () => number): AsyncGenerator<Buffer> {
  const stream = createDeflateRaw();
  let level: number = constants.Z_DEFAULT_COMPRESSION;
  const feeding = (async () => {
    for await (const piece of pieces) {
      if (stream.destroyed) return;
      const tooFar = pieces.bytes > freely && pieces.bytes > mostRatio * written();
      const wanted = tooFar ? constants.Z_NO_COMPRESSION : constants.Z_DEFAULT_COMPRESSION;
      if (wanted !== level) {
        await setLevel(stream, wanted);
        level = wanted;
      }
      if (!stream.write(piece)) await waitForDrain(stream);
    }
    stream.end();
  })();
  feeding.catch((error: Error) => stream.destroy(error));
  try {
    yield* stream as AsyncIterable<Buffer>;
  } finally {
    stream.destroy();
    await feeding.catch(() => {});
  }
}

/** Resolves when what was written before is deflated, or the stream is gone. */
function setLevel(stream: DeflateRaw, level: number): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve);
    stream.params(level, constants.Z_DEFAULT_STRATEGY, () => {
      stream.off('close', resolve);
      resolve();
    });
  });
}

type Field = [bytes: 2 | 4, value: number];

function numbers(...fields: Field[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}

function localHeader(name: string, method: number): Buffer {
  const encoded = Buffer.from(name);
  const fixed = numbers(
    ...([
      [4, 0x04034b50],
      [2, version],
      [2, flags],
      [2, method],
    ] as Field[]),
    ...([
      [2, 0],
      [2, date],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, encoded.length],
      [2, 0],
    ] as Field[]),
  );
  return Buffer.concat([fixed, encoded]);
}

interface Written {
  method: number;
  /** Checksum, packed and unpacked bytes. */
  sizes: number[];
  offset: number;
}

function directoryEntry(name: string, { method, sizes, offset }: Written): Buffer {
  const encoded = Buffer.from(name);
  const fixed = numbers(
    ...([
      [4, 0x02014b50],
      [2, madeByUnix | version],
      [2, version],
      [2, flags],
      [2, method],
    ] as Field[]),
    ...([[2, 0], [2, date], ...sizes.map((size): Field => [4, size]), [2, encoded.length]] as Field[]),
    ...([
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, attributes],
      [4, offset],
    ] as Field[]),
  );
  return Buffer.concat([fixed, encoded]);
}

function endRecord(count: number, size: number, start: number): Buffer {
  if (count > 0xfffe) throw tooLarge();
  return numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, start], [2, 0]);
}

function tooLarge(): AppError {
  const limit = 4 * 2 ** 30;
  return new AppError(
    'pack_too_large',
    'One file holds less than 4 GiB and 65,535 entries: pack single runs, or clear some first.',
    { limit },
  );
}
