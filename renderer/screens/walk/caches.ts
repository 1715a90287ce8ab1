// What is kept on the way forward, and the slopes on the way back: one line of values each, with the step in which it is made and the
// steps that use it again.
import { slopeByAnswer } from './bendTex.ts';
import { layerOf } from './stepWords.ts';
import type { Walked } from './walkedRow.ts';
import { placeOf, type Step } from './walkSteps.ts';
import { Symbols } from './walkTex.ts';

export interface CacheLine {
  tex: string;
  /** The same in words. */
  name: string;
  /** Of the drawn units. */
  values: { unit: number; value: number }[];
  /** Column of the picture, the inputs being 0. */
  column: number;
  /** Step in which it is made; it is shown from there on. */
  from: number;
  /** Steps in which it is used again. */
  used: number[];
}

export function forwardLines(walked: Walked, steps: readonly Step[]): CacheLine[] {
  const s = new Symbols(walked);
  const { walk, shape } = walked;
  const last = s.last;
  /** Whether the loss looks at the last sums, not at what is made of them. */
  const bySums = shape.head === 'linear' || walked.spec.training.loss === 'hinge';
  const inputs = walk.inputs.map(({ value }) => value);
  const lines = [line(walked, 0, 'x', 'x_i', inputs, 0, [placeOf(steps, 'dWeights', 0)])];
  for (const [layer, { z, a, normalization }] of walk.layers.entries()) {
    const bent = shape.layers[layer];
    const column = layer + 1;
    const inward = [placeOf(steps, 'dWeights', column)];
    const bendUse = [placeOf(steps, 'dBend', layer)];
    const plain = bent?.activation === 'linear' && !bent.normalized;
    const lossUse = bySums && layer === last ? [placeOf(steps, 'dLoss', last)] : [];
    const zUse = plain
      ? inward
      : bent?.normalized || (bent !== undefined && slopeByAnswer(bent.activation))
        ? []
        : bendUse;
    lines.push(
      line(walked, column, 'z', s.of('z', layer, 'j'), z, placeOf(steps, 'sums', layer), [
        ...zUse,
        ...lossUse,
      ]),
    );
    if (normalization) {
      const shiftedUse =
        bent?.activation === 'linear'
          ? inward
          : bent !== undefined && slopeByAnswer(bent.activation)
            ? []
            : bendUse;
      lines.push(...normalizationLines(walked, steps, layer, normalization, shiftedUse));
    }
    if (bent && bent.activation !== 'linear')
      lines.push(
        line(walked, column, 'a', s.answer(layer, 'j'), a, placeOf(steps, 'bend', layer), [
          ...inward,
          ...(slopeByAnswer(bent.activation) ? bendUse : []),
        ]),
      );
  }
  if (shape.head !== 'linear') {
    const made = placeOf(steps, 'answer', last);
    const used = bySums ? [] : [placeOf(steps, 'dLoss', last)];
    lines.push(line(walked, last + 1, 'p', s.answer(last, 'k'), walked.answers, made, used));
  }
  return lines;
}

/** The sums of a layer normalised, then scaled and shifted. */
function normalizationLines(
  walked: Walked,
  steps: readonly Step[],
  layer: number,
  { normalized, shifted }: { normalized: readonly number[]; shifted: readonly number[] },
  shiftedUse: number[],
): CacheLine[] {
  const s = new Symbols(walked);
  const from = placeOf(steps, 'normalize', layer);
  const normalizedUse = [placeOf(steps, 'dNormalize', layer)];
  return [
    line(walked, layer + 1, 'n', s.of('n', layer, 'j'), normalized, from, normalizedUse),
    line(walked, layer + 1, 's', s.of('s', layer, 'j'), shifted, from, shiftedUse),
  ];
}

export function backwardLines(walked: Walked, steps: readonly Step[]): CacheLine[] {
  const s = new Symbols(walked);
  const lines: CacheLine[] = [];
  for (const [at, { kind, layer }] of steps.entries()) {
    const found = walked.walk.layers[layer];
    if (!found) continue;
    const { dA, dZ, dWeight, normalization } = found;
    const column = layer + 1;
    const below = placeOf(steps, 'dWeights', layer);
    const next = layer > 0 ? [placeOf(steps, 'dAnswers', layer - 1)] : [];
    const add = (letter: string, of: string, values: readonly number[], used: number[], where = column) =>
      lines.push(line(walked, where, `∂${letter}`, s.slope(of), values, at, used));
    if (kind === 'dLoss') add('z', s.of('z', layer, 'k'), dZ, [below, ...next]);
    if (kind === 'dAnswers') {
      const whole = walked.shape.layers[layer]?.activation === 'linear' && normalization === null;
      add('a', s.answer(layer, 'j'), dA, whole ? [at + 1, ...next] : [at + 1]);
    }
    if (kind === 'dBend') {
      const normalized = normalization !== null;
      add(
        normalized ? 's' : 'z',
        s.bent(layer, 'j'),
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
        [placeOf(steps, 'update', s.last)],
        layer,
      );
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
