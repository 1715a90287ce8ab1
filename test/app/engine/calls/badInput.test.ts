// What the addon is given may be wrong in any way: that is an error that names the value, never a crash. What would not fit into memory is
// refused before it is allocated.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../app/contract/issues/errors.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { TrainConfig } from '../../../../app/engine/runConfig.ts';
import { classifier } from '../harness/config.ts';

const engine = loadEngine();

/** A config with one value replaced; the path is as in `train.features`. */
function withValue(path: string, value: unknown, config: TrainConfig = classifier()): TrainConfig {
  const changed = { ...structuredClone(config) } as unknown as Record<string, unknown>;
  const steps = path.split('.');
  let holder = changed;
  for (const step of steps.slice(0, -1)) holder = holder[step] as Record<string, unknown>;
  holder[steps.at(-1)!] = value;
  return changed as unknown as TrainConfig;
}

function detached(length: number): Float32Array {
  const array = new Float32Array(length);
  structuredClone(array, { transfer: [array.buffer] });
  return array;
}

const refused: [path: string, value: unknown, message: RegExp][] = [
  ['network', null, /network must be an object/],
  ['network.inputs', 0, /network\.inputs must be a finite number from 1 to 9007199254740991; found 0\./],
  ['network.inputs', 2.5, /network\.inputs must be a whole number; found 2\.5/],
  ['network.inputs', '5', /network\.inputs must be a number/],
  ['network.inputs', 6, /train\.features must have 618 values; found 515/],
  ['network.layers', {}, /network\.layers must be an array/],
  ['network.layers', [], /at least 1 layer/],
  ['network.layers.0', 7, /network\.layers\[0\] must be an object/],
  ['network.layers.0.units', Number.NaN, /network\.layers\[0\]\.units must be a finite number/],
  ['network.layers.0.units', -1, /network\.layers\[0\]\.units must be/],
  [
    'network.layers.0.activation',
    'swish',
    /network\.layers\[0\]\.activation is unknown: "swish"; use one of linear, step, sigmoid, .*\.$/,
  ],
  ['network.layers.0.initializer', 3, /network\.layers\[0\]\.initializer must be a string/],
  ['network.layers.1.activation', 'relu', /last layer's activation must be linear/],
  ['loss', 'hinge', /loss is unknown: "hinge"/],
  ['optimizer', undefined, /optimizer must be an object/],
  ['optimizer.type', 'unheardOf', /optimizer\.type is unknown: "unheardOf"/],
  ['optimizer.learningRate', Number.NaN, /optimizer\.learningRate must be a finite number/],
  ['optimizer.learningRate', Number.POSITIVE_INFINITY, /optimizer\.learningRate must be a finite number/],
  ['optimizer.beta2', 1, /optimizer\.beta2 must be/],
  ['optimizer.weightDecay', -0.1, /optimizer\.weightDecay must be/],
  ['batchSize', 0, /batchSize must be/],
  ['batchSize', 'half', /batchSize must be a number or "full"/],
  ['epochs', 0, /epochs must be/],
  ['patience', -1, /patience must be/],
  ['seed', 1.5, /seed must be a whole number/],
  ['threads', 0, /threads must be/],
  ['threads', 257, /threads must be/],
  ['train', null, /train\.rows must be at least 1/],
  ['train.rows', 0, /train\.rows must be at least 1/],
  ['train.rows', 104, /train\.features must have 520 values; found 515/],
  ['train.features', new Int32Array(515), /train\.features must be a Float32Array/],
  ['train.features', Array(515).fill(0), /train\.features must be a Float32Array/],
  ['train.features', new Float32Array(514), /train\.features must have 515 values; found 514/],
  ['train.features', detached(515), /train\.features must have 515 values; found 0/],
  ['train.targets', new Float32Array(309), /train\.targets must have 103 values; found 309/],
  [
    'train.targets',
    new Float32Array(103).fill(3),
    /train\.targets\[0\] must be a class from 0 to 2; found 3/,
  ],
  ['train.targets', new Float32Array(103).fill(0.5), /train\.targets\[0\] must be a class from 0 to 2/],
  ['train.targets', new Float32Array(103).fill(Number.NaN), /train\.targets\[0\] must be a class/],
  ['validation.features', null, /validation\.features must be a Float32Array/],
  ['history', 5, /history must be an object/],
  ['history', { bytes: -1, most: 240, fewest: 8 }, /history\.bytes must be a finite number/],
  ['history', { bytes: 1e6, most: 2.5, fewest: 8 }, /history\.most must be a whole number/],
  ['history', { bytes: 1e6, most: 240 }, /history\.fewest must be a number/],
  ['checkpoint', 5, /checkpoint must be an object/],
  ['checkpoint', {}, /checkpoint\.epoch must be a number/],
];

describe('createRun refuses', () => {
  test.each(refused)('a wrong %s (case %#)', (path, value, message) => {
    expect(() => engine.createRun(withValue(path, value))).toThrow(message);
  });

  test('nothing at all', () => {
    expect(() => engine.createRun(undefined as unknown as TrainConfig)).toThrow(Error);
  });

  test('a checkpoint of another network', async () => {
    const other = classifier({ epochs: 1 });
    const run = engine.createRun(other);
    run.start();
    while (run.checkpoint() === null) await new Promise(setImmediate);
    const checkpoint = run.checkpoint()!;
    run.dispose();
    const tensor = (value: unknown) => withValue('checkpoint', value, classifier());
    expect(() => engine.createRun(tensor({ ...checkpoint, layers: [] }))).toThrow(
      /checkpoint\.layers must have 2/,
    );
    expect(() => engine.createRun(tensor({ ...checkpoint, slots: [] }))).toThrow(
      /checkpoint\.slots must have 4/,
    );
    const [first, ...rest] = checkpoint.layers;
    const short = { ...first!, weight: new Float32Array(3) };
    expect(() => engine.createRun(tensor({ ...checkpoint, layers: [short, ...rest] }))).toThrow(
      /checkpoint\.layers\[0\]\.weight must have 100 values; found 3/,
    );
    engine.createRun(tensor(checkpoint)).dispose();
  });

  test('whatever else may be in the place of a value', () => {
    const paths = refused.map(([path]) => path).filter((path) => !path.startsWith('checkpoint'));
    const values = fc.oneof(
      fc.constantFrom(
        undefined,
        null,
        true,
        '',
        'full',
        'relu',
        Number.NaN,
        -0,
        1e308,
        2 ** 53,
        -1,
        0.5,
        1n,
        Symbol('s'),
      ),
      fc.double(),
      fc.integer({ min: -10, max: 300 }),
      fc.float32Array({ maxLength: 600 }),
      fc.uint8Array({ maxLength: 600 }),
      fc.array(fc.anything(), { maxLength: 3 }),
      fc.object({ maxDepth: 2 }),
    );
    const run = (path: string, value: unknown) => {
      try {
        // Cloning would not take symbols along.
        engine.createRun(withValue(path, value)).dispose();
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    };
    fc.assert(fc.property(fc.constantFrom(...paths), values, run), { numRuns: 1500 });
  });
});

describe('what does not fit into memory', () => {
  const refusal = (config: TrainConfig) => {
    try {
      engine.createRun(config).dispose();
    } catch (error) {
      return error;
    }
    return undefined;
  };

  test.each([
    ['a layer of 10^9 units', withValue('network.layers.0.units', 1e9)],
    ['a layer of 2^53 - 1 units', withValue('network.layers.0.units', Number.MAX_SAFE_INTEGER)],
    ['2^32 - 1 rows', withValue('train.rows', 2 ** 32 - 1)],
  ])('%s are refused with a sentence', (_, config) => {
    const error = refusal(config) as AppError;
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe('out_of_memory');
    expect(error.message).toMatch(/^This training needs [\d.]+ GiB of memory: use fewer units/);
    expect(error.values.needed).toBeGreaterThan(2 ** 30);
  });

  test('is refused by forward as well', async () => {
    const { network } = withValue('network.layers.0.units', 1e9);
    await expect(engine.forward(network, [[]], new Float32Array(5), 1, 1)).rejects.toMatchObject({
      code: 'out_of_memory',
    });
  });
});

describe('forward', () => {
  const network = classifier().network;
  const layers = [
    { inputs: 5, outputs: 20, weight: new Float32Array(100), bias: new Float32Array(20) },
    { inputs: 20, outputs: 3, weight: new Float32Array(60), bias: Float32Array.of(1, 2, 3) },
  ];

  test('gives no outputs for no rows, and rows x outputs else', async () => {
    expect(await engine.forward(network, [layers], new Float32Array(0), 0, 1)).toEqual(new Float32Array(0));
    expect(await engine.forward(network, [layers], new Float32Array(10), 2, 1)).toEqual(
      Float32Array.of(1, 2, 3, 1, 2, 3),
    );
  });

  test('does not mind that the caller overwrites the features', async () => {
    const features = new Float32Array(5);
    const outputs = engine.forward(network, [layers], features, 1, 1);
    features.fill(Number.NaN);
    expect(await outputs).toEqual(Float32Array.of(1, 2, 3));
  });

  test('refuses no network, and names the member that is wrong', async () => {
    const given = [layers, layers.slice(1)];
    await expect(engine.forward(network, [], new Float32Array(5), 1, 1)).rejects.toThrow(
      'members must have at least 1 entry; found 0',
    );
    await expect(engine.forward(network, given, new Float32Array(5), 1, 1)).rejects.toThrow(
      'members[1] must have 2 entries; found 1',
    );
  });

  test.each([
    ['too few features', layers, new Float32Array(4), /features must have 5 values; found 4/],
    ['a layer too few', layers.slice(1), new Float32Array(5), /members\[0\] must have 2 entries; found 1/],
    [
      'layers in the wrong order',
      layers.toReversed(),
      new Float32Array(5),
      /members\[0\]\[0\]\.weight must have 100/,
    ],
  ])('refuses %s', async (_, given, features, message) => {
    await expect(engine.forward(network, [given], features, 1, 1)).rejects.toThrow(message);
  });
});

describe('steering refuses', () => {
  test('units, choices and listeners that there are not', () => {
    const run = engine.createRun(classifier());
    expect(() => run.step('day' as 'batch')).toThrow('unit must be "batch" or "epoch"; found "day"');
    expect(() => run.weights('first' as 'best')).toThrow('which must be "best" or "last"; found "first"');
    expect(() => run.onSnapshot(5 as never)).toThrow('onSnapshot needs a function');
    run.dispose();
  });
});
