// A model as .npz comes back bit for bit; what is damaged, hostile or foreign is refused with its reason.

import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../app/contract/issues/errors.ts';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { isModelHead } from '../../../../app/export/modelKind.ts';
import { decodeNpy, encodeNpy } from '../../../../app/export/python/npy.ts';
import { encodeNpz, tensorsOfNpz } from '../../../../app/export/python/npz.ts';
import { modelTensors } from '../../../../app/export/python/numpyFormat.ts';
import { exampleModel } from '../exampleModel.ts';
import { inFolder, pythonsWith, runPython } from './pythons.ts';

const npz = () => {
  const { tensors, metadata } = modelTensors(exampleModel());
  return encodeNpz(tensors, metadata);
};
const pythons = pythonsWith('numpy');

it('is known by its first bytes, and gives the model back bit for bit, each time the same bytes', () => {
  const bytes = npz();
  expect(isModelHead(bytes.subarray(0, 4_096), bytes.length)).toBe(true);
  expect(decodeModel(bytes, 'm.npz')).toEqual(exampleModel());
  expect(npz()).toEqual(bytes);
});

it.each(pythons)('$name opens it without pickle and with the same numbers', async (python) => {
  const script = `
import json, sys, numpy as np
file = np.load("m.npz", allow_pickle=False)
arrays = {name: [list(file[name].shape), file[name].dtype.str, [float(x).hex() for x in file[name].ravel()]]
          for name in file.files if name != "metadata.json"}
print(json.dumps([arrays, json.loads(bytes(file["metadata.json"]).decode())]))`;
  const { stdout, stderr } = await inFolder([{ name: 'm.npz', bytes: npz() }], (folder) =>
    runPython(python, folder, ['-c', script]),
  );
  expect(stderr).toBe('');
  const { tensors, metadata } = modelTensors(exampleModel());
  const [arrays, found] = JSON.parse(stdout);
  expect(found).toEqual(metadata);
  expect(Object.keys(arrays)).toEqual(tensors.map(({ name }) => name));
  for (const { name, shape, data } of tensors) {
    const [foundShape, kind, numbers] = arrays[name];
    expect([foundShape, kind]).toEqual([shape, '<f4']);
    expect(numbers).toHaveLength(data.length);
  }
});

it.each(pythons)('reads what $name saves: arrays of one, two and no dimensions', async (python) => {
  const script = `
import numpy as np, sys, io
for array in (np.arange(6, dtype="<f4").reshape(2, 3) / 3, np.array([1.5]), np.array(2.5), np.arange(3, dtype="<u4")):
    file = io.BytesIO(); np.save(file, array); sys.stdout.write(file.getvalue().hex() + "\\n")`;
  const { stdout } = await inFolder([], (folder) => runPython(python, folder, ['-c', script]));
  const arrays = stdout
    .trim()
    .split('\n')
    .map((hex) => decodeNpy(Buffer.from(hex, 'hex'), 'a', 'f'));
  expect(arrays).toEqual([
    { shape: [2, 3], data: Float32Array.from([0, 1, 2, 3, 4, 5], (x) => x / 3) },
    { shape: [1], data: Float64Array.of(1.5) },
    { shape: [], data: Float64Array.of(2.5) },
    { shape: [3], data: Uint32Array.of(0, 1, 2) },
  ]);
});

const refused = (bytes: Uint8Array) => {
  try {
    tensorsOfNpz(bytes, 'm.npz');
  } catch (error) {
    if (error instanceof AppError && error.code === 'model_damaged') return error.message;
    throw error;
  }
  return 'not refused';
};

const metadata = new TextEncoder().encode('{"format":"chainrule"}');
const array = encodeNpy({ shape: [2], data: Float32Array.of(1, 2) });
const stored = { level: 0 } as const;
const archive = (entries: Record<string, Uint8Array>, settings: object = stored) =>
  zipSync({ 'metadata.json': metadata, ...entries }, settings);

/** The archive with the bytes at its first occurrence of `find` replaced, from `skip` bytes behind on. */
function patched(bytes: Uint8Array, find: string, skip: number, values: number[], last = false): Uint8Array {
  const buffer = Buffer.from(bytes);
  const at = last ? buffer.lastIndexOf(find, undefined, 'latin1') : buffer.indexOf(find, 0, 'latin1');
  for (const [k, value] of values.entries()) buffer[at + skip + k] = value;
  return buffer;
}
const whole = () => archive({ 'a.npy': array });
const withHeader = (text: string, more = 8) => {
  const header = Buffer.from(`${text}\n`);
  return archive({
    'a.npy': Buffer.concat([
      Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]),
      header,
      Buffer.alloc(more),
    ]),
  });
};

describe('refused is', () => {
  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'cut off'],
    ['a cut archive', whole().subarray(0, 200), 'cut off'],
    ['something behind the archive', Buffer.concat([whole(), Buffer.alloc(9)]), 'cut off'],
    ['a compressed entry', archive({ 'a.npy': new Uint8Array(2_000) }, { level: 9 }), 'is compressed'],
    ['an entry in a folder', archive({ '../a.npy': array }), 'has other signs than letters'],
    ['an absolute path', archive({ '/etc/passwd': array }), 'has other signs than letters'],
    ['an entry that is no array', archive({ 'a.txt': array }), '"a.txt" is not an array'],
    ['another checksum', patched(whole(), 'PK\x01\x02', 16, [1, 2, 3, 4], true), 'the checksum of "a.npy"'],
    [
      'an entry that is longer than the file',
      patched(whole(), 'PK\x01\x02', 20, [0, 0, 0, 0x7f, 0, 0, 0, 0x7f], true),
      'longer than the archive',
    ],
    [
      'an entry elsewhere',
      patched(whole(), 'PK\x01\x02', 42, [0xff, 0xff, 0xff, 0x7f], true),
      'does not stand where',
    ],
    [
      'two entries at one place',
      patched(whole(), 'PK\x01\x02', 42, [0, 0, 0, 0], true),
      'does not stand where',
    ],
    [
      'more entries than the list has',
      patched(whole(), 'PK\x05\x06', 8, [9, 0, 9, 0]),
      'entry 2 of its list',
    ],
    [
      'fewer entries than the list has',
      patched(whole(), 'PK\x05\x06', 8, [1, 0, 1, 0]),
      'something behind it',
    ],
    ['an encrypted entry', patched(whole(), 'PK\x01\x02', 8, [1, 0], true), 'is encrypted'],
    ['no metadata', zipSync({ 'a.npy': array }, stored), 'no metadata.json'],
    ['metadata that is not JSON', archive({ 'metadata.json': new Uint8Array([0xff]) }), 'is not JSON'],
    [
      'metadata with a number',
      archive({ 'metadata.json': Buffer.from('{"a":1}') }),
      'not an object of texts',
    ],
    [
      'a pickled array',
      withHeader("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }"),
      'the kind |O',
    ],
    [
      'whole numbers',
      withHeader("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }"),
      'the kind <i8',
    ],
    [
      'columns first',
      withHeader("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }"),
      'column by column',
    ],
    [
      'a shape beyond the file',
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }"),
      'has 8 bytes',
    ],
    [
      'a shape whose product overflows',
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999999, 999999999999999), }"),
      'has 8 bytes',
    ],
    [
      'a header with code in it',
      withHeader("{'descr': __import__('os'), 'fortran_order': False, 'shape': (2,), }"),
      'cannot be read',
    ],
    ['a header longer than the array', archive({ 'a.npy': array.subarray(0, 40) }), 'longer than itself'],
    ['bytes that are no array', archive({ 'a.npy': new Uint8Array(50) }), 'is no NumPy array'],
    [
      "another version of NumPy's format",
      archive({ 'a.npy': Uint8Array.from(array, (byte, k) => (k === 6 ? 3 : byte)) }),
      'format 3',
    ],
  ])('%s', (_, bytes, sentence) => {
    expect(refused(bytes)).toContain(sentence);
  });

  it('an archive in which two entries share a name', () => {
    const bytes = archive({ 'a.npy': array, 'b.npy': array });
    const twice = Buffer.from(bytes);
    for (let at = twice.indexOf('b.npy'); at >= 0; at = twice.indexOf('b.npy', at)) twice.write('a.npy', at);
    expect(refused(twice)).toContain('two entries called "a.npy"');
  });
});

it('with any bytes changed or cut, a file is read as it was or refused as damaged', () => {
  const bytes = npz();
  const change = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), fc.nat(bytes.length), (changes, length) => {
      const damaged = bytes.slice(0, length % 5 === 0 ? length : bytes.length);
      for (const { at, byte } of changes) if (at < damaged.length) damaged[at] = byte;
      const said = refused(damaged);
      if (said === 'not refused') decodedOrRefused(damaged);
      else expect(said).toContain('m.npz is not a usable model file');
    }),
    { numRuns: 2_000 },
  );
});

function decodedOrRefused(bytes: Uint8Array): void {
  try {
    decodeModel(bytes, 'm.npz');
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^model_/) });
  }
}
