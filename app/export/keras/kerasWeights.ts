// Where a layer's weights are. Keras 3 counts a model's layers by their classes (`layers/dense_1/vars/0`), whatever they are called; files of Keras 2
// (and of Keras 3 that were saved as .h5) name groups after the layers, and list the arrays in each.
import { Refusal } from '../foreign/stack.ts';
import type { Hdf5, Hdf5Array } from './hdf5.ts';
import type { KerasLayer } from './kerasConfig.ts';

/** The arrays of a layer that Keras calls `names`, in its order; `behind` are those behind them that are not read. Throws Refusal, a clause that goes
 *  on after the layer's name. */
export type TakeWeights = (
  layer: KerasLayer,
  names: readonly string[],
  behind?: readonly string[],
) => Hdf5Array[];

/** @param layers all of the model, in its order */
export function countedWeights(file: Hdf5, layers: readonly KerasLayer[]): TakeWeights {
  // What Keras 2.13 called it.
  const room = file.has(['layers']) ? 'layers' : '_layer_checkpoint_dependencies';
  const counts = new Map<string, number>();
  const places = new Map(
    layers.map((layer) => {
      const kind = snakeCase(layer.kind);
      const count = counts.get(kind) ?? 0;
      counts.set(kind, count + 1);
      return [layer, count === 0 ? kind : `${kind}_${count}`] as const;
    }),
  );
  return (layer, names, behind = []) => {
    const place = [room, places.get(layer) ?? '', 'vars'];
    const held = file.names(place).length;
    const all = [...names, ...behind];
    if (held !== all.length)
      throw new Refusal(
        `has ${held} arrays of weights in the file instead of ${all.length} (${all.join(', ')})`,
      );
    return names.map((_, k) => file.array([...place, String(k)]));
  };
}

/** Of a class as Keras writes it: `BatchNormalization` -> `batch_normalization`. */
function snakeCase(kind: string): string {
  return kind
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

const root = 'model_weights';

export function namedWeights(file: Hdf5): TakeWeights {
  return ({ name: layer }, names) => {
    const group = [root, ...layer.split('/')];
    // Such as `dense/kernel:0`, or `sequential/dense/kernel`.
    const written = textsOf(file.attribute(group, 'weight_names'));
    return names.map((name) => {
      const path = written.find((text) => text.split('/').at(-1)!.replace(/:\d+$/, '') === name);
      if (path === undefined) throw new Refusal(`has no weights called "${name}" in the file`);
      return file.array([...group, ...path.split('/')]);
    });
  };
}

function textsOf(value: unknown): string[] {
  // Texts of one length end with zeros.
  return Array.isArray(value) ? value.map((text) => String(text).replace(/\0+$/, '')) : [];
}
