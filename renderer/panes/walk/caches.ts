// Values that the forward pass keeps, and gradients of the backward pass: one line of values each, with the step that computes it and
// the steps that use it again.

import { derivativeByActivation } from './derivativeTex.ts';
import { layerOf } from './stepWords.ts';
import { hasBias, type Walked } from './walkedRow.ts';
import { type Step, type StepKind, stepIndex } from './walkSteps.ts';
import { Symbols } from './walkTex.ts';

export interface CacheLine {
  tex: string;
  /** The same in words. */
  name: string;
  /** Values of the drawn units. */
  values: { unit: number; value: number }[];
  /** Column of the picture; the inputs are column 0. */
  column: number;
  /** Index of the step that computes the line; it is shown from then on. */
  from: number;
  /** Indices of the steps that use the line again. */
  used: number[];
}

export function forwardLines(walked: Walked, steps: readonly Step[]): CacheLine[] {
  const { walk, shape } = walked;
  const symbols = new Symbols(walked);
  const { last } = symbols;
  const inputs = walk.inputs.map(({ value }) => value);
  const lines = [line(walked, 0, 'x', 'x_i', inputs, 0, [stepIndex(steps, 'dWeights', 0)])];
  for (let layer = 0; layer <= last; layer++) lines.push(...layerLines(walked, steps, symbols, layer));
  if (shape.head !== 'linear') {
    const used = lossTakesSums(walked) ? [] : [stepIndex(steps, 'dLoss', last)];
    const from = stepIndex(steps, 'output', last);
    lines.push(line(walked, last + 1, 'p', symbols.activation(last, 'k'), walked.predictions, from, used));
  }
  return lines;
}

/** Lines of a layer: pre-activations z, normalised and shifted ones (n, s), activations a. */
function layerLines(walked: Walked, steps: readonly Step[], symbols: Symbols, layer: number): CacheLine[] {
  const { z, a, normalization } = walked.walk.layers[layer]!;
  const column = layer + 1;
  const uses = usesOf(walked, steps, layer);
  const add = (letter: string, tex: string, values: readonly number[], from: StepKind, used: number[]) =>
    line(walked, column, letter, tex, values, stepIndex(steps, from, layer), used);
  const lines = [add('z', symbols.of('z', layer, 'j'), z, 'sums', uses.sums)];
  if (normalization) {
    const { normalized, shifted } = normalization;
    const normalizedUse = [stepIndex(steps, 'dNormalize', layer)];
    lines.push(
      add('n', symbols.of('n', layer, 'j'), normalized, 'normalize', normalizedUse),
      add('s', symbols.of('s', layer, 'j'), shifted, 'normalize', uses.shifted),
    );
  }
  const hidden = walked.shape.layers[layer];
  if (hidden && hidden.activation !== 'linear')
    lines.push(add('a', symbols.activation(layer, 'j'), a, 'activate', uses.activations));
  return lines;
}

/** Steps of the backward pass that use a layer's values again. */
function usesOf(walked: Walked, steps: readonly Step[], layer: number) {
  const { layers } = walked.shape;
  const hidden = layers[layer];
  const weights = [stepIndex(steps, 'dWeights', layer + 1)];
  const gradient = [stepIndex(steps, 'dActivate', layer)];
  const byActivation = hidden !== undefined && derivativeByActivation(hidden.activation);
  /** Steps that use the activation function's input; with a linear layer that input is also the layer's activation. */
  const given = hidden?.activation === 'linear' ? weights : byActivation ? [] : gradient;
  const loss = layer === layers.length && lossTakesSums(walked) ? [stepIndex(steps, 'dLoss', layer)] : [];
  return {
    sums: [...(hidden?.normalized ? [] : given), ...loss],
    shifted: given,
    activations: [...weights, ...(byActivation ? gradient : [])],
  };
}

/** Whether the loss is computed from the logits rather than from the probabilities or predictions. */
function lossTakesSums({ shape, spec }: Walked): boolean {
  return shape.head === 'linear' || spec.training.loss === 'hinge';
}

export function backwardLines(walked: Walked, steps: readonly Step[]): CacheLine[] {
  const s = new Symbols(walked);
  const lines: CacheLine[] = [];
  for (const [at, { kind, layer }] of steps.entries()) {
    const found = walked.walk.layers[layer];
    if (!found) continue;
    const { dA, dZ, dWeight, normalization } = found;
    const column = layer + 1;
    const below = stepIndex(steps, 'dWeights', layer);
    const next = layer > 0 ? [stepIndex(steps, 'dActivations', layer - 1)] : [];
    const add = (letter: string, of: string, values: readonly number[], used: number[], where = column) =>
      lines.push(line(walked, where, `∂${letter}`, s.gradient(of), values, at, used));
    if (kind === 'dLoss') add('z', s.of('z', layer, 'k'), dZ, [below, ...next]);
    if (kind === 'dActivations') {
      const whole = walked.shape.layers[layer]?.activation === 'linear' && normalization === null;
      add('a', s.activation(layer, 'j'), dA, whole ? [at + 1, ...next] : [at + 1]);
    }
    if (kind === 'dActivate') {
      const normalized = normalization !== null;
      add(
        normalized ? 's' : 'z',
        s.preActivation(layer, 'j'),
        normalization?.dShifted ?? dZ,
        normalized ? [at + 1] : [below, ...next],
      );
    }
    if (kind === 'dNormalize') add('z', s.of('z', layer, 'j'), dZ, [below, ...next]);
    if (kind === 'dWeights') {
      const unit = walked.columns[column]!.followed;
      add(
        'w',
        s.of('w', layer, `${s.unit(layer, unit)},i`),
        dWeight[unit]!,
        [stepIndex(steps, 'update', s.last)],
        layer,
      );
      if (hasBias(walked, layer)) add('b', s.of('b', layer, 'j'), dZ, [stepIndex(steps, 'update', s.last)]);
    }
  }
  return lines;
}

function line(
  walked: Walked,
  column: number,
  letter: string,
  tex: string,
  values: readonly number[],
  from: number,
  used: number[],
): CacheLine {
  const shown = walked.columns[column]!.shown.map((unit) => ({ unit, value: values[unit]! }));
  return { tex, name: `${letter}, ${layerOf(walked, column - 1)}`, values: shown, column, from, used };
}
