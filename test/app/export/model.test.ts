import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../../app/contract/model.ts';
import type { Checkpoint } from '../../../app/contract/training.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../app/export/checkpoint.ts';
import { fingerprint } from '../../../app/export/fingerprint.ts';
import { encodeModelJson } from '../../../app/export/json.ts';
import { decodeModel, encodeModel } from '../../../app/export/safetensors.ts';
import { decodeTensors, encodeTensors } from '../../../app/export/tensors.ts';
import { exampleLayers, exampleModel } from './exampleModel.ts';

/** The example's file with metadata changed. */
function withMetadata(change: Record<string, string>): Uint8Array {
  const { tensors, metadata } = decodeTensors(encodeModel(exampleModel()), 'f');
  return encodeTensors(tensors, { ...metadata, ...change });
}

function changed(change: (model: Model) => void): Uint8Array {
  const model = exampleModel();
  change(model);
  return encodeModel(model);
}

describe('the model file', () => {
  it('gives the model back exactly', () => {
    expect(decodeModel(encodeModel(exampleModel()), 'f')).toEqual(exampleModel());
  });

  it("names its tensors and metadata as docs/model-format.md says, in PyTorch's orientation", () => {
    const { tensors, metadata } = decodeTensors(encodeModel(exampleModel()), 'f');
    expect(tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['layers.0.weight', [2, 4]],
      ['layers.0.bias', [2]],
      ['layers.1.weight', [3, 2]],
      ['layers.1.bias', [3]],
    ]);
    expect(metadata).toMatchObject({
      format: 'chainrule',
      formatVersion: '1',
      classNames: '["a","b \\"quoted\\"","c"]',
    });
  });

  it('of a newer format is refused as such', () => {
    expect(() => decodeModel(withMetadata({ formatVersion: '2' }), 'm.safetensors')).toThrow(
      expect.objectContaining({
        code: 'model_version_newer',
        message: expect.stringContaining('format 2; this one reads up to 1'),
      }),
    );
  });

  it.each([
    ['a file of another program', withMetadata({ format: 'pt' }), 'Chainrule did not write it'],
    ['a version that is no number', withMetadata({ formatVersion: 'one' }), 'its format version'],
    ['a spec that is not JSON', withMetadata({ spec: '{' }), '"spec" in its metadata is not JSON'],
    ['a spec with an unknown key', withMetadata({ spec: '{"a":1}' }), 'its spec cannot be read'],
    ['no metrics', withMetadata({ metrics: '3' }), 'its metrics cannot be read'],
    [
      'more layers than the spec',
      changed((model) => model.spec.model.layers.pop()),
      'tensor "layers.1.weight" does not belong',
    ],
    [
      'other units than the spec',
      changed((model) => {
        model.spec.model.layers[0]!.units = 3;
      }),
      'layer 0 has 2 units; its spec says 3',
    ],
    [
      'other inputs than the preparation',
      changed((model) => model.preparation.inputs.pop()),
      'its first layer takes 4 inputs; its preparation makes 1',
    ],
    [
      'a column that the spec does not read',
      changed((model) => {
        model.spec.data.columns[1]!.role = 'ignored';
      }),
      'reads column "colour"',
    ],
    [
      'a weight that is not finite',
      changed((model) => {
        model.layers[0]!.weight[3] = Number.NaN;
      }),
      'tensor "layers.0.weight" holds a number that is not finite',
    ],
    [
      'layers that do not join',
      changed((model) => {
        model.layers[1] = { inputs: 3, outputs: 2, weight: new Float32Array(6), bias: new Float32Array(2) };
      }),
      'layer 1 takes 3 inputs; the layer before it puts out 2',
    ],
  ])('is refused with %s', (_, bytes, sentence) => {
    expect(() => decodeModel(bytes, 'm.safetensors')).toThrow(
      expect.objectContaining({ code: 'model_damaged', message: expect.stringContaining(sentence) }),
    );
  });
});

describe('the fingerprint', () => {
  it('is the SHA-256 of the float32 bytes, weight before bias, layer by layer', () => {
    const numbers = exampleLayers().flatMap(({ weight, bias }) => [...weight, ...bias]);
    const bytes = Buffer.alloc(numbers.length * 4);
    for (const [i, x] of numbers.entries()) bytes.writeFloatLE(x, i * 4);
    expect(fingerprint(exampleLayers())).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('survives the file, and is that of the bytes behind its header', () => {
    const bytes = encodeModel(exampleModel());
    const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const plain = createHash('sha256').update(bytes.subarray(start)).digest('hex');
    expect(fingerprint(decodeModel(bytes, 'f').layers)).toBe(plain);
  });
});

describe('the JSON file', () => {
  it('holds the same float32 numbers as decimals', () => {
    const json = JSON.parse(new TextDecoder().decode(encodeModelJson(exampleModel())));
    expect(json.layers.map((layer: { activation: string }) => layer.activation)).toEqual(['relu', 'softmax']);
    const layers = exampleLayers();
    json.layers.forEach((layer: { weight: number[][]; bias: number[] }, i: number) => {
      expect(Float32Array.from(layer.weight.flat())).toEqual(layers[i]!.weight);
      expect(Float32Array.from(layer.bias)).toEqual(layers[i]!.bias);
    });
    expect(Object.is(json.layers[0].weight[1][0], -0)).toBe(true);
    expect(json).toMatchObject({
      format: 'chainrule',
      formatVersion: 1,
      fingerprint: fingerprint(layers),
      preparation: exampleModel().preparation,
      inputNames: ['height, cm', 'colour = missing', 'colour = bleu clair', 'colour = 빨강'],
    });
  });

  it('names every float32 by nine digits', () => {
    const weight = new Float32Array(30_000);
    const bits = new Uint32Array(weight.buffer);
    for (let i = 0; i < bits.length; i++) bits[i] = Math.imul(i, 0x9e3779b1) & 0xfeffffff;
    const layers = [{ inputs: 10_000, outputs: 3, weight, bias: new Float32Array(3) }];
    const model = { ...exampleModel(), layers };
    const json = JSON.parse(new TextDecoder().decode(encodeModelJson(model)));
    expect(new Uint32Array(Float32Array.from(json.layers[0].weight.flat()).buffer)).toEqual(bits);
  });
});

describe('the checkpoint file', () => {
  const checkpoint = (): Checkpoint => ({
    epoch: 12,
    step: 345,
    best: { epoch: 9, loss: 0.1 + 0.2 },
    sinceBest: 3,
    layers: exampleLayers(),
    bestLayers: exampleLayers(),
    slots: exampleLayers().flatMap(({ weight, bias }) => [
      [weight.map((x) => x / 2), weight.map((x) => x * x)],
      [bias.map((x) => x / 2), bias],
    ]),
    scalars: [0.1, Number.POSITIVE_INFINITY],
  });

  it('gives the checkpoint back exactly', () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint()), 'f')).toEqual(checkpoint());
    const bare = { ...checkpoint(), best: null, bestLayers: [], slots: [[], [], [], []] };
    expect(decodeCheckpoint(encodeCheckpoint(bare), 'f')).toEqual(bare);
  });

  it('with one flipped bit among its numbers is refused', () => {
    const bytes = encodeCheckpoint(checkpoint());
    bytes[bytes.length - 2]! ^= 1;
    expect(() => decodeCheckpoint(bytes, 'c.safetensors')).toThrow('its checksum does not fit its numbers');
  });

  it('is not taken for a model, nor a model for it', () => {
    expect(() => decodeModel(encodeCheckpoint(checkpoint()), 'f')).toThrow('did not write it as a model');
    expect(() => decodeCheckpoint(encodeModel(exampleModel()), 'f')).toThrow('Chainrule did not write it');
  });
});
