// What a Keras model needs of an HDF5 file, read by jsfive: texts that are attributes, and arrays of numbers. The file may come from anyone, and
// jsfive believes what it reads: so no array is read that is larger than the file, and what it copies of the file is counted. A file that
// leads it in circles is ended with the process that reads it.
import { type Dataset, File, type Group } from 'jsfive';
import { Refusal } from '../foreign/stack.ts';

export interface Hdf5Array {
  shape: number[];
  /** Row-major. */
  data: Float64Array;
}

/** Copies may add up to this many times the file: each of its texts is copied a few times, numbers never. */
const copiesPerByte = 4;
const leastCopies = 2 ** 20;

/** The bytes of a file that count what is copied out of them, as do the copies. */
class CountedBytes extends ArrayBuffer {
  #left = { bytes: 0 };

  static of(bytes: Uint8Array): CountedBytes {
    const counted = new CountedBytes(bytes.length);
    new Uint8Array(counted).set(bytes);
    counted.#left.bytes = leastCopies + copiesPerByte * bytes.length;
    return counted;
  }

  override slice(begin = 0, end = this.byteLength): ArrayBuffer {
    const copy = super.slice(begin, end);
    this.#left.bytes -= copy.byteLength;
    if (this.#left.bytes < 0) throw new DamagedHdf5('parts of its HDF5 file stand for many times its size');
    if (copy instanceof CountedBytes) copy.#left = this.#left;
    return copy;
  }
}

/** What is wrong with the file itself, wherever it is noticed. */
export class DamagedHdf5 extends Refusal {}

/** Throws DamagedHdf5 from all its methods. */
export class Hdf5 {
  readonly #root: Group;
  /** Bytes of the arrays that may still be read: all arrays together are part of the file. */
  #left: number;

  constructor(bytes: Uint8Array) {
    this.#left = bytes.length;
    this.#root = reading(() => new File(CountedBytes.of(bytes), ''));
  }

  /** Whether there is a group or an array at `path`, whose parts are names. */
  has(path: readonly string[]): boolean {
    return this.#find(path) !== null;
  }

  /** Names of what is in the group at `path`; none where it is not there. */
  names(path: readonly string[]): string[] {
    const group = this.#group(path);
    return group === null ? [] : reading(() => group.keys);
  }

  /** The attribute of the group at `path`: a text, or a list of texts; null where it is not there. */
  attribute(path: readonly string[], name: string): unknown {
    const group = this.#group(path);
    if (group === null) return null;
    const found = reading(() => group.attrs);
    return Object.hasOwn(found, name) ? found[name] : null;
  }

  /** @param path must be there. */
  array(path: readonly string[]): Hdf5Array {
    const what = `its array "${path.join('/')}"`;
    const found = this.#find(path);
    if (found === null) throw new DamagedHdf5(`${what} is not there`);
    if (!isArray(found)) throw new DamagedHdf5(`${what} is a group`);
    const shape = reading(() => found.shape);
    const type = reading(() => found.dtype);
    const bytes = typeof type === 'string' ? bytesOfFloat.get(type.slice(1)) : undefined;
    if (bytes === undefined) throw new DamagedHdf5(`${what} is not of floating-point numbers`);
    const count = shape.reduce((product, length) => product * length, 1);
    this.#left -= count * bytes;
    if (!(this.#left >= 0))
      throw new DamagedHdf5(`${what} of shape [${shape.join(', ')}] is larger than the file`);
    if (reading(() => found._dataobjects.filter_pipeline) !== null)
      throw new DamagedHdf5(`${what} is compressed`);
    const data = Float64Array.from(reading(() => found.value as ArrayLike<number>));
    if (data.length !== count) throw new DamagedHdf5(`${what} has ${data.length} of ${count} numbers`);
    if (!data.every(Number.isFinite)) throw new DamagedHdf5(`${what} holds a number that is not finite`);
    return { shape, data };
  }

  #group(path: readonly string[]): Group | null {
    const found = this.#find(path);
    return found === null || isArray(found) ? null : found;
  }

  /** Name by name: a link in the file may not lead elsewhere. */
  #find(path: readonly string[]): Group | Dataset | null {
    let at: Group | Dataset | null = this.#root;
    for (const name of path) {
      const group: Group | Dataset | null = at;
      if (group === null || isArray(group) || !reading(() => group.keys).includes(name)) return null;
      at = reading(() => group.get(name));
    }
    return at;
  }
}

const bytesOfFloat: ReadonlyMap<string, number> = new Map([
  ['f2', 2],
  ['f4', 4],
  ['f8', 8],
]);

function isArray(found: Group | Dataset): found is Dataset {
  return 'dtype' in found;
}

/** jsfive throws texts, and whatever comes of bytes that mean nothing. */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DamagedHdf5) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DamagedHdf5(
      `its HDF5 file is damaged or is of a kind that is not read (${reason.slice(0, 100)})`,
    );
  }
}
