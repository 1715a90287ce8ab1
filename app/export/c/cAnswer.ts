// What a network's outputs mean, as C: the values of the targets or the probabilities of the classes, the mean over networks, the class
// that is predicted, and how wide an interval is.
import type { Calibration } from '../../contract/run/calibration.ts';
import type { PortableModel, PortableOutput } from '../portable/portableModel.ts';
import { array, double } from './cText.ts';

type Numbers = Extract<PortableOutput, { kind: 'numbers' }>;

/** `@_answer(z, out)`: the answer of one network. */
export function answerText(output: PortableOutput): string {
  if (output.kind === 'numbers') return numbersText(output);
  const body = output.kind === 'binary' ? binaryBody : softmaxBody(output.classes.length);
  return `static inline void @_answer(const double z[], double out[])\n{\n${body}}\n`;
}

function numbersText({ targets, exponential }: Numbers): string {
  const value = exponential ? 'exp(z[k])' : 'z[k]';
  return `${array(
    'double',
    '@_target_scale',
    targets.map(({ scale }) => double(scale)),
  )}${array(
    'double',
    '@_target_mean',
    targets.map(({ mean }) => double(mean)),
  )}
static inline void @_answer(const double z[], double out[])
{
    for (int k = 0; k < ${targets.length}; k++) out[k] = ${value} * @_target_scale[k] + @_target_mean[k];
}
`;
}

const binaryBody = `    out[0] = @_sigmoid(-z[0]);
    out[1] = @_sigmoid(z[0]);
`;

const softmaxBody = (classes: number) => `    double largest = z[0];
    double sum = 0.0;
    for (int k = 1; k < ${classes}; k++) if (z[k] > largest) largest = z[k];
    for (int k = 0; k < ${classes}; k++) {
        out[k] = exp(z[k] - largest);
        sum += out[k];
    }
    for (int k = 0; k < ${classes}; k++) out[k] /= sum;
`;

/** `@_predict(raw, out)`. */
export function predictText({ networks, output, names }: PortableModel, inputs: number): string {
  const last = networks[0]!.at(-1)!.outputs;
  const sum = networks.map(
    (_, i) => `    @_network_${i + 1}(inputs, z);
    @_answer(z, answer);
    for (int k = 0; k < @@_OUTPUTS; k++) out[k] += answer[k] / ${double(networks.length)};
`,
  );
  const several = `    double answer[${names.length}];
    @_prepare(raw, inputs);
    for (int k = 0; k < @@_OUTPUTS; k++) out[k] = 0.0;
${sum.join('')}`;
  const one = `    @_prepare(raw, inputs);
    @_network_1(inputs, z);
    @_answer(z, out);
`;
  const what = output.kind === 'numbers' ? 'the value of each target' : 'the probability of each class';
  return `/* Raw values in, ${what} out. */
static inline void @_predict(const double raw[@@_INPUTS], double out[@@_OUTPUTS])
{
    double inputs[${inputs}];
    double z[${last}];
${networks.length === 1 ? one : several}}
`;
}

/** `@_class(out)`: the class that is predicted. Nothing for numbers. */
export function classText(output: PortableOutput): string {
  if (output.kind === 'numbers') return '';
  const body =
    output.kind === 'binary'
      ? `    return out[1] > ${double(output.threshold)} ? 1 : 0;\n`
      : `    int best = 0;
    for (int k = 1; k < @@_OUTPUTS; k++) if (out[k] > out[best]) best = k;
    return best;
`;
  return `/* The index of the class that is predicted, for what predict put out. */
static inline int @_class(const double out[@@_OUTPUTS])\n{\n${body}}\n`;
}

/** `@_margin(level, target)`, and of classes `@_in_set(out, level, k)`. Nothing without calibration. */
export function marginText(calibration: Calibration | undefined, output: PortableOutput): string {
  if (calibration === undefined) return '';
  const { rows, ranks, scores } = calibration;
  const meaning =
    output.kind === 'numbers'
      ? `out[target] - margin .. out[target] + margin holds the truth in at least this share of rows like the
   validation rows, level in 0..1`
      : `How far the probability of the true class is from 1 at most, in at least this share of rows like the validation rows, level in
   0..1; target is 0`;
  return `/* ${meaning}. NAN: too few validation rows for it. */
${array('double', '@_ranks', ranks.map(double))}${array('double', '@_errors', scores.flat().map(double))}
static inline double @_margin(double level, int target)
{
    double rank = ceil(${double(rows + 1)} * level - 1e-9);
    for (int k = 0; k < ${ranks.length}; k++) if (@_ranks[k] >= rank) return @_errors[target * ${ranks.length} + k];
    return NAN;
}
${output.kind === 'numbers' ? '' : inSetFunction}`;
}

const inSetFunction = `
/* Whether class k is in the set that holds the true class in at least this share of rows: it is the predicted one, or its probability is
   at least 1 - margin (less a millionth, for rounding). -1: too few validation rows for it. */
static inline int @_in_set(const double out[@@_OUTPUTS], double level, int k)
{
    double margin = @_margin(level, 0);
    if (!(margin >= 0.0)) return -1;
    return k == @_class(out) || out[k] >= (1.0 - 1e-6) * (1.0 - margin) ? 1 : 0;
}
`;
