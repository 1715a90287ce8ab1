// The safetensors container: 8 bytes header length (little-endian), a JSON header with each tensor's type, shape and
// offsets, then the numbers. Float32 and float64 only. Written from the format's public description
// (https://huggingface.co/docs/safetensors); what a model means is in safetensors.ts and checkpoint.ts.
// A file may come from anyone, so the header is checked against the file's size before it is used.
import { z } from 'zod';
import { AppError } from '../contract/issues/errors.ts';
import type { Floats } from '../contract/model.ts';
import { parseStrictly } from './strictJson.ts';

export interface Tensor {
  name: string;
  shape: number[];
  /** Row-major; its length is the product of `shape`. */
  data: Floats;
}

/** The reference implementation's limit: a header is a list of names, not data. */
const longestHeader = 100_000_000;
const lengthBytes = 8;
const types = { F32: Float32Array, F64: Float64Array } as const;
type TensorType = keyof typeof types;

/** Bytes of a file that holds `tensors` in this order. Names are unique and not `__metadata__`. */
export function encodeTensors(tensors: readonly Tensor[], metadata: Record<string, string>): Uint8Array {
  const entries: [string, unknown][] = [['__metadata__', metadata]];
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    const end = offset + data.byteLength;
    entries.push([
      name,
      { dtype: data instanceof Float64Array ? 'F64' : 'F32', shape, data_offsets: [offset, end] },
    ]);
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // Padded with spaces to a multiple of 8, so that readers that map the file into memory find aligned numbers.
  const header = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(lengthBytes + header + offset).fill(0x20, lengthBytes, lengthBytes + header);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header), true);
  bytes.set(json, lengthBytes);
  let at = lengthBytes + header;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

const size = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const entrySchema = z.strictObject({
  dtype: z.enum(['F32', 'F64'], 'only float32 (F32) and float64 (F64) tensors can be read'),
  shape: z.array(size).max(8),
  data_offsets: z.tuple([size, size]),
});
const metadataSchema = z.record(z.string(), z.string());

/**
 * The tensors in the order of their bytes, each a copy, and the metadata. `path` is for the sentence only. Throws AppError
 * model_damaged when the header is not one, or tensors overlap, leave gaps or do not fill the file exactly.
 */
export function decodeTensors(
  bytes: Uint8Array,
  path: string,
): { tensors: Tensor[]; metadata: Record<string, string> } {
  const { header, start } = readHeader(bytes, path);
  let metadata: Record<string, string> = {};
  const found: { name: string; type: TensorType; shape: number[]; begin: number; end: number }[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      metadata = parsed(metadataSchema, value, path, 'its metadata');
      continue;
    }
    const entry = parsed(entrySchema, value, path, `tensor "${name}"`);
    const [begin, end] = entry.data_offsets;
    found.push({ name, type: entry.dtype, shape: entry.shape, begin, end });
  }
  found.sort((a, b) => a.begin - b.begin || a.end - b.end);
  const held = bytes.length - start;
  let expected = 0;
  const tensors = found.map(({ name, type, shape, begin, end }) => {
    const needed = byteCount(type, shape);
    if (begin !== expected || end - begin !== needed || end > held) {
      throw damaged(
        path,
        `tensor "${name}" of shape [${shape.join(', ')}] stands at bytes ${begin} to ${end} of ${held}`,
      );
    }
    expected = end;
    return { name, shape, data: floats(type, bytes.subarray(start + begin, start + end)) };
  });
  if (expected !== held) {
    throw damaged(path, `it holds ${held} bytes of numbers; its header says ${expected}`);
  }
  return { tensors, metadata };
}

/** The error of every reader of a model file: the file is damaged. `reason` is a clause. */
export function damaged(path: string, reason: string, cause?: unknown): AppError {
  return new AppError(
    'model_damaged',
    `${path} is not a usable model file: ${reason}.`,
    { path, reason },
    { cause },
  );
}

/** The clause of an error that says why a text is not read. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `value` checked by `schema`; throws model_damaged with the first problem of `what`. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown, path: string, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  throw damaged(path, `${what} cannot be read${where}: ${issue?.message ?? 'unknown'}`, result.error);
}

function readHeader(bytes: Uint8Array, path: string): { header: Record<string, unknown>; start: number } {
  if (bytes.length < lengthBytes) throw damaged(path, `it has ${bytes.length} bytes, fewer than a header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(bytes.length - lengthBytes))
    throw damaged(path, 'its header is longer than the file; it is not a safetensors file, or was cut off');
  if (length > BigInt(longestHeader))
    throw damaged(path, `its header has ${length} bytes; at most ${longestHeader} are allowed`);
  const start = lengthBytes + Number(length);
  try {
    // A byte order mark is no JSON: without `ignoreBOM` it would be left out.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const header = parseStrictly(decoder.decode(bytes.subarray(lengthBytes, start)));
    if (
      typeof header === 'object' &&
      header !== null &&
      !Array.isArray(header) &&
      bytes[lengthBytes] === 0x7b
    )
      return { header: header as Record<string, unknown>, start };
  } catch (error) {
    throw damaged(path, `its header is not JSON that can be read: ${reasonOf(error)}`, error);
  }
  throw damaged(path, 'its header is not a JSON object');
}

/** NaN (which equals no offset) if the product is too large for a double to be exact. */
function byteCount(type: TensorType, shape: number[]): number {
  let count: number = types[type].BYTES_PER_ELEMENT;
  for (const length of shape) {
    count *= length;
    // Checked at each step: a later 0 would hide it.
    if (!Number.isSafeInteger(count)) return Number.NaN;
  }
  return count;
}

/** A copy, since the bytes may be unaligned and these arrays need a multiple of 4 or 8. */
function floats(type: TensorType, bytes: Uint8Array): Floats {
  const data = new types[type](bytes.length / types[type].BYTES_PER_ELEMENT);
  new Uint8Array(data.buffer).set(bytes);
  return data;
}
