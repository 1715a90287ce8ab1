// A step as formulas: first the rule, then the same with the numbers of the followed units in it.

import { activationTex } from '../../formulas/activationTex.ts';
import { optimizerTex } from '../../formulas/optimizerTex.ts';
import { factor, texNumber } from '../../formulas/texNumber.ts';
import { m } from '../../paraglide/messages.js';
import { digitsToDiffer } from './beforeAfter.ts';
import { derivativeByActivation, derivativeTex } from './derivativeTex.ts';
import { inputScales, isIdentity } from './inputScale.ts';
import { lossStepTex } from './lossStepTex.ts';
import { flowInto, hasBias, type Walked } from './walkedRow.ts';
import type { Step } from './walkSteps.ts';
import { kept, Symbols, texText } from './walkTex.ts';

const r = String.raw;
/** Longest sum that is written out; of a longer one only the largest terms are written, and dots stand for the others. */
const mostTerms = 4;

/** Lines of TeX. */
export function stepTex(walked: Walked, step: Step): string[] {
  const { kind, layer } = step;
  const forward = { scale, sums, normalize, activate, output, loss } as const;
  const back = { dLoss, dWeights, dActivations, dActivate, dNormalize, update } as const;
  return { ...forward, ...back }[kind](walked, layer, new Symbols(walked));
}

function followed({ columns }: Walked, layer: number): number {
  return columns[layer + 1]!.followed;
}
/** A sum of products of pairs; `last` is one more term. */
function sumTex(pairs: readonly (readonly [number, number])[], last: string | null, marked: boolean): string {
  const order = [...pairs.keys()].sort(
    (i, j) => Math.abs(pairs[j]![0] * pairs[j]![1]) - Math.abs(pairs[i]![0] * pairs[i]![1]),
  );
  const written = pairs.length <= mostTerms ? [...pairs.keys()] : order.slice(0, mostTerms - 1);
  const terms = written.map((i) => {
    const [one, other] = pairs[i]!;
    return r`${factor(one)}\cdot${marked ? kept(factor(other)) : factor(other)}`;
  });
  return [
    ...terms,
    ...(written.length < pairs.length ? [r`\dots`] : []),
    ...(last === null ? [] : [last]),
  ].join('+');
}

function scale(walked: Walked): string[] {
  const i = walked.columns[0]!.followed;
  const x = walked.walk.inputs[i]?.value ?? 0;
  const known = inputScales(walked.plan?.preparation ?? null)[i];
  if (!known || isIdentity(known)) return [`x_{${i + 1}}=${texNumber(x)}`];
  const { mean, scale: deviation } = known;
  const raw = x * deviation + mean;
  return [
    r`x_i\leftarrow\frac{x_i-\mu_i}{\sigma_i}`,
    r`x_{${i + 1}}=\frac{${texNumber(raw)}-${factor(mean)}}{${texNumber(deviation)}}=${texNumber(x)}`,
  ];
}

function sums(walked: Walked, layer: number, s: Symbols): string[] {
  const j = followed(walked, layer);
  const { weight, bias, z } = walked.walk.layers[layer]!;
  const into = flowInto(walked, layer);
  const pairs = weight[j]!.map((w, i) => [w, into[i]!] as const);
  const name = s.of('z', layer, s.unit(layer, j));
  const biased = hasBias(walked, layer);
  return [
    r`${s.of('z', layer, 'j')}=\sum_i ${s.of('w', layer, 'ji')}\,${s.activation(layer - 1, 'i')}${biased ? `+${s.of('b', layer, 'j')}` : ''}`,
    `${name}=${sumTex(pairs, biased ? factor(bias[j]!) : null, false)}`,
    `${name}=${texNumber(z[j]!)}`,
  ];
}

function normalize(walked: Walked, layer: number, s: Symbols): string[] {
  const j = followed(walked, layer);
  const { normalization } = walked.walk.layers[layer]!;
  if (!normalization) return [];
  const { normalized, gamma, beta, shifted } = normalization;
  const [n, out, unit] = [
    (sub: string) => s.of('n', layer, sub),
    (sub: string) => s.of('s', layer, sub),
    s.unit(layer, j),
  ];
  return [
    r`${n('j')}=\frac{${s.of('z', layer, 'j')}-\mu_j}{\sqrt{\sigma_j^2+\varepsilon}},\quad ${out('j')}=\gamma_j\,${n('j')}+\beta_j`,
    `${n(unit)}=${texNumber(normalized[j]!)}`,
    r`${out(unit)}=${factor(gamma[j]!)}\cdot${factor(normalized[j]!)}+${factor(beta[j]!)}=${texNumber(shifted[j]!)}`,
  ];
}

function activate(walked: Walked, layer: number, s: Symbols): string[] {
  const j = followed(walked, layer);
  const { activation } = walked.shape.layers[layer]!;
  const { z, normalization, a } = walked.walk.layers[layer]!;
  const given = (normalization?.shifted ?? z)[j]!;
  return [
    activationTex[activation],
    r`${s.activation(layer, s.unit(layer, j))}=\operatorname{${activation}}\bigl(${texNumber(given)}\bigr)=${texNumber(a[j]!)}`,
  ];
}

function output(walked: Walked, layer: number, s: Symbols): string[] {
  const k = followed(walked, layer);
  const { z } = walked.walk.layers[layer]!;
  const name = s.activation(layer, s.unit(layer, k));
  const value = texNumber(walked.predictions[k]!);
  const power = `e^{${texNumber(z[k]!)}}`;
  switch (walked.shape.head) {
    case 'softmax': {
      const all =
        z.length <= mostTerms ? z.map((one) => `e^{${texNumber(one)}}`).join('+') : r`\sum_m e^{z_m}`;
      return [r`p_k=\frac{e^{z_k}}{\sum_m e^{z_m}}`, r`${name}=\frac{${power}}{${all}}=${value}`];
    }
    case 'sigmoid':
      return [r`p=\frac{1}{1+e^{-z}}`, r`${name}=\frac{1}{1+e^{${texNumber(-z[k]!)}}}=${value}`];
    default:
      return [r`\hat y=e^{z}`, `${name}=${power}=${value}`];
  }
}

function lossOf({ walk, spec }: Walked) {
  return lossStepTex(spec.training.loss, spec.data.task, walk.layers.at(-1)?.z.length ?? 1);
}

function loss(walked: Walked): string[] {
  const { walk, spec, predictions, shape } = walked;
  const value = texNumber(walk.loss);
  const lines = [`L=${lossOf(walked).loss}`];
  const plain = spec.training.lossSettings.labelSmoothing === 0;
  if (shape.head === 'softmax' && spec.training.loss === 'categoricalCrossEntropy' && plain)
    return [...lines, r`L=-\ln ${texNumber(predictions[walk.target[0]!]!)}=${value}`];
  if (spec.training.loss === 'meanSquaredError' && predictions.length === 1)
    return [...lines, `L=(${texNumber(predictions[0]!)}-${factor(walk.target[0]!)})^2=${value}`];
  return [...lines, `L=${value}`];
}

function dLoss(walked: Walked, layer: number, s: Symbols): string[] {
  const k = followed(walked, layer);
  const { z, dZ } = walked.walk.layers[layer]!;
  const gradient = s.gradient(s.of('z', layer, s.unit(layer, k)));
  const value = texNumber(dZ[k]!);
  const rule = `${s.gradient(z.length > 1 ? 'z_k' : 'z')}=${lossOf(walked).gradient}`;
  const { loss: name } = walked.spec.training;
  if (name === 'categoricalCrossEntropy' || name === 'binaryCrossEntropy') {
    const p = walked.predictions[k]!;
    return [rule, `${gradient}=${kept(texNumber(p))}-${texNumber(p - dZ[k]!)}=${value}`];
  }
  if (name === 'meanSquaredError' && z.length === 1)
    return [rule, r`${gradient}=2\,(${kept(factor(z[0]!))}-${factor(walked.walk.target[0]!)})=${value}`];
  return [rule, `${gradient}=${value}`];
}

function dWeights(walked: Walked, layer: number, s: Symbols): string[] {
  const [i, j] = [followed(walked, layer - 1), followed(walked, layer)];
  const { dZ, dWeight } = walked.walk.layers[layer]!;
  const [from, to] = [s.unit(layer - 1, i), s.unit(layer, j)];
  return [
    r`${s.gradient(s.of('w', layer, 'ji'))}=${kept(s.activation(layer - 1, 'i'))}\cdot${s.gradient(s.of('z', layer, 'j'))}`,
    r`${s.gradient(s.of('w', layer, `${to},${from}`))}=${kept(factor(flowInto(walked, layer)[i]!))}\cdot${factor(dZ[j]!)}=${texNumber(dWeight[j]![i]!)}`,
    ...(hasBias(walked, layer)
      ? [
          `${s.gradient(s.of('b', layer, 'j'))}=${s.gradient(s.of('z', layer, 'j'))}`,
          `${s.gradient(s.of('b', layer, to))}=${texNumber(dZ[j]!)}`,
        ]
      : []),
  ];
}

function dActivations(walked: Walked, layer: number, s: Symbols): string[] {
  const j = followed(walked, layer);
  const { weight, dZ } = walked.walk.layers[layer + 1]!;
  const pairs = dZ.map((d, k) => [weight[k]![j]!, d] as const);
  const gradient = s.gradient(s.activation(layer, s.unit(layer, j)));
  return [
    r`${s.gradient(s.activation(layer, 'j'))}=\sum_k ${s.of('w', layer + 1, 'kj')}\cdot${s.gradient(s.of('z', layer + 1, 'k'))}`,
    `${gradient}=${sumTex(pairs, null, false)}`,
    `${gradient}=${texNumber(walked.walk.layers[layer]!.dA[j]!)}`,
  ];
}

function dActivate(walked: Walked, layer: number, s: Symbols): string[] {
  const j = followed(walked, layer);
  const { activation } = walked.shape.layers[layer]!;
  const { z, a, dA, dZ, normalization } = walked.walk.layers[layer]!;
  const gradient = (normalization?.dShifted ?? dZ)[j]!;
  const [general, own] = ['j', s.unit(layer, j)].map(
    (sub) => [s.preActivation(layer, sub), s.activation(layer, sub)] as const,
  );
  const by = derivativeByActivation(activation) ? a[j]! : (normalization?.shifted ?? z)[j]!;
  const rate = dA[j] === 0 ? '' : r`\cdot ${factor(gradient / dA[j]!)}`;
  return [
    r`${s.gradient(general![0])}=${s.gradient(general![1])}\cdot\Bigl(${derivativeTex(activation, ...general!)}\Bigr)`,
    r`${derivativeByActivation(activation) ? own![1] : own![0]}=${kept(texNumber(by))}`,
    r`${s.gradient(own![0])}=${factor(dA[j]!)}${rate}=${texNumber(gradient)}`,
  ];
}

function dNormalize(walked: Walked, layer: number, s: Symbols): string[] {
  const j = followed(walked, layer);
  const { normalization, dZ } = walked.walk.layers[layer]!;
  if (!normalization) return [];
  const unit = s.unit(layer, j);
  const [z, n, out] = ['z', 'n', 's'].map((letter) => s.of(letter, layer, 'j'));
  const rule =
    walked.spec.model.layers[layer]?.normalization === 'layer'
      ? r`${s.gradient(z!)}=\tfrac1\sigma\bigl(g_j-\bar g-${kept(n!)}\,\overline{g\,n}\bigr),\quad g_j=\gamma_j\,${s.gradient(out!)}`
      : r`${s.gradient(z!)}=\frac{\gamma_j}{\sqrt{\sigma_j^2+\varepsilon}}\cdot${s.gradient(out!)}`;
  return [
    rule,
    `${s.gradient(s.of('z', layer, unit))}=${texNumber(dZ[j]!)}`,
    r`${s.gradient(r`\gamma_{${unit}}`)}=${kept(factor(normalization.normalized[j]!))}\cdot${factor(normalization.dShifted[j]!)}=${texNumber(normalization.dGamma[j]!)}`,
    `${s.gradient(r`\beta_{${unit}}`)}=${s.gradient(s.of('s', layer, unit))}=${texNumber(normalization.dShifted[j]!)}`,
  ];
}

function update(walked: Walked, layer: number, s: Symbols): string[] {
  const { plain } = walked.walk.update;
  const { type } = walked.spec.training.optimizer;
  const by = plain === null ? type : 'sgd';
  const [i, j] = [followed(walked, layer - 1), followed(walked, layer)];
  const [unit, from] = [s.unit(layer, j), s.unit(layer - 1, i)];
  const [before, after] = [walked.walk.layers[layer]!, walked.walk.update.layers[layer]!];
  const bias = s.of('b', layer, unit);
  return [
    ...(by === 'sgd' ? descentTex(walked, layer, s) : optimizerTex[by]),
    pairTex(s.of('w', layer, `${unit},${from}`), before.weight[j]![i]!, after.weight[j]![i]!),
    ...(hasBias(walked, layer) ? [pairTex(bias, before.bias[j]!, after.bias[j]!)] : []),
  ];
}

/** The rule of plain gradient descent, for the bias too where there is one. */
function descentTex(walked: Walked, layer: number, s: Symbols): string[] {
  const letters = hasBias(walked, layer) ? ['w', 'b'] : ['w'];
  return [
    letters.map((letter) => r`${letter}\leftarrow ${letter}-\eta\,${s.gradient(letter)}`).join(r`,\quad `),
  ];
}

/** A parameter before and after the update, with as many digits as needed to see the difference. */
function pairTex(name: string, before: number, after: number): string {
  const digits = digitsToDiffer(before, after);
  if (digits === null) return r`${name}:\ ${texNumber(before)}\ ${texText(m.walk_unchanged())}`;
  return r`${name}:\ ${texNumber(before, digits)}\to ${texNumber(after, digits)}`;
}
