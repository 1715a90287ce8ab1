// A file of Keras -> a model file of ours, where its network is a chain of dense layers: `.keras`, a zip archive with the config as
// JSON and the weights as HDF5, or one HDF5 file with both (Keras 2, and Keras 3 where it saves as .h5). What stands in HDF5 may lead its reader in
// circles, so this runs in a process that can be ended (workspace/models/convertKeras.ts).

import { foreignModel } from '../foreign/foreignModel.ts';
import { type ForeignNetwork, network, networkOfNumbers } from '../foreign/foreignNetwork.ts';
import { Refusal, stack } from '../foreign/stack.ts';
import { zipEntries } from '../import/zipEntries.ts';
import { isKerasArchive } from '../modelKind.ts';
import { damaged, encodeTensors } from '../tensors.ts';
import { Hdf5 } from './hdf5.ts';
import { type KerasLayer, kerasLayers, shapeOf } from './kerasConfig.ts';
import { afterLayer, type KerasValue } from './kerasLayers.ts';
import { countedWeights, namedWeights, type TakeWeights } from './kerasWeights.ts';

/** As a model file of ours, which whoever takes it checks again. Throws AppError model_damaged; `path` is only for the sentence. */
export function modelFileOfKeras(bytes: Uint8Array, path: string): Uint8Array {
  const { tensors, metadata } = tensorsOfKeras(bytes, path);
  return encodeTensors(tensors, metadata);
}

function tensorsOfKeras(bytes: Uint8Array, path: string): ReturnType<typeof foreignModel> {
  try {
    const { layers, take } = isKerasArchive(bytes) ? ofArchive(bytes, path) : ofHdf5(bytes);
    return foreignModel(networkOf(layers, take));
  } catch (error) {
    if (error instanceof Refusal) throw damaged(path, error.message, error);
    throw error;
  }
}

interface Found {
  layers: KerasLayer[];
  take: TakeWeights;
}

function ofArchive(bytes: Uint8Array, path: string): Found {
  const entries = zipEntries(bytes, path);
  const [config, weights] = [entries.get('config.json'), entries.get('model.weights.h5')];
  if (config === undefined) throw new Refusal('it has no config.json');
  if (weights === undefined) throw new Refusal('it has no model.weights.h5; only weights in HDF5 are read');
  const layers = kerasLayers(new TextDecoder().decode(config));
  return { layers, take: countedWeights(new Hdf5(weights), layers) };
}

function ofHdf5(bytes: Uint8Array): Found {
  const file = new Hdf5(bytes);
  const config = file.attribute([], 'model_config');
  if (typeof config !== 'string')
    throw new Refusal(
      'it is an HDF5 file without a model of Keras, or with its weights alone; save the whole model (model.save("model.keras")) and open that',
    );
  return { layers: kerasLayers(config), take: namedWeights(file) };
}

function networkOf([input, ...layers]: KerasLayer[], take: TakeWeights): ForeignNetwork {
  if (input?.kind !== 'InputLayer') throw new Refusal('its first layer is not its input');
  const base = {
    inputs: [{ name: input.name, width: null }],
    scaling: null,
    layers: [],
    linear: null,
    after: null,
  };
  let at: KerasValue = { value: stack(base), shape: rowShape(input) };
  for (const layer of layers) at = afterLayer(at, layer, take);
  const { value } = at;
  if (value.kind === 'probabilities') return network(value.base, { kind: 'classes', names: null });
  return networkOfNumbers({ name: layers.at(-1)?.name ?? input.name, value });
}

/** Rows of one number each where nothing is said: the first layer's weights tell how many. */
function rowShape({ name, config }: KerasLayer): (number | null)[] {
  const shape = shapeOf(config);
  if (shape === undefined) return [null];
  const lengths = Array.isArray(shape) ? shape.slice(1) : [];
  const fits =
    lengths.length > 0 &&
    lengths.every((length) => length === null || (Number.isInteger(length) && length > 0));
  if (fits) return lengths;
  throw new Refusal(`its input "${name}" has a shape that is not read`);
}
