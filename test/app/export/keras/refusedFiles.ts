// Files of Keras that are no chain of dense layers, or whose weights are others than their config says: those of files/, with another config.
import { unzipSync, zipSync } from 'fflate';
import { bytesOf } from './kerasFiles.ts';

interface WrittenLayer {
  class_name: string;
  config: Record<string, unknown>;
  name?: string;
  module: string;
  registered_name: string | null;
  inbound_nodes: { args: { config: { keras_history: unknown[] } }[] }[];
}
interface WrittenModel {
  class_name: string;
  config: { layers: WrittenLayer[] };
}

/** An archive of Keras with other entries; none: the entry is left out. */
export function withEntries(
  file: string,
  entries: Record<string, Uint8Array | null>,
  level: 0 | 9 = 0,
): Uint8Array {
  const all = { ...unzipSync(bytesOf(file)), ...entries };
  const kept = Object.entries(all).filter((entry): entry is [string, Uint8Array] => entry[1] !== null);
  return zipSync(Object.fromEntries(kept), { level });
}

const text = (value: string) => new TextEncoder().encode(value);

export function withConfig(file: string, change: (model: WrittenModel) => void): Uint8Array {
  const model = JSON.parse(new TextDecoder().decode(unzipSync(bytesOf(file))['config.json']));
  change(model);
  return withEntries(file, { 'config.json': text(JSON.stringify(model)) });
}

const settingOf = (name: string, settings: Record<string, unknown>) => (model: WrittenModel) => {
  Object.assign(model.config.layers.find(({ config }) => config.name === name)!.config, settings);
};

/** In a layer's place another one. */
const layerOf = (name: string, layer: Partial<WrittenLayer>) => (model: WrittenModel) => {
  Object.assign(model.config.layers.find(({ config }) => config.name === name)!, layer);
};

const readBy =
  (name: string, ...sources: string[]) =>
  (model: WrittenModel) => {
    const layer = model.config.layers.find((each) => each.name === name)!;
    const [first] = layer.inbound_nodes[0]!.args;
    layer.inbound_nodes[0]!.args = sources.map((source) => ({
      ...first!,
      config: { ...first!.config, keras_history: [source, 0, 0] },
    }));
  };

const asOnnx = 'save it as ONNX (model.export("model.onnx", format="onnx")) and open that';

const changed: [name: string, file: string, change: (model: WrittenModel) => void, reason: string][] = [
  [
    'a layer is a convolution',
    'classifier.keras',
    layerOf('species', { class_name: 'Conv1D' }),
    'the layer "species" (Conv1D) is not read: Chainrule has dense layers one behind the other, with their activations and normalisations',
  ],
  [
    'a layer is of its own class, though it is called Dense',
    'classifier.keras',
    layerOf('species', { module: 'mine', registered_name: 'mine>Dense' }),
    `the layer "species" (Dense) is of a class of its own program; ${asOnnx}`,
  ],
  [
    'the model is of its own class',
    'classifier.keras',
    (model) => {
      model.class_name = 'Mine';
    },
    `it is a model of the class Mine, whose layers its own program connects; ${asOnnx}`,
  ],
  [
    'a slope is another',
    'classifier.keras',
    settingOf('species', { activation: 'leaky_relu' }),
    'the layer "species" (Dense) has the negative slope 0.2; that of Chainrule\'s leaky relu is 0.01',
  ],
  [
    'an activation is another',
    'classifier.keras',
    settingOf('species', { activation: 'mish' }),
    'the layer "species" (Dense) has the activation mish, which Chainrule does not have',
  ],
  [
    'an activation is a function of its own program',
    'classifier.keras',
    settingOf('species', { activation: { class_name: 'function', config: 'mine', module: 'mine' } }),
    `the layer "species" (Dense) has an activation of its own program, mine; ${asOnnx}`,
  ],
  [
    'an activation is code',
    'classifier.keras',
    settingOf('species', { activation: { value: ['4wEAAAA=', null, null] } }),
    `the layer "species" (Dense) has an activation of its own program, a function; ${asOnnx}`,
  ],
  [
    'a relu has a limit',
    'functional.keras',
    settingOf('re_lu', { max_value: 6 }),
    'the layer "re_lu" (ReLU) has the limit 6 and the threshold 0; Chainrule\'s relu has none',
  ],
  [
    'softmax stands in the middle',
    'functional.keras',
    settingOf('dense', { activation: 'softmax' }),
    'the layer "batch_normalization" (BatchNormalization) follows a softmax',
  ],
  [
    'softmax has one unit',
    'functional.keras',
    settingOf('chance', { activation: 'softmax' }),
    'the layer "chance" (Dense) has one output, which is always 1',
  ],
  [
    'a layer normalises by the mean square alone',
    'functional.keras',
    settingOf('layer_normalization', { rms_scaling: true }),
    'the layer "layer_normalization" (LayerNormalization) normalises by the root of the mean square',
  ],
  [
    'two layers read one',
    'functional.keras',
    readBy('re_lu', 'first'),
    'both "layer_normalization" and "re_lu" read the layer "first"; only a chain is read',
  ],
  [
    'a layer reads two',
    'functional.keras',
    readBy('chance', 're_lu_1', 'first'),
    'the layer "chance" (Dense) reads 2 layers; only a chain is read',
  ],
  ['layers stand in a circle', 'functional.keras', readBy('first', 'chance'), 'its layers are not one chain'],
  [
    'the config says more units than the weights have',
    'classifier.keras',
    settingOf('species', { units: 1_000_000_000 }),
    'the layer "species" (Dense) has a kernel of shape [5, 3] in the file instead of [5, 1000000000]',
  ],
  [
    'the config says other inputs',
    'classifier.keras',
    (model) => {
      model.config.layers[0]!.config.batch_shape = [null, 5];
    },
    'the layer "normalization" (Normalization) scales 4 of 5 numbers',
  ],
  [
    'rows are not flat',
    'picture.keras',
    (model) => {
      model.config.layers = model.config.layers.filter(({ class_name: kind }) => kind !== 'Flatten');
    },
    'the layer "dense" (Dense) reads rows of the shape [3, 2]; only flat ones are read',
  ],
  [
    'a bias is there that the config does not say',
    'classifier.keras',
    settingOf('species', { use_bias: false }),
    'the layer "species" (Dense) has 2 arrays of weights in the file instead of 1 (kernel)',
  ],
  [
    'there are no layers',
    'classifier.keras',
    (model) => {
      model.config.layers = [];
    },
    'it has no layers',
  ],
];

const deep = `{"class_name": "Sequential", "config": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

export const refusedFiles = [
  ...changed.map(([name, file, change, reason]) => ({ name, bytes: withConfig(file, change), reason })),
  {
    name: 'the config is nested deeply',
    bytes: withEntries('classifier.keras', { 'config.json': text(deep) }),
    reason: 'its config cannot be read: it is nested more than 64 levels deep',
  },
  {
    name: 'the config is no JSON',
    bytes: withEntries('classifier.keras', { 'config.json': text('{"class_name": NaN}') }),
    reason: 'its config cannot be read: it is not JSON',
  },
  {
    name: 'the weights are missing',
    bytes: withEntries('classifier.keras', { 'model.weights.h5': null }),
    reason: 'it has no model.weights.h5; only weights in HDF5 are read',
  },
  {
    name: 'the file has weights alone',
    bytes: unzipSync(bytesOf('classifier.keras'))['model.weights.h5']!,
    reason:
      'it is an HDF5 file without a model of Keras, or with its weights alone; save the whole model (model.save("model.keras")) and open that',
  },
];
