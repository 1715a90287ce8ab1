// The file of a model of several networks, in both forms.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LayerWeights, Model } from '../../../app/contract/model.ts';
import { decodeModel } from '../../../app/export/decodeModel.ts';
import { encodeModel } from '../../../app/export/encodeModel.ts';
import { modelFingerprint } from '../../../app/export/fingerprint.ts';
import { encodeModelJson } from '../../../app/export/json.ts';
import { decodeTensors } from '../../../app/export/tensors.ts';
import { exampleLayers, exampleModel } from './exampleModel.ts';
import { resealed } from './sealedFile.ts';

function scaled(by: number): LayerWeights[] {
  return exampleLayers().map((layer) => ({ ...layer, weight: layer.weight.map((x) => x * by) }));
}

/** The example as two members of three folds: one was stopped before it began. */
function ensemble(members = [scaled(1), scaled(2)]): Model {
  const model = exampleModel();
  const training = { ...model.spec.training, ensemble: { folds: 3, seeds: 1 } };
  return { ...model, spec: { ...model.spec, training }, members };
}

function rewritten(model: Model, change: (names: string[]) => string[]): Uint8Array {
  return resealed(encodeModel(model), ({ tensors }) => {
    const names = change(tensors.map(({ name }) => name));
    for (const [k, tensor] of tensors.entries()) tensor.name = names[k]!;
  });
}

describe('the file of an ensemble', () => {
  it('holds the tensors of each member under its number, in a format that older programs refuse', () => {
    const { tensors, metadata } = decodeTensors(encodeModel(ensemble()), 'f');
    expect(tensors.map(({ name }) => name)).toEqual(
      [0, 1].flatMap((m) =>
        ['0.weight', '0.bias', '1.weight', '1.bias'].map((name) => `members.${m}.layers.${name}`),
      ),
    );
    expect(metadata.formatVersion).toBe('3');
  });

  it('gives the ensemble back, as safetensors and as JSON', () => {
    expect(decodeModel(encodeModel(ensemble()), 'f')).toEqual(ensemble());
    expect(decodeModel(encodeModelJson(ensemble()), 'f')).toEqual(ensemble());
  });

  it('has the fingerprint of all its numbers, member by member', () => {
    const bytes = encodeModel(ensemble());
    const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const plain = createHash('sha256').update(bytes.subarray(start)).digest('hex');
    expect(modelFingerprint(ensemble())).toBe(plain);
    expect(modelFingerprint(ensemble([scaled(2), scaled(1)]))).not.toBe(plain);
    expect(JSON.parse(new TextDecoder().decode(encodeModelJson(ensemble()))).fingerprint).toBe(plain);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'more members than folds and seeds',
      encodeModel(ensemble([1, 2, 3, 4].map(scaled))),
      'tensor "members.3.layers.0.weight" does not belong to its spec',
    ],
    [
      'a member that is not the next one',
      rewritten(ensemble(), (names) => names.map((name) => name.replace('members.1', 'members.2'))),
      'tensor "members.2.layers.0.weight" does not belong to its spec',
    ],
    [
      'the tensors of a single network',
      rewritten(ensemble([scaled(1)]), (names) => names.map((name) => name.replace('members.0.', ''))),
      'tensor "members.0.layers.0.weight" is missing',
    ],
    [
      'a member of another architecture',
      encodeModel(
        ensemble([
          scaled(1),
          scaled(1).map((layer, k) =>
            k === 0
              ? { ...layer, outputs: 3, weight: new Float32Array(12), bias: new Float32Array(3) }
              : layer,
          ),
        ]),
      ),
      'layer 1 takes 2 inputs; the layer before it puts out 3',
    ],
  ])('is refused with %s', (_, bytes, sentence) => {
    expect(() => decodeModel(bytes, 'm')).toThrow(
      expect.objectContaining({ code: 'model_damaged', message: expect.stringContaining(sentence) }),
    );
  });
});
