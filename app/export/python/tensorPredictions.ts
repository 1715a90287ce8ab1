// What the tensors and the metadata of a written file predict of raw values: read as docs/model-format.md describes it and computed in
// float64, without what wrote the file or what the engine computes with.
import { z } from 'zod';
import { float32Max } from '../../contract/limits.ts';
import { activate } from './activations.ts';
import type { RawRows, Tensors } from './files.ts';

const scaled = z.object({
  median: z.number(),
  mean: z.number(),
  scale: z.number(),
  log: z.boolean().optional(),
  clip: z.number().optional(),
});
type Scaled = z.infer<typeof scaled>;
const levels = z.array(z.string());
const indicator = z.boolean().optional();
const inputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('numeric'), indicator, ...scaled.shape }),
  z.object({ kind: z.literal('ordinal'), indicator, levels, ...scaled.shape }),
  z.object({ kind: z.literal('date'), indicator, parts: z.array(scaled) }),
  z.object({ kind: z.literal('oneHot'), levels, others: levels.optional() }),
]);
type Input = z.infer<typeof inputSchema>;
const targetSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('numeric'),
    columns: z.array(z.object({ mean: z.number(), scale: z.number() })),
    link: z.string().optional(),
  }),
  z.object({ kind: z.literal('class'), classes: levels }),
]);
const preparationSchema = z.object({ inputs: z.array(inputSchema), target: targetSchema });
const specSchema = z.object({ model: z.object({ layers: z.array(z.object({ activation: z.string() })) }) });

const epsilon = 1e-5;

export function tensorPredictions({ tensors, metadata }: Tensors, rows: RawRows): number[][] {
  const preparation = preparationSchema.parse(JSON.parse(metadata.preparation ?? ''));
  const { layers } = specSchema.parse(JSON.parse(metadata.spec ?? '')).model;
  const named = new Map(tensors.map(({ name, data }) => [name, data]));
  const members = [...new Set(tensors.map(({ name }) => /^members\.\d+\./.exec(name)?.[0] ?? ''))];
  const names = layers.map(({ activation }) => activation);
  return rows.map((row) => {
    const inputs = inputsOf(preparation.inputs, row).map(Math.fround);
    const answers = members.map((prefix) =>
      meaningOf(preparation.target, outputsOf(named, prefix, names, inputs)),
    );
    return answers[0]!.map((_, k) => answers.reduce((sum, answer) => sum + answer[k]!, 0) / answers.length);
  });
}

/** What the network reads of a row of raw values, by the metadata of a file. */
export function preparedRow(metadata: Tensors['metadata'], row: RawRows[number]): number[] {
  const { inputs } = preparationSchema.parse(JSON.parse(metadata.preparation ?? ''));
  return inputsOf(inputs, row).map(Math.fround);
}

function inputsOf(inputs: Input[], row: RawRows[number]): number[] {
  let at = 0;
  return inputs.flatMap((input) => {
    const from = at;
    at += input.kind === 'date' ? input.parts.length : 1;
    return inputsOfColumn(input, row.slice(from, at));
  });
}

function inputsOfColumn(input: Input, values: (number | string)[]): number[] {
  if (input.kind === 'oneHot') return oneHot(input, String(values[0]));
  const numbers = input.kind === 'ordinal' ? [input.levels.indexOf(String(values[0]))] : values.map(Number);
  const known = input.kind === 'ordinal' ? numbers.map((x) => (x < 0 ? Number.NaN : x)) : numbers;
  const scales = input.kind === 'date' ? input.parts : [input];
  const answers = scales.map((one, k) => scaledNumber(one, known[k]!));
  return input.indicator ? [...answers, known.some(Number.isNaN) ? 1 : 0] : answers;
}

function oneHot(
  { levels, others }: { levels: string[]; others?: string[] | undefined },
  level: string,
): number[] {
  const units = levels.map((one) => (one === level ? 1 : 0));
  return others === undefined ? units : [...units, levels.includes(level) ? 0 : 1];
}

function scaledNumber({ median, mean, scale, log, clip = float32Max }: Scaled, value: number): number {
  const known = Number.isNaN(value) || Math.abs(value) > float32Max ? median : value;
  const taken = log ? Math.sign(known) * Math.log1p(Math.abs(known)) : known;
  return Math.min(clip, Math.max(-clip, (taken - mean) / scale));
}

type Named = ReadonlyMap<string, ArrayLike<number>>;

function outputsOf(named: Named, prefix: string, activations: string[], inputs: number[]): number[] {
  let x = inputs;
  for (let i = 0; i <= activations.length; i++) {
    const tensor = (name: string) => named.get(`${prefix}layers.${i}.${name}`);
    const [weight, bias] = [tensor('weight'), tensor('bias')];
    if (weight === undefined || bias === undefined) throw new RangeError(`Layer ${i} has no weights.`);
    const z = Array.from(bias, (b, o) =>
      x.reduce((sum, value, k) => sum + value * weight[o * x.length + k]!, b),
    );
    const normalized = normalize(z, tensor);
    x = i < activations.length ? normalized.map((value) => activate(activations[i]!, value)) : normalized;
  }
  return x;
}

function normalize(z: number[], tensor: (name: string) => ArrayLike<number> | undefined): number[] {
  const [gamma, beta] = [tensor('norm.weight'), tensor('norm.bias')];
  if (gamma === undefined || beta === undefined) return z;
  const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
  const variance = z.reduce((sum, value) => sum + (value - mean) ** 2, 0) / z.length;
  const [means, variances] = [tensor('norm.running_mean'), tensor('norm.running_var')];
  return z.map((value, k) => {
    const deviation = Math.sqrt((variances?.[k] ?? variance) + epsilon);
    return ((value - (means?.[k] ?? mean)) / deviation) * gamma[k]! + beta[k]!;
  });
}

const sigmoid = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));

function meaningOf(target: z.infer<typeof targetSchema>, outputs: number[]): number[] {
  if (target.kind === 'numeric')
    return target.columns.map(({ mean, scale }, k) => {
      const output = target.link === 'log' ? Math.exp(outputs[k]!) : outputs[k]!;
      return output * scale + mean;
    });
  if (target.classes.length === 2) return [sigmoid(-outputs[0]!), sigmoid(outputs[0]!)];
  const largest = outputs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = outputs.map((output) => Math.exp(output - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
