// A model file that was damaged on its way is refused, or opens as exactly the same model: every bit flipped, every cut, and random edits.
// Files of versions 1 and 2, which have no checksum, open for ever.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../../../app/contract/model.ts';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { encodeModel } from '../../../../app/export/encodeModel.ts';
import { modelFingerprint } from '../../../../app/export/fingerprint.ts';
import { encodeModelJson } from '../../../../app/export/json.ts';
import { parseStrictly } from '../../../../app/export/strictJson.ts';
import { ofAll, patient } from '../../../exhaustive.ts';
import { exampleModel } from '../exampleModel.ts';
import { fileOf } from '../sealedFile.ts';

/** The example without what only makes its file longer. */
function smallModel(): Model {
  const { spec, preparation, members } = exampleModel();
  return { spec, preparation, members, metrics: null };
}
const forms = { safetensors: encodeModel(smallModel()), JSON: encodeModelJson(smallModel()) };

/** The model of a damaged file; null where it is refused, which has to be in our own words. */
function opened(bytes: Uint8Array): Model | null {
  try {
    return decodeModel(bytes, 'm');
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^model_(damaged|version_newer)$/) });
    return null;
  }
}

describe.each(Object.entries(forms))('a file in %s', (form, good) => {
  it('with any bit flipped is refused, or is the same model', { timeout: patient ?? 120_000 }, () => {
    let same = 0;
    for (let bit = 0; bit < good.length * 8; bit += ofAll(3, 1)) {
      const bytes = good.slice();
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      const model = opened(bytes);
      if (model === null) continue;
      same++;
      expect(model).toEqual(smallModel());
    }
    // Bits of the padding, or digits beyond those that a float32 has: seldom, and never in safetensors.
    if (form === 'safetensors') expect(same).toBe(0);
  });

  it('cut at any length is refused', () => {
    const needed = form === 'JSON' ? good.length - 1 : good.length;
    for (let length = 0; length < needed; length++) expect(opened(good.slice(0, length))).toBeNull();
  });

  it('after random edits is refused, or is the same model', () => {
    const edit = fc.record({
      at: fc.nat(good.length),
      remove: fc.nat(12),
      put: fc.uint8Array({ maxLength: 12 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const bytes = [...good];
        for (const { at, remove, put } of edits) bytes.splice(at, remove, ...put);
        const model = opened(Uint8Array.from(bytes));
        if (model !== null) expect(model).toEqual(smallModel());
      }),
      { numRuns: ofAll(300, 30_000) },
    );
  });
});

it('a header of any JSON is refused in our own words', () => {
  const name = fc.constantFrom('__metadata__', 'layers.0.weight', 'a', '__proto__');
  const size = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 4, 2 ** 53, 1e300));
  const tensor = fc.record({
    dtype: fc.constantFrom('F32', 'F64', 'F16', 7),
    shape: fc.array(size, { maxLength: 9 }),
    data_offsets: fc.array(size, { maxLength: 3 }),
  });
  const header = fc.dictionary(name, fc.oneof(tensor, fc.jsonValue()));
  fc.assert(
    fc.property(header, fc.nat(64), (json, held) => {
      expect(opened(fileOf(json, held))).toBeNull();
    }),
    { numRuns: ofAll(500, 50_000) },
  );
});

describe('reading JSON strictly', () => {
  it('gives what JSON.parse gives for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        for (const indent of [0, 1])
          expect(parseStrictly(JSON.stringify(value, null, indent))).toEqual(
            JSON.parse(JSON.stringify(value)),
          );
      }),
    );
  });

  it.each([
    ['{"a":1,"a":1}', '"a"'],
    ['[{"b":{"a":"x,{","c":[{}],"a":2}}]', '"a"'],
    [String.raw`{"\u0061":1,"a":2}`, '"a"'],
    [String.raw`{"q\"":1,"r":{"q\"":2},"q\"":3}`, String.raw`"q\""`],
    ['{"__proto__":1,"__proto__":2}', '"__proto__"'],
  ])('refuses the key that is twice in %s', (text, key) => {
    expect(() => parseStrictly(text)).toThrow(`it has the key ${key} twice`);
  });

  it('takes equal keys of different objects, and equal texts that are no keys', () => {
    for (const text of ['[{"a":1},{"a":1}]', '{"a":{"a":["a","a"]}}', '{"a":"b","b":"a"}'])
      expect(parseStrictly(text)).toEqual(JSON.parse(text));
  });
});

describe.each([
  [1, '05ee26d4'],
  [2, '8d06e4df'],
])('a file of version %i', (version, fingerprint) => {
  const read = (ending: string) => {
    const path = join(import.meta.dirname, `../../../fixtures/models/version${version}.${ending}`);
    return decodeModel(readFileSync(path), path);
  };

  it('opens in both forms, as the same model with the weights that it had then', () => {
    const model = read('safetensors');
    expect(read('json')).toEqual(model);
    expect(modelFingerprint(model).slice(0, 8)).toBe(fingerprint);
    expect(model).not.toHaveProperty('goldenRows');
  });

  it('is written anew as the present version, and comes back', () => {
    const model = read('safetensors');
    expect(decodeModel(encodeModel(model), 'f')).toEqual(model);
  });
});
