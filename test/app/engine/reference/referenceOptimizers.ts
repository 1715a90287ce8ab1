// The small network (4-5-3, tanh, mean squared error) and optimizers in plain float64, written from the papers and without
// a look at the engine: one loop over parameters, state in maps by name. For settings that the golden files lack.
import { inputs } from '../harness/smallNetwork.ts';

export type Parameters = number[];
const [units, outputs, features] = [5, 3, 4];
const rows = inputs.X.length;

/** W1[5][4], b1[5], W2[3][5], b2[3]: whether a parameter is a weight, and which unit's. */
export const unitOf: (string | null)[] = [
  ...inputs.W1.flatMap((row, unit) => row.map(() => `hidden ${unit}`)),
  ...inputs.b1.map(() => null),
  ...inputs.W2.flatMap((row, unit) => row.map(() => `output ${unit}`)),
  ...inputs.b2.map(() => null),
];

/** Of the mean squared error over all rows and outputs. */
export function lossAndGradient(p: Parameters): { loss: number; gradient: number[] } {
  const [b1, w2, b2] = [
    units * features,
    units * features + units,
    units * features + units + outputs * units,
  ];
  const gradient = p.map(() => 0);
  let loss = 0;
  for (let r = 0; r < rows; ++r) {
    const x = inputs.X[r]!;
    const hidden = Array.from({ length: units }, (_, u) =>
      Math.tanh(x.reduce((sum, value, i) => sum + value * p[u * features + i]!, p[b1 + u]!)),
    );
    const back = new Array<number>(units).fill(0);
    for (let o = 0; o < outputs; ++o) {
      const output = hidden.reduce((sum, h, u) => sum + h * p[w2 + o * units + u]!, p[b2 + o]!);
      const error = output - inputs.Y_regression[r]![o]!;
      loss += error ** 2 / (rows * outputs);
      const slope = (2 * error) / (rows * outputs);
      gradient[b2 + o]! += slope;
      for (let u = 0; u < units; ++u) {
        gradient[w2 + o * units + u]! += slope * hidden[u]!;
        back[u]! += slope * p[w2 + o * units + u]!;
      }
    }
    for (let u = 0; u < units; ++u) {
      const slope = back[u]! * (1 - hidden[u]! ** 2);
      gradient[b1 + u]! += slope;
      for (let i = 0; i < features; ++i) gradient[u * features + i]! += slope * x[i]!;
    }
  }
  return { loss, gradient };
}

/** New value of a parameter from its value and gradient; `kept` is what it keeps to itself, `t` counts from 1. */
export type Rule = (w: number, g: number, kept: Record<string, number>, t: number) => number;

interface AdamSettings {
  rate: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  corrected?: boolean;
  greatest?: boolean;
}
interface LionSettings {
  rate: number;
  beta1?: number;
  beta2?: number;
}
interface RmsPropSettings {
  rate: number;
  rho?: number;
  epsilon?: number;
  momentum?: number;
  centered?: boolean;
}

export const rules = {
  sgd:
    ({ rate }: { rate: number }): Rule =>
    (w, g) =>
      w - rate * g,
  adam:
    ({
      rate,
      beta1 = 0.9,
      beta2 = 0.999,
      epsilon = 1e-8,
      corrected = true,
      greatest = false,
    }: AdamSettings): Rule =>
    (w, g, kept, t) => {
      kept.m = beta1 * (kept.m ?? 0) + (1 - beta1) * g;
      kept.v = beta2 * (kept.v ?? 0) + (1 - beta2) * g * g;
      kept.most = Math.max(kept.most ?? 0, kept.v);
      const mean = corrected ? kept.m / (1 - beta1 ** t) : kept.m;
      const square = (greatest ? kept.most : kept.v) / (corrected ? 1 - beta2 ** t : 1);
      return w - (rate * mean) / (Math.sqrt(square) + epsilon);
    },
  lion:
    ({ rate, beta1 = 0.9, beta2 = 0.99 }: LionSettings): Rule =>
    (w, g, kept) => {
      const before = kept.m ?? 0;
      kept.m = beta2 * before + (1 - beta2) * g;
      return w - rate * Math.sign(beta1 * before + (1 - beta1) * g);
    },
  rmsProp:
    ({ rate, rho = 0.99, epsilon = 1e-8, momentum = 0, centered = false }: RmsPropSettings): Rule =>
    (w, g, kept) => {
      kept.v = rho * (kept.v ?? 0) + (1 - rho) * g * g;
      kept.m = rho * (kept.m ?? 0) + (1 - rho) * g;
      const spread = centered ? kept.v - kept.m ** 2 : kept.v;
      kept.b = momentum * (kept.b ?? 0) + g / (Math.sqrt(spread) + epsilon);
      return w - rate * kept.b;
    },
};

export interface Around {
  l1?: number;
  l2?: number;
  decoupled?: number;
  rate?: number;
  clipNorm?: number;
  clipValue?: number;
  maxNorm?: number;
  biasesToo?: boolean;
}

/** Parameters after each of `steps` steps. */
export function walkReference(
  start: Parameters,
  rule: Rule,
  steps: number,
  around: Around = {},
): Parameters[] {
  const state = start.map((): Record<string, number> => ({}));
  const path: Parameters[] = [];
  let p = start;
  for (let t = 1; t <= steps; ++t) {
    let { gradient } = lossAndGradient(p);
    const {
      clipValue,
      clipNorm,
      maxNorm,
      l1 = 0,
      l2 = 0,
      decoupled = 0,
      rate = 0,
      biasesToo = false,
    } = around;
    if (clipValue !== undefined) gradient = gradient.map((g) => Math.max(-clipValue, Math.min(clipValue, g)));
    if (clipNorm !== undefined) {
      const factor = Math.min(1, clipNorm / (Math.hypot(...gradient) + 1e-6));
      gradient = gradient.map((g) => factor * g);
    }
    const next = p.map((w, i) => {
      const decays = biasesToo || unitOf[i] !== null ? 1 : 0;
      const g = gradient[i]! + decays * (l2 * w + l1 * Math.sign(w));
      const moved = rule(w, g, state[i]!, t);
      return moved - decays * rate * decoupled * w;
    });
    if (maxNorm !== undefined) limit(next, maxNorm);
    path.push(next);
    p = next;
  }
  return path;
}

function limit(p: Parameters, most: number): void {
  for (const unit of new Set(unitOf)) {
    if (unit === null) continue;
    const own = [...p.keys()].filter((i) => unitOf[i] === unit);
    const norm = Math.hypot(...own.map((i) => p[i]!));
    if (norm > most) for (const i of own) p[i]! *= most / norm;
  }
}
