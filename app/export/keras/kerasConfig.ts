// What Keras writes of a model's layers, as JSON -> those layers, one behind the other. Keras 3 and Keras 2 write it in two ways each, for Sequential
// models and for models that were made by calling layers (Functional), which may branch and are then refused.
import { z } from 'zod';
import { Refusal } from '../foreign/stack.ts';
import { parseStrictly } from '../strictJson.ts';
import { reasonOf } from '../tensors.ts';

export interface KerasLayer {
  /** Its class, such as `Dense`. */
  kind: string;
  name: string;
  /** Unchecked. */
  config: Record<string, unknown>;
}

const object = z.record(z.string(), z.unknown());
const layerSchema = z.object({
  class_name: z.string().max(200),
  config: object,
  name: z.string().max(1_000).optional(),
  module: z.string().nullish(),
  registered_name: z.string().nullish(),
  inbound_nodes: z.array(z.unknown()).default([]),
});
type WrittenLayer = z.infer<typeof layerSchema>;
const modelSchema = z.object({ class_name: z.string().max(200), config: z.unknown().optional() });
const layersSchema = z.array(layerSchema).max(10_000);
const networkSchema = z.object({ layers: layersSchema, build_input_shape: z.unknown().optional() });

/** Layers in the order in which rows go through them, the input first. Throws Refusal. */
export function kerasLayers(json: string): KerasLayer[] {
  const { class_name: kind, config } = checked(modelSchema, parsedJson(json));
  if (kind === 'Sequential') return sequence(config);
  if (kind === 'Functional' || kind === 'Model') return chain(checked(networkSchema, config).layers);
  throw new Refusal(`it is a model of the class ${kind}, whose layers its own program connects; ${asOnnx}`);
}

/** What to do with what only its own program can compute. */
export const asOnnx = 'save it as ONNX (model.export("model.onnx", format="onnx")) and open that';

function parsedJson(json: string): unknown {
  try {
    return parseStrictly(json);
  } catch (error) {
    // A syntax error quotes the text.
    const reason = error instanceof SyntaxError ? 'it is not JSON' : reasonOf(error);
    throw new Refusal(`its config cannot be read: ${reason}`);
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error!.issues;
  throw new Refusal(
    `its config cannot be read at ${issue?.path.join('.') || 'its beginning'}: ${issue?.message}`,
  );
}

/** Keras 1 wrote the list alone. A Sequential of Keras 2 may say its inputs' shape with its first layer only. */
function sequence(config: unknown): KerasLayer[] {
  const written = Array.isArray(config) ? { layers: config } : config;
  const { layers: all, build_input_shape: built } = checked(networkSchema, written);
  const layers = all.map(layerOf);
  const [first] = layers;
  if (first === undefined) throw new Refusal('it has no layers');
  if (first.kind === 'InputLayer') return layers;
  const shape = shapeOf(first.config) ?? built;
  return [{ kind: 'InputLayer', name: `${first.name}_input`, config: { batch_shape: shape } }, ...layers];
}

/** The shape of what goes into a layer, rows first, where its config says it. */
export function shapeOf({ batch_shape: shape, batch_input_shape: older }: Record<string, unknown>): unknown {
  return shape ?? older ?? undefined;
}

/** A number; what NumPy wrote is wrapped. */
export const scalar: z.ZodType<number> = z.union([
  z.number(),
  z.object({ config: z.object({ value: z.number() }) }).transform(({ config }) => config.value),
]);

/** The settings of a layer. Throws Refusal, a clause that goes on after the layer's name. */
export function settings<T>(schema: z.ZodType<T>, config: unknown): T {
  const { data, error } = schema.safeParse(config);
  if (data !== undefined) return data;
  const [issue] = error!.issues;
  throw new Refusal(`has the setting ${issue?.path.join('.')}, which is not read: ${issue?.message}`);
}

function layerOf({
  class_name: kind,
  config,
  name,
  module,
  registered_name: registered,
}: WrittenLayer): KerasLayer {
  const called = name ?? (typeof config.name === 'string' ? config.name : kind.toLowerCase());
  const own = module == null || /^(tf_)?keras\b/.test(module);
  if (!own || registered?.includes('>'))
    throw new Refusal(`the layer "${called}" (${kind}) is of a class of its own program; ${asOnnx}`);
  return { kind, name: called, config };
}

/** Layers that each read one other, from the only input to the only output. */
function chain(written: WrittenLayer[]): KerasLayer[] {
  const layers = written.map(layerOf);
  const next = new Map<string, number>();
  let first: KerasLayer | null = null;
  for (const [at, layer] of layers.entries()) {
    const sources = written[at]!.inbound_nodes.map(sourcesOf);
    const where = `the layer "${layer.name}" (${layer.kind})`;
    if (sources.length > 1) throw new Refusal(`${where} is used ${sources.length} times`);
    const [source, ...more] = sources[0] ?? [];
    if (more.length > 0) throw new Refusal(`${where} reads ${more.length + 1} layers; only a chain is read`);
    if (source === undefined) {
      if (first !== null) throw new Refusal(`it has two inputs, "${first.name}" and "${layer.name}"`);
      first = layer;
    } else if (next.has(source)) {
      const other = layers[next.get(source)!]!;
      throw new Refusal(
        `both "${other.name}" and "${layer.name}" read the layer "${source}"; only a chain is read`,
      );
    } else next.set(source, at);
  }
  if (first === null) throw new Refusal('it has no input');
  const ordered = [first];
  for (let at = next.get(first.name); at !== undefined && ordered.length < layers.length; ) {
    ordered.push(layers[at]!);
    at = next.get(layers[at]!.name);
  }
  if (ordered.length < layers.length) throw new Refusal('its layers are not one chain');
  return ordered;
}

/** Names of the layers that a layer reads at one of the places where it is used. */
function sourcesOf(node: unknown): string[] {
  if (Array.isArray(node)) {
    // Keras 2: ["dense", 0, 0, {}].
    const [name, ...indices] = node;
    if (typeof name === 'string' && indices.slice(0, 2).every((index) => typeof index === 'number'))
      return [name];
    return node.flatMap(sourcesOf);
  }
  if (typeof node !== 'object' || node === null) return [];
  if ('keras_history' in node) return sourcesOf(node.keras_history);
  return Object.values(node).flatMap(sourcesOf);
}
