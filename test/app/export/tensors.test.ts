import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTensors, encodeTensors } from '../../../app/export/tensors.ts';
import { entry, fileOf } from './sealedFile.ts';

describe('the container', () => {
  it('gives back tensors and metadata bit for bit, -0 and the least float included', () => {
    const data = Float32Array.of(-0, 1e-45, 3.4028234663852886e38, Number.POSITIVE_INFINITY);
    const bytes = encodeTensors([{ name: 'w', shape: [2, 2], data }], { note: 'é "한"', __proto__x: '' });
    const back = decodeTensors(bytes, 'f');
    expect(back.metadata).toEqual({ note: 'é "한"', __proto__x: '' });
    expect(back.tensors).toEqual([{ name: 'w', shape: [2, 2], data }]);
    expect(Object.is(back.tensors[0]!.data[0], -0)).toBe(true);
  });

  it('begins the numbers at a multiple of 8', () => {
    const bytes = encodeTensors([{ name: 'b', shape: [1], data: Float32Array.of(1) }], { x: 'y' });
    expect((bytes.length - 4) % 8).toBe(0);
  });

  it('reads from bytes that begin anywhere in their buffer', () => {
    const bytes = encodeTensors([{ name: 'b', shape: [1], data: Float32Array.of(5) }], {});
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeTensors(shifted.subarray(3), 'f').tensors[0]!.data).toEqual(Float32Array.of(5));
  });

  it('survives every cut and every changed byte with an AppError or an equally whole file', () => {
    const bytes = encodeTensors([{ name: 'b', shape: [2], data: Float32Array.of(1, 2) }], { k: 'v' });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, value, cut) => {
        const changed = cut ? bytes.slice(0, at) : bytes.slice();
        if (!cut) changed[at] = value;
        try {
          for (const { shape, data } of decodeTensors(changed, 'f').tensors) {
            expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
          }
        } catch (error) {
          expect(error).toHaveProperty('code', 'model_damaged');
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['no bytes', new Uint8Array(0), 'it has 0 bytes, fewer than a header'],
    ['a header beyond the file', fileOf({}, 0, 2n ** 63n), 'its header is longer than the file'],
    ['a PNG', Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0]), 'its header is longer than the file'],
    ['a header that is not JSON', fileOf('{"a":', 0), 'its header is not JSON'],
    ['a header that is a list', fileOf([], 0), 'its header is not a JSON object'],
    ['metadata that is not text', fileOf({ __metadata__: { a: 1 } }, 0), 'its metadata cannot be read at a'],
    [
      'another type',
      fileOf({ a: entry([1], 0, 4, 'F16') }, 4),
      'only float32 (F32) and float64 (F64) tensors can be read',
    ],
    ['a negative size', fileOf({ a: entry([-1], 0, 4) }, 4), 'tensor "a" cannot be read at shape.0'],
    ['a tensor beyond the end', fileOf({ a: entry([2], 0, 8) }, 4), 'stands at bytes 0 to 8 of 4'],
    ['a shape that overflows', fileOf({ a: entry([2 ** 40, 2 ** 40], 0, 0) }, 0), 'stands at bytes 0 to 0'],
    ['a shape that does not fit', fileOf({ a: entry([3], 0, 8) }, 8), 'of shape [3] stands at bytes 0 to 8'],
    [
      'tensors that overlap',
      fileOf({ a: entry([2], 0, 8), b: entry([1], 4, 8) }, 8),
      'tensor "b" of shape [1] stands at bytes 4 to 8',
    ],
    [
      'a gap between tensors',
      fileOf({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, 12),
      'tensor "b" of shape [1] stands at bytes 8 to 12',
    ],
    ['bytes that no tensor has', fileOf({ a: entry([1], 0, 4) }, 8), 'it holds 8 bytes of numbers'],
  ])('refuses %s', (_, bytes, sentence) => {
    expect(() => decodeTensors(bytes, 'm.safetensors')).toThrow(
      expect.objectContaining({ code: 'model_damaged', message: expect.stringContaining(sentence) }),
    );
  });
});
