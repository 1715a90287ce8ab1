// A trained model -> one JSON file for programs without a safetensors reader: the same content, numbers as decimals
// that round to the same float32, the shortest ones. Written in pieces, since one string cannot hold a large network. readJson.ts reads it back.
import {
  inputNames,
  type LayerWeights,
  type Model,
  type NormalizationWeights,
  normalizationEpsilon,
} from '../contract/model.ts';
import { sealed } from './checksum.ts';
import { modelFingerprint } from './fingerprint.ts';
import { memberTensors } from './memberTensors.ts';
import { metadataOf } from './modelMetadata.ts';
import { shortestOf } from './shortest.ts';

/** UTF-8 bytes. */
export function encodeModelJson(model: Model): Uint8Array {
  const { format, formatVersion, checksum, ...content } = sealed({
    tensors: memberTensors(model),
    metadata: metadataOf(model),
  });
  const values = Object.entries(content).map(([key, text]) => [key, JSON.parse(text)]);
  const head = JSON.stringify(
    {
      ...{ format, formatVersion: Number(formatVersion), checksum, fingerprint: modelFingerprint(model) },
      ...Object.fromEntries(values),
      inputNames: inputNames(model.preparation),
    },
    null,
    1,
  );
  const encoder = new TextEncoder();
  const pieces = [encoder.encode(`${head.slice(0, -2)},\n `)];
  for (const text of networkTexts(model)) pieces.push(encoder.encode(text));
  pieces.push(encoder.encode('\n}\n'));
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** `"layers"` of one network; `"members"` of an ensemble, each with its own. */
function* networkTexts(model: Model): Generator<string> {
  const one = model.spec.training.ensemble === undefined;
  if (!one) yield '"members": [';
  for (const [member, layers] of model.members.entries()) {
    if (!one) yield member === 0 ? '{' : ', {';
    yield '"layers": [';
    for (const [i, layer] of layers.entries()) {
      yield i === 0 ? '\n' : ',\n';
      yield* layerTexts(model, layer, i);
    }
    yield one ? '\n ]' : '\n ]}';
  }
  if (!one) yield ']';
}

function* layerTexts(model: Model, layer: LayerWeights, i: number): Generator<string> {
  const activation = activationOf(model, i);
  yield `  {"inputs": ${layer.inputs}, "outputs": ${layer.outputs}, "activation": "${activation}",\n   "weight": [`;
  for (let row = 0; row < layer.outputs; row++) {
    const numbers = decimals(layer.weight.subarray(row * layer.inputs, (row + 1) * layer.inputs));
    yield `${row === 0 ? '' : ',\n    '}[${numbers}]`;
  }
  yield `],\n   "bias": [${decimals(layer.bias)}]`;
  if (layer.normalization !== undefined) yield normalizationText(layer.normalization);
  yield '}';
}

function normalizationText({ kind, gamma, beta, mean, variance }: NormalizationWeights): string {
  const running =
    mean === undefined || variance === undefined
      ? ''
      : `, "running_mean": [${decimals(mean)}], "running_var": [${decimals(variance)}]`;
  return `,\n   "norm": {"kind": "${kind}", "epsilon": ${normalizationEpsilon}, "weight": [${decimals(gamma)}], "bias": [${decimals(beta)}]${running}}`;
}

/** What layer `i` is said to go through: of the last one it is what turns its outputs into predictions. */
export function activationOf(model: Model, i: number): string {
  return model.spec.model.layers[i]?.activation ?? outputActivation(model);
}

function outputActivation({ preparation: { target } }: Model): string {
  if (target.kind === 'numeric') return target.link === 'log' ? 'exp' : 'linear';
  return target.classes.length === 2 ? 'sigmoid' : 'softmax';
}

/** To many readers of JSON, `-0` is the whole number 0. */
function decimals(numbers: Float32Array): string {
  const shortest = shortestOf(numbers);
  return Array.from(numbers, (x) => (Object.is(x, -0) ? '-0.0' : shortest(x))).join(',');
}
