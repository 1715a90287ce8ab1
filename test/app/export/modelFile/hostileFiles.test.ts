// Model files that somebody made to do harm, or to be read as another model than they look like. Each is refused with a sentence that says
// what is wrong; the checksum belongs to each, so that something else has to find it.
import { describe, expect, it } from 'vitest';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { encodeModel } from '../../../../app/export/encodeModel.ts';
import { encodeModelJson } from '../../../../app/export/json.ts';
import { decodeTensors, encodeTensors, type Tensor } from '../../../../app/export/tensors.ts';
import { exampleModel } from '../exampleModel.ts';
import { entry, fileOf, resealed } from '../sealedFile.ts';

const good = encodeModel(exampleModel());
const utf8 = new TextEncoder();

/** The good file's header as text, changed, before its numbers. */
function withHeader(change: (json: string) => string): Uint8Array {
  const length = Number(new DataView(good.buffer).getBigUint64(0, true));
  const json = change(new TextDecoder().decode(good.subarray(8, 8 + length)));
  const numbers = good.subarray(8 + length);
  const file = fileOf(json, numbers.length);
  file.set(numbers, file.length - numbers.length);
  return file;
}

const withTensors = (change: (tensors: Tensor[]) => void) => resealed(good, ({ tensors }) => change(tensors));
const withMetadata = (key: string, change: (text: string) => string) =>
  resealed(good, ({ metadata }) => {
    metadata[key] = change(metadata[key] ?? '');
  });
function unsealed(change: Record<string, string>): Uint8Array {
  const { tensors, metadata } = decodeTensors(good, 'f');
  const { checksum, ...rest } = metadata;
  return encodeTensors(tensors, { ...rest, ...change });
}
/** What JSON.parse gives. */
type Json = ReturnType<typeof JSON.parse>;
const withJson = (key: string, change: (value: Json) => void) =>
  withMetadata(key, (text) => {
    const value = JSON.parse(text);
    change(value);
    return JSON.stringify(value);
  });
const jsonText = new TextDecoder().decode(encodeModelJson(exampleModel()));
const jsonForm = (change: (text: string) => string) => utf8.encode(change(jsonText));
const firstWeight = /"weight": \[\[[^,]*,/;
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

const containers: [string, Uint8Array, string][] = [
  ['nothing', new Uint8Array(0), 'it has 0 bytes, fewer than a header'],
  ['seven bytes', new Uint8Array(7), 'it has 7 bytes, fewer than a header'],
  ['a length alone', fileOf('', 0), 'its header is not JSON'],
  ['a length of 2^64 - 1', fileOf('{}', 0, 2n ** 64n - 1n), 'its header is longer than the file'],
  ['a length of 2^53', fileOf('{}', 0, 2n ** 53n), 'its header is longer than the file'],
  ['a length of one more than there is', fileOf('{}', 0, 3n), 'its header is longer than the file'],
  [
    'a header that begins with a byte order mark',
    withHeader((json) => `\ufeff${json}`),
    'its header is not JSON',
  ],
  ['a header that begins with a space', withHeader((json) => ` ${json}`), 'its header is not a JSON object'],
  [
    'a header that is no UTF-8',
    Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff]),
    'its header is not JSON',
  ],
  ['a header that is a text', fileOf('"{}"', 0), 'its header is not a JSON object'],
  ['a header that is null', fileOf('null', 0), 'its header is not a JSON object'],
  ['two headers', withHeader((json) => `${json.trimEnd()}{}`), 'its header is not JSON'],
  [
    'a tensor that is named twice',
    withHeader((json) =>
      json.trimEnd().replace(/}$/, ',"layers.0.bias":{"dtype":"F32","shape":[2],"data_offsets":[32,40]}}'),
    ),
    'it has the key "layers.0.bias" twice',
  ],
  [
    'a name that is written in two ways',
    withHeader((json) =>
      json
        .trimEnd()
        .replace(/}$/, ',"layers.0.\\u0062ias":{"dtype":"F32","shape":[2],"data_offsets":[32,40]}}'),
    ),
    'it has the key "layers.0.\\u0062ias" twice',
  ],
  [
    'metadata twice',
    withHeader((json) => json.replace('{', '{"__metadata__":{},')),
    'it has the key "__metadata__" twice',
  ],
  [
    'a shape that is given twice',
    withHeader((json) => json.replace('"shape":[2]', '"shape":[2],"shape":[2]')),
    'it has the key "shape" twice',
  ],
  [
    'a header nested 100,000 levels deep',
    fileOf(`{"a":${nested(100_000)}}`, 0),
    'it is nested more than 64 levels deep',
  ],
  [
    'no tensors',
    fileOf({ __metadata__: { format: 'chainrule', formatVersion: '2' } }, 0),
    'its metadata has no "spec"',
  ],
  ['metadata that is a list', fileOf({ __metadata__: [] }, 0), 'its metadata cannot be read'],
  ['a tensor that is a number', fileOf({ a: 7 }, 0), 'tensor "a" cannot be read'],
  [
    'a tensor with a key more',
    fileOf({ a: { ...entry([1], 0, 4), path: '/etc/passwd' } }, 4),
    'tensor "a" cannot be read',
  ],
  ['integers', fileOf({ a: entry([1], 0, 4, 'I32') }, 4), 'only float32 (F32) and float64 (F64)'],
  ['a shape with a fraction', fileOf({ a: entry([0.5], 0, 2) }, 2), 'tensor "a" cannot be read at shape.0'],
  [
    'nine dimensions',
    fileOf({ a: entry([1, 1, 1, 1, 1, 1, 1, 1, 1], 0, 4) }, 4),
    'tensor "a" cannot be read at shape',
  ],
  [
    'a product that overflows',
    fileOf({ a: entry([2 ** 31, 2 ** 31, 4], 0, 0) }, 0),
    'stands at bytes 0 to 0 of 0',
  ],
  [
    'an overflow that a 0 hides',
    fileOf({ a: entry([2 ** 50, 2 ** 50, 0], 0, 0) }, 0),
    'stands at bytes 0 to 0 of 0',
  ],
  [
    'a terabyte of numbers in a small file',
    fileOf({ a: entry([2 ** 38], 0, 2 ** 40) }, 4),
    'stands at bytes 0 to 1099511627776 of 4',
  ],
  ['offsets that run backwards', fileOf({ a: entry([1], 4, 0) }, 4), 'stands at bytes 4 to 0'],
  [
    'tensors that share bytes',
    fileOf({ a: entry([1], 0, 4), b: entry([1], 0, 4) }, 4),
    'tensor "b" of shape [1] stands at bytes 0 to 4',
  ],
  ['a hole before the first tensor', fileOf({ a: entry([1], 4, 8) }, 8), 'stands at bytes 4 to 8'],
  [
    'bytes behind the last tensor',
    fileOf({ a: entry([1], 0, 4) }, 5),
    'it holds 5 bytes of numbers; its header says 4',
  ],
];

const models: [string, Uint8Array, string][] = [
  ['no checksum', unsealed({}), 'it has no checksum'],
  [
    'a weight that is NaN',
    withTensors(([first]) => first!.data.fill(Number.NaN, 0, 1)),
    'holds a number that is not finite',
  ],
  [
    'an infinite bias',
    withTensors((all) => all[1]!.data.fill(Number.POSITIVE_INFINITY)),
    'holds a number that is not finite',
  ],
  [
    'a tensor more',
    withTensors((all) => all.push({ name: '../../evil', shape: [1], data: Float32Array.of(1) })),
    'tensor "../../evil" does not belong to its spec',
  ],
  [
    'a weight of three dimensions',
    withTensors((all) => (all[0]!.shape = [2, 4, 1])),
    'has 3 dimensions instead of 2',
  ],
  [
    'a spec whose keys repeat',
    withMetadata('spec', (text) => text.replace('{', '{"version":1,')),
    'it has the key "version" twice',
  ],
  [
    'a spec nested deeply',
    withMetadata('spec', () => nested(10_000)),
    'it is nested more than 64 levels deep',
  ],
  [
    'a layer of a billion units',
    withJson('spec', (spec) => (spec.model.layers[0].units = 1e9)),
    'its spec cannot be read',
  ],
  [
    'a scale of 0',
    withJson('preparation', ({ inputs }) => (inputs[0].scale = 0)),
    'it divides "height, cm" by 0',
  ],
  [
    'a mean of 1e999',
    withMetadata('preparation', (text) => text.replace('"mean":0.30000000000000004', '"mean":1e999')),
    'its preparation cannot be read',
  ],
  [
    'a column that is read twice',
    withJson('preparation', ({ inputs }) => inputs.push(inputs[0])),
    'column "height, cm" twice',
  ],
  [
    'a category that is named twice',
    withJson('preparation', ({ inputs }) => (inputs[1].levels = ['', 'a', 'a'])),
    'the category "a" twice',
  ],
  [
    'a class that is named twice',
    withJson('preparation', ({ target }) => (target.classes = ['a', 'a', 'c'])),
    'the class "a" twice',
  ],
  [
    'golden rows of another width',
    withMetadata('goldenRows', () => '{"values":[[1]],"predictions":[[1,0,0]]}'),
    'its golden rows do not fit',
  ],
];

const jsons: [string, Uint8Array, string][] = [
  [
    'a key that is there twice',
    jsonForm((text) => text.replace('{', '{"format": "chainrule",')),
    'it has the key "format" twice',
  ],
  [
    'a weight of 1e999',
    jsonForm((text) => text.replace(firstWeight, '"weight": [[1e999,')),
    'its JSON cannot be read',
  ],
  [
    'a weight beyond float32',
    jsonForm((text) => text.replace(firstWeight, '"weight": [[1e39,')),
    'its checksum does not match',
  ],
  [
    'another activation than its spec',
    jsonForm((text) => text.replace('"relu",\n   "weight"', '"tanh",\n   "weight"')),
    'the activation of layer 0 is not that of its spec',
  ],
  [
    'another fingerprint',
    jsonForm((text) => text.replace(/"fingerprint": "../, '"fingerprint": "zz')),
    'its fingerprint is not that of its weights',
  ],
  [
    'rows of differing length',
    jsonForm((text) => text.replace(firstWeight, '"weight": [[')),
    'weight is not 2 rows of 4 numbers',
  ],
];

describe.each([
  ['safetensors', containers],
  ['a model in safetensors', models],
  ['JSON', jsons],
])('%s', (_, cases) => {
  it.each(cases)('with %s is refused', (_what, bytes, sentence) => {
    expect(() => decodeModel(bytes, 'm.safetensors')).toThrow(
      expect.objectContaining({ code: 'model_damaged', message: expect.stringContaining(sentence) }),
    );
  });
});

it('51 such files are tried, and the file that they were made from opens', () => {
  expect(containers.length + models.length + jsons.length).toBe(51);
  expect(decodeModel(good, 'f')).toEqual(exampleModel());
  expect(decodeModel(utf8.encode(jsonText), 'f')).toEqual(exampleModel());
});

it('a file of version 2 without a checksum opens', () => {
  expect(decodeModel(unsealed({ formatVersion: '2' }), 'm')).toEqual(exampleModel());
});
