// One array as NumPy's .npy file: float32, float64 or uint32, little-endian, row-major. Written from NumPy's description of the format
// (numpy.lib.format). A file may come from anyone: its header is checked against its size before a number is read.
import { damaged } from '../tensors.ts';

export type Numbers = Float32Array | Float64Array | Uint32Array;

export interface NpyArray {
  shape: number[];
  /** Row-major; its length is the product of `shape`. */
  data: Numbers;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const kinds = { '<f4': Float32Array, '<f8': Float64Array, '<u4': Uint32Array } as const;
type Kind = keyof typeof kinds;

/** The numbers begin at a multiple of 64 bytes, as NumPy has it. */
export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  const [kind] = Object.entries(kinds).find(([, Type]) => data instanceof Type)!;
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${kind}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length + data.byteLength);
  bytes.set([...magic, 1, 0, length & 0xff, length >> 8]);
  bytes.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + length);
  return bytes;
}

const header =
  /^\{'descr': ?'([^']{1,8})', ?'fortran_order': ?(True|False), ?'shape': ?\(((?:\d{1,15}, ?)*(?:\d{1,15})?)\),? ?\} *\n$/;

/** A copy of the array in `bytes`. Throws AppError model_damaged; `name` and `path` are for its sentence. */
export function decodeNpy(bytes: Uint8Array, name: string, path: string): NpyArray {
  const refuse = (reason: string) => damaged(path, `array "${name}" ${reason}`);
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) throw refuse('is no NumPy array');
  if (bytes[6] !== 1) throw refuse(`is of NumPy's format ${bytes[6]}; only format 1 is read`);
  const start = 10 + bytes[8]! + bytes[9]! * 256;
  if (start > bytes.length) throw refuse('has a header that is longer than itself');
  const found = header.exec(new TextDecoder('latin1').decode(bytes.subarray(10, start)));
  if (found === null) throw refuse('has a header that cannot be read');
  const [, kind, fortran, sizes] = found;
  if (!isKind(kind!))
    throw refuse(`holds numbers of the kind ${kind}; only float32, float64 and uint32 are read`);
  if (fortran === 'True') throw refuse('stands column by column; only row by row is read');
  const shape = sizes!
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
  if (shape.length > 8) throw refuse('has more than 8 dimensions');
  const count = shape.reduce((product, size) => product * size, 1);
  const Type = kinds[kind];
  if (!Number.isSafeInteger(count) || count * Type.BYTES_PER_ELEMENT !== bytes.length - start)
    throw refuse(`of shape [${shape.join(', ')}] has ${bytes.length - start} bytes of numbers`);
  // A copy is aligned, whatever the place in the file was.
  return { shape, data: new Type(new Uint8Array(bytes.subarray(start)).buffer) };
}

const isKind = (text: string): text is Kind => Object.hasOwn(kinds, text);
