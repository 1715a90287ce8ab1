// The entries of a zip archive that are stored as they are, which is how NumPy, Keras and we write them. A file may come from anyone: sizes and
// places are checked before a byte is read, entries may neither overlap nor share a name, and nothing is unpacked, so that nothing is
// larger than the file. Names are only compared, never used as paths.
import { crc32 } from 'node:zlib';
import { damaged } from '../tensors.ts';

const signatures = { local: 0x04034b50, directory: 0x02014b50, end: 0x06054b50 };
const sizes = { local: 30, directory: 46, end: 22 };
const longestComment = 0xffff;

interface Place {
  name: string;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  local: number;
}

/** The bytes of each entry by its name, views into `bytes`. Throws AppError model_damaged; `path` is for its sentence. */
export function zipEntries(bytes: Uint8Array, path: string): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view, path);
  const [count, length, start] = [
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  if (start + length !== end)
    throw damaged(path, 'the list of its entries does not stand where the archive says');
  const places = directoryOf(bytes, view, { start, end, count }, path);
  const entries = new Map<string, Uint8Array>();
  let free = 0;
  for (const place of places.sort((a, b) => a.local - b.local)) {
    const data = contentOf(bytes, view, place, { free, start }, path);
    free = data.byteOffset - bytes.byteOffset + data.length;
    if (entries.has(place.name)) throw damaged(path, `it has two entries called "${place.name}"`);
    if (crc32(data) !== place.crc) throw damaged(path, `the checksum of "${place.name}" is another one`);
    entries.set(place.name, data);
  }
  return entries;
}

/** Where the record is that ends an archive. */
function endOf(view: DataView, path: string): number {
  const last = view.byteLength - sizes.end;
  for (let at = last; at >= Math.max(0, last - longestComment); at--) {
    if (
      view.getUint32(at, true) !== signatures.end ||
      at + sizes.end + view.getUint16(at + 20, true) !== view.byteLength
    )
      continue;
    if (view.getUint32(at + 4, true) !== 0) throw damaged(path, 'it is one part of a divided archive');
    return at;
  }
  throw damaged(path, 'it is a zip archive that was cut off');
}

function directoryOf(
  bytes: Uint8Array,
  view: DataView,
  { start, end, count }: { start: number; end: number; count: number },
  path: string,
): Place[] {
  const places: Place[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + sizes.directory > end || view.getUint32(at, true) !== signatures.directory)
      throw damaged(path, `entry ${i} of its list cannot be read`);
    const short = (offset: number) => view.getUint16(at + offset, true);
    const long = (offset: number) => view.getUint32(at + offset, true);
    const next = at + sizes.directory + short(28) + short(30) + short(32);
    if (next > end) throw damaged(path, `entry ${i} of its list is longer than the list`);
    const name = nameOf(bytes.subarray(at + sizes.directory, at + sizes.directory + short(28)), path);
    places.push({
      name,
      flags: short(8),
      method: short(10),
      crc: long(16),
      packed: long(20),
      size: long(24),
      local: long(42),
    });
    at = next;
  }
  if (at !== end) throw damaged(path, 'the list of its entries has something behind it');
  return places;
}

function nameOf(bytes: Uint8Array, path: string): string {
  const name = new TextDecoder('latin1').decode(bytes);
  if (/^[\w.-]{1,200}$/.test(name)) return name;
  throw damaged(path, 'the name of one of its entries has other signs than letters, digits and "._-"');
}

/** @param room from the end of the entry before to the list of entries */
function contentOf(
  bytes: Uint8Array,
  view: DataView,
  { name, flags, method, packed, size, local }: Place,
  room: { free: number; start: number },
  path: string,
): Uint8Array {
  if ((flags & 1) !== 0) throw damaged(path, `"${name}" is encrypted`);
  if (method !== 0 || packed !== size)
    throw damaged(path, `"${name}" is compressed; only stored entries are read`);
  const fits = local >= room.free && local + sizes.local <= room.start;
  if (!fits || view.getUint32(local, true) !== signatures.local)
    throw damaged(path, `"${name}" does not stand where the archive says`);
  const written = view.getUint16(local + 26, true);
  const from = local + sizes.local + written + view.getUint16(local + 28, true);
  if (from + size > room.start) throw damaged(path, `"${name}" is longer than the archive`);
  const here = new TextDecoder('latin1').decode(
    bytes.subarray(local + sizes.local, local + sizes.local + written),
  );
  if (here !== name) throw damaged(path, `"${name}" has another name at its place`);
  return bytes.subarray(from, from + size);
}
