// Values that change while the addon reads them: a getter may run any code between two looks. What was checked must be what
// is used, or a length that was right would be exceeded later.
import { describe, expect, test } from 'vitest';
import { newLayer } from '../../../../app/contract/spec/layers.ts';
import { loadAddon } from '../../../../app/engine/addon.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { classifier } from '../harness/config.ts';

const addon = loadAddon();
const memoryBudget = 2 ** 26;
const create = (config: TrainConfig) => new addon.Run({ ...config, memoryBudget });

/** `object` whose `field` is read from `read`, anew each time. */
function reading<Whole extends object>(object: Whole, field: keyof Whole, read: () => unknown): Whole {
  return Object.defineProperty({ ...object }, field, { get: read, enumerable: true });
}

const network = classifier().network;
const tensors = () => [
  { inputs: 5, outputs: 20, weight: new Float32Array(100), bias: new Float32Array(20) },
  { inputs: 20, outputs: 3, weight: new Float32Array(60), bias: new Float32Array(3) },
];
const outputs = (layers: ReturnType<typeof tensors>) =>
  addon.forward(network, [layers], new Float32Array(5), 1, 1, memoryBudget);

describe('an array that a getter changes while it is read', () => {
  test('is not followed beyond the length that was checked', async () => {
    const layers = tensors();
    layers[1] = reading(layers[1]!, 'bias', () => {
      layers.push(...tensors(), ...tensors());
      return new Float32Array(3);
    });
    expect(await outputs(layers).result).toEqual(new Float32Array(3));
  });

  test('is refused where an entry that was there is gone', () => {
    const layers = tensors();
    layers[0] = reading(layers[0]!, 'weight', () => {
      layers.length = 1;
      return new Float32Array(100);
    });
    expect(() => outputs(layers)).toThrow('members[0][1] must be an object');
  });

  test('does not grow a network without end', () => {
    const config = classifier();
    const grow = () => {
      config.network.layers.push(reading(newLayer(2, 'tanh'), 'units', grow));
      return 2;
    };
    config.network.layers[0] = reading(config.network.layers[0]!, 'units', grow);
    config.network.layers[1] = newLayer(3, 'linear');
    expect(() => create(config)).not.toThrow();
  });
});

test('rows are counted once: more than fit into memory cannot come in later', () => {
  let looks = 0;
  const config = classifier();
  config.train = reading(config.train, 'rows', () => (looks++ === 0 ? 103 : 2 ** 32 - 1));
  create(config).dispose();
  expect(looks).toBe(1);
});

test('a buffer that a getter detaches is as long as nothing', () => {
  const config = classifier();
  const { features, targets } = config.train;
  config.train = reading(config.train, 'features', () => {
    structuredClone(targets, { transfer: [targets.buffer] });
    return features;
  });
  expect(() => create(config)).toThrow('train.targets must have 103 values; found 0.');
});

test('more layers than anybody trains are refused by their number', () => {
  const layers = Array.from({ length: 1025 }, () => newLayer(1, 'linear'));
  expect(() => create(classifier({ network: { inputs: 5, layers } }))).toThrow(
    'network.layers must have at most 1024 entries; found 1025.',
  );
});
