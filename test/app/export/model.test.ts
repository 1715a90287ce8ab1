import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { InputPreparation, Model } from '../../../app/contract/model.ts';
import type { Checkpoint } from '../../../app/contract/run/training.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../app/export/checkpoint.ts';
import { decodeModel } from '../../../app/export/decodeModel.ts';
import { encodeModel } from '../../../app/export/encodeModel.ts';
import { fingerprint, modelFingerprint } from '../../../app/export/fingerprint.ts';
import { encodeModelJson } from '../../../app/export/json.ts';
import { decodeTensors } from '../../../app/export/tensors.ts';
import { exampleLayers, exampleModel } from './exampleModel.ts';
import { resealed } from './sealedFile.ts';

/** The example's file with metadata changed. */
const withMetadata = (change: Record<string, string>) =>
  resealed(encodeModel(exampleModel()), ({ metadata }) => Object.assign(metadata, change));

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
      formatVersion: '3',
      classNames: '["a","b \\"quoted\\"","c"]',
    });
  });

  it('of a newer format is refused as such', () => {
    expect(() => decodeModel(withMetadata({ formatVersion: '4' }), 'm.safetensors')).toThrow(
      expect.objectContaining({
        code: 'model_version_newer',
        message: expect.stringContaining('format 4; this one reads up to 3'),
      }),
    );
  });

  it('with a clipped input is of format 3, since older readers would misread it, and comes back in both forms', () => {
    const { preparation, ...rest } = exampleModel();
    const inputs = preparation.inputs.map((input) =>
      input.kind === 'numeric' ? { ...input, clip: 10, min: -1, max: 2.5 } : input,
    );
    const model = { ...rest, preparation: { ...preparation, inputs } };
    expect(decodeTensors(encodeModel(model), 'f').metadata.formatVersion).toBe('3');
    expect(decodeModel(encodeModel(model), 'f').preparation).toEqual(model.preparation);
    expect(decodeModel(encodeModelJson(model), 'f').preparation).toEqual(model.preparation);
    const older = { ...model, preparation };
    expect(modelFingerprint(decodeModel(encodeModel(model), 'f'))).toBe(modelFingerprint(older));
  });

  it('with a number in bins comes back in both forms, and is refused where their edges do not ascend', () => {
    const model = exampleModel();
    const [first, ...others] = model.preparation.inputs;
    const withEdges = (edges: number[]): Model => {
      const inputs = [{ ...first!, edges } as InputPreparation, ...others];
      const [layer, ...layers] = model.members[0]!;
      const width = layer!.inputs + edges.length - 1;
      const wider = { ...layer!, inputs: width, weight: new Float32Array(layer!.outputs * width).fill(0.5) };
      const { meanInputs: _, goldenRows: __, baselines: ___, ...rest } = model;
      return { ...rest, preparation: { ...model.preparation, inputs }, members: [[wider, ...layers]] };
    };
    const whole = withEdges([0.1, 2, 3.5]);
    expect(decodeModel(encodeModel(whole), 'f')).toEqual(whole);
    expect(decodeModel(encodeModelJson(whole), 'f').preparation).toEqual(whole.preparation);
    for (const edges of [
      [0.1, 2, 2],
      [0.1, 2, 1],
    ])
      expect(() => decodeModel(encodeModel(withEdges(edges)), 'f')).toThrow('do not ascend');
  });

  it.each([
    ['a file of another program', withMetadata({ format: 'pt' }), 'Chainrule did not write it'],
    ['a version that is not a number', withMetadata({ formatVersion: 'one' }), 'its format version'],
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
        model.members[0]![0]!.weight[3] = Number.NaN;
      }),
      'tensor "layers.0.weight" holds a number that is not finite',
    ],
    [
      'layers that do not join',
      changed((model) => {
        model.members[0]![1] = {
          inputs: 3,
          outputs: 2,
          weight: new Float32Array(6),
          bias: new Float32Array(2),
        };
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
    expect(modelFingerprint(decodeModel(bytes, 'f'))).toBe(plain);
  });
});

/** The example with a normalised hidden layer. */
function normalized(kind: 'batch' | 'layer') {
  const model = exampleModel();
  model.spec.model.layers[0]!.normalization = kind;
  model.members[0]![0]!.normalization = {
    kind,
    gamma: Float32Array.of(1, 0.5),
    beta: Float32Array.of(0, -1),
    ...(kind === 'batch' && { mean: Float32Array.of(0.1, 3), variance: Float32Array.of(2, 1e-9) }),
  };
  return model;
}

describe('normalisation', () => {
  it.each(['batch', 'layer'] as const)('of the %s goes through the file', (kind) => {
    expect(decodeModel(encodeModel(normalized(kind)), 'f')).toEqual(normalized(kind));
  });

  it('stands beside weight and bias by the names that PyTorch gives it, in the order of the fingerprint', () => {
    const { tensors } = decodeTensors(encodeModel(normalized('batch')), 'f');
    expect(tensors.map(({ name }) => name)).toEqual([
      'layers.0.weight',
      'layers.0.bias',
      'layers.0.norm.weight',
      'layers.0.norm.bias',
      'layers.0.norm.running_mean',
      'layers.0.norm.running_var',
      'layers.1.weight',
      'layers.1.bias',
    ]);
    const hash = createHash('sha256');
    for (const { data } of tensors)
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    expect(modelFingerprint(normalized('batch'))).toBe(hash.digest('hex'));
    expect(modelFingerprint(normalized('layer'))).not.toBe(fingerprint(exampleLayers()));
  });

  it('is in the JSON file too', () => {
    const json = JSON.parse(new TextDecoder().decode(encodeModelJson(normalized('batch'))));
    const [mean, variance] = [Array.from(Float32Array.of(0.1, 3)), Array.from(Float32Array.of(2, 1e-9))];
    expect(json.layers[0].norm).toMatchObject({
      kind: 'batch',
      epsilon: 1e-5,
      weight: [1, 0.5],
      bias: [0, -1],
    });
    expect(Array.from(Float32Array.from(json.layers[0].norm.running_mean))).toEqual(mean);
    expect(Array.from(Float32Array.from(json.layers[0].norm.running_var))).toEqual(variance);
    expect(json.layers[1]).not.toHaveProperty('norm');
  });

  it.each<[string, (model: Model) => unknown, string]>([
    [
      'that the spec does not have',
      ({ spec }) => (spec.model.layers[0]!.normalization = 'none'),
      'layer 0 has the normalization batch; its spec says none',
    ],
    [
      'of another kind',
      ({ spec }) => (spec.model.layers[0]!.normalization = 'layer'),
      'has the normalization batch',
    ],
    [
      'that lacks',
      ({ members: [layers] }) => delete layers![0]!.normalization,
      'has the normalization none; its spec says batch',
    ],
    [
      'of another length',
      ({ members: [layers] }) => (layers![0]!.normalization!.beta = new Float32Array(3)),
      '"layers.0.norm.bias" of shape [2] stands at bytes',
    ],
    [
      'without a variance',
      ({ members: [layers] }) => delete layers![0]!.normalization!.variance,
      '"layers.0.norm.running_var" is missing',
    ],
    [
      'with a negative variance',
      ({ members: [layers] }) => (layers![0]!.normalization!.variance![1] = -1),
      'holds a number below 0',
    ],
    [
      'with a gamma that is not finite',
      ({ members: [layers] }) => (layers![0]!.normalization!.gamma[0] = Number.NaN),
      'is not finite',
    ],
  ])('%s is refused', (_, change, sentence) => {
    const model = normalized('batch');
    change(model);
    expect(() => decodeModel(encodeModel(model), 'm')).toThrow(
      expect.objectContaining({ code: 'model_damaged', message: expect.stringContaining(sentence) }),
    );
  });
});

it('a model in float64 is refused: kept weights are float32', () => {
  const bytes = resealed(encodeModel(exampleModel()), ({ tensors }) => {
    tensors[0]!.data = Float64Array.from(tensors[0]!.data);
  });
  expect(() => decodeModel(bytes, 'm')).toThrow('tensor "layers.0.weight" is float64');
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
      formatVersion: 3,
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
    const model = { ...exampleModel(), members: [layers] };
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

  it('keeps float64 as it is, and the state of normalised layers', () => {
    const double = (numbers: Float32Array) => Float64Array.from(numbers, (x) => x / 3);
    const layers = normalized('batch').members[0]!.map(
      ({ inputs, outputs, weight, bias, normalization }) => ({
        inputs,
        outputs,
        weight: double(weight),
        bias: double(bias),
        ...(normalization && {
          normalization: {
            kind: normalization.kind,
            gamma: double(normalization.gamma),
            beta: double(normalization.beta),
            mean: double(normalization.mean!),
            variance: double(normalization.variance!),
          },
        }),
      }),
    );
    const slots = [8, 2, 2, 2, 6, 3].map((length) => [Float64Array.from({ length }, (_, i) => 1 / (i + 1))]);
    const kept = { ...checkpoint(), layers, bestLayers: layers, slots };
    expect(decodeCheckpoint(encodeCheckpoint(kept), 'f')).toEqual(kept);
    const short = { ...kept, slots: slots.slice(0, 4) };
    expect(() => decodeCheckpoint(encodeCheckpoint(short), 'f')).toThrow(
      'state for 4 tensors; its layers have 6',
    );
  });

  it('with one flipped bit among its numbers is refused', () => {
    const bytes = encodeCheckpoint(checkpoint());
    bytes[bytes.length - 2]! ^= 1;
    expect(() => decodeCheckpoint(bytes, 'c.safetensors')).toThrow('its checksum does not match its numbers');
  });

  it('is not taken for a model, nor a model for it', () => {
    expect(() => decodeModel(encodeCheckpoint(checkpoint()), 'f')).toThrow('did not write it as a model');
    expect(() => decodeCheckpoint(encodeModel(exampleModel()), 'f')).toThrow('Chainrule did not write it');
  });
});
