// HDF5 files of Keras that are changed so that their reader would take what is not there, hold much, or go on for ever. Offsets are those of HDF5's
// format (superblock 0, groups as B-trees of version 1).
import { Hdf5 } from '../../../../app/export/keras/hdf5.ts';
import { bytesOf } from './kerasFiles.ts';

const file = 'keras2.h5';
const kernel = ['model_weights', 'hidden', 'hidden', 'kernel:0'];

const long = (...values: number[]) => {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [k, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * k);
  return bytes;
};

/** `bytes` with another text of the same length wherever `from` stands; there is one. */
function replaced(bytes: Buffer, from: Buffer, to: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  let at = changed.indexOf(from);
  if (at < 0) throw new Error('What is to be changed is not in the file.');
  for (; at >= 0; at = changed.indexOf(from, at + from.length)) to.copy(changed, at);
  return changed;
}

export function largerArray(): Buffer {
  return replaced(Buffer.from(bytesOf(file)), long(4, 5), long(1e6, 1e6));
}

export function notFinite(): Buffer {
  const bytes = Buffer.from(bytesOf(file));
  const float = (value: number) => Buffer.from(Float32Array.of(value).buffer);
  return replaced(bytes, float(new Hdf5(bytes).array(kernel).data[3]!), float(Number.NaN));
}

/** Of each group the names are said to be all the rest of the file. */
export function heldManyTimes(): Buffer {
  const bytes = Buffer.concat([bytesOf(file), Buffer.alloc(2 ** 21)]);
  for (let at = bytes.indexOf('HEAP'); at >= 0; at = bytes.indexOf('HEAP', at + 4))
    long(bytes.length).copy(bytes, at + 8);
  return bytes;
}

/** 65,535 times the same branch, which has 65,535 leaves. */
export function endlessTree(): Buffer {
  const most = 65_535;
  const bytes = Buffer.from(bytesOf(file));
  const [root, leaf] = [bytes.length, bytes.length + 24 + 16 * most + 8];
  const node = (level: number, address: number) => {
    const head = Buffer.from([...Buffer.from('TREE'), 0, level, most & 255, most >> 8]);
    return Buffer.concat([
      head,
      Buffer.alloc(16, 255),
      ...Array.from({ length: most }, () => long(0, address)),
      long(0),
    ]);
  };
  const [tree, heap] = [bytes.indexOf('TREE'), bytes.indexOf('HEAP')];
  return Buffer.concat([replaced(bytes, long(tree, heap), long(root, heap)), node(1, leaf), node(0, 0)]);
}
