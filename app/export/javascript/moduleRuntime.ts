// What every exported module computes, as its text. It is the formulas of docs/model-format.md; `steps`, `networks`, `output`, `inputs`,
// `outputs`, `calibration` and `golden` stand before it.
import { errorFunctionText } from '../portable/errorFunctionText.ts';

export const moduleRuntime = `
/** Numbers beyond float32 are missing. @param {unknown} x @returns {x is number} */
const present = (x) => typeof x === 'number' && Math.abs(x) <= 3.4028234663852886e38;

/** @param {unknown} text @returns {string} */
const category = (text) => (text === null || text === undefined ? '' : String(text).trim());

/** @param {{ raw: number, levels: string[] | null }} step @param {readonly unknown[]} raw @returns {number} */
function numberOf({ raw: at, levels }, raw) {
  if (levels === null) return present(raw[at]) ? raw[at] : NaN;
  const text = category(raw[at]);
  const index = text === '' ? -1 : levels.indexOf(text);
  return index < 0 ? NaN : index;
}

/** Raw values to the network's inputs. @param {readonly unknown[]} raw */
function prepare(raw) {
  const prepared = new Float32Array(inputCount);
  for (const step of steps) {
    if (step.kind === 'number') {
      const { fill, log, mean, scale, limit } = step;
      const known = numberOf(step, raw);
      const x = Number.isNaN(known) ? fill : known;
      const y = ((log ? Math.sign(x) * Math.log1p(Math.abs(x)) : x) - mean) / scale;
      prepared[step.at] = Math.min(limit, Math.max(-limit, y));
    } else if (step.kind === 'missing') {
      prepared[step.at] = step.of.some((of) => Number.isNaN(numberOf(of, raw))) ? 1 : 0;
    } else {
      const index = step.levels.indexOf(category(raw[step.raw]));
      if (index >= 0) prepared[step.at + index] = 1;
      else if (step.others) prepared[step.at + step.levels.length] = 1;
    }
  }
  return prepared;
}

/** @param {number} x */
const sigmoid = (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

${errorFunctionText}

/** @type {Record<string, (x: number) => number>} */
const activations = {
  linear: (x) => x,
  step: (x) => (x > 0 ? 1 : 0),
  sigmoid,
  tanh: Math.tanh,
  relu: (x) => (x > 0 ? x : 0),
  leakyRelu: (x) => (x > 0 ? x : 0.01 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  gelu: (x) => 0.5 * x * (1 + erf(Math.SQRT1_2 * x)),
  geluTanh: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * x * (1 + 0.044715 * x * x))),
  silu: (x) => x * sigmoid(x),
  softplus: (x) => (x > 20 ? x : Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  softsign: (x) => x / (1 + Math.abs(x)),
};

/** @param {Layer} layer @param {ArrayLike<number>} x */
function runLayer({ inputs: columns, outputs: rows, weight, bias, norm, activation }, x) {
  const z = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += weight[r * columns + c] * x[c];
    z[r] = sum + bias[r];
  }
  if (norm) {
    const mean = norm.mean ?? z.map(() => z.reduce((sum, y) => sum + y, 0) / rows);
    const variance = norm.variance ?? z.map((_, k) => z.reduce((sum, y) => sum + (y - mean[k]) ** 2, 0) / rows);
    const before = z.slice();
    for (let k = 0; k < rows; k++)
      z[k] = ((before[k] - mean[k]) / Math.sqrt(variance[k] + 1e-5)) * norm.gamma[k] + norm.beta[k];
  }
  return z.map(activations[activation]);
}

/** @param {Float64Array} z what a network puts out @returns {number[]} */
function answer(z) {
  if (output.kind === 'binary') return [sigmoid(-z[0]), sigmoid(z[0])];
  if (output.kind === 'numbers')
    return output.targets.map(({ mean, scale }, k) => (output.exponential ? Math.exp(z[k]) : z[k]) * scale + mean);
  const largest = Math.max(...z);
  const shares = Array.from(z, (y) => Math.exp(y - largest));
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => share / sum);
}

/**
 * For programs: raw values in the order of \`inputs\` in (null: missing), numbers in the order of \`outputs\` out.
 * @param {readonly (number | string | boolean | null)[]} raw
 * @returns {number[]}
 */
function predictNumbers(raw) {
  const prepared = prepare(raw);
  const answers = networks.map((layers) => {
    /** @type {Float32Array | Float64Array} */
    let x = prepared;
    for (const layer of layers) x = runLayer(layer, x);
    return answer(Float64Array.from(x));
  });
  return outputs.map((_, k) => answers.reduce((sum, one) => sum + one[k], 0) / answers.length);
}

/**
 * @param {Row} row a value for each column; null: missing
 * @returns {Prediction}
 */
function predict(row) {
  const values = new Map(Object.entries(row));
  const raw = inputs.map(({ name }) => {
    const value = values.get(name);
    if (value === undefined) throw new TypeError(\`The row has no value for \${JSON.stringify(name)}; null means missing.\`);
    return value;
  });
  const numbers = predictNumbers(raw);
  const named = Object.fromEntries(outputs.map((name, k) => [name, numbers[k]]));
  if (output.kind === 'numbers') return /** @type {any} */ ({ values: named });
  return /** @type {any} */ ({ prediction: outputs[chosen(numbers)], probabilities: named });
}

/**
 * How far the truth is from a prediction at most, in at least this share of rows like the validation rows, for each target; of classes
 * one number, see intervals. null: too few validation rows.
 * @param {number} level of 0..1
 * @returns {number[] | null}
 */
function margin(level) {
  if (calibration === null) return null;
  const rank = Math.ceil((calibration.rows + 1) * level - 1e-9);
  const at = calibration.ranks.findIndex((kept) => kept >= rank);
  return at < 0 ? null : calibration.scores.map((of) => of[at]);
}

/** The class that is predicted, the first of equally probable ones. @param {readonly number[]} numbers of predictNumbers */
const chosen = (numbers) =>
  output.kind === 'binary' ? Number(numbers[1] > output.threshold) : numbers.indexOf(Math.max(...numbers));

/**
 * What holds the truth in at least this share of rows like the validation rows: of each target low and high; of classes for each whether
 * it is in the set, which are those with a probability of at least 1 - margin (less a millionth, for rounding) and the predicted one.
 * null: too few validation rows.
 * @param {readonly number[]} numbers of predictNumbers
 * @param {number} level of 0..1
 * @returns {[low: number, high: number][] | boolean[] | null}
 */
function intervals(numbers, level) {
  const reach = margin(level);
  if (reach === null) return null;
  if (output.kind === 'numbers') return numbers.map((value, k) => [value - reach[k], value + reach[k]]);
  const best = chosen(numbers);
  return numbers.map((probability, k) => k === best || probability >= (1 - 1e-6) * (1 - reach[0]));
}

/**
 * Predicts the golden rows, whose predictions by Chainrule are known.
 * @returns {{ rows: number, largest: number }} largest difference, relative to the number or, if that is more, to the typical one
 */
function check() {
  let largest = 0;
  golden.values.forEach((raw, row) => {
    const found = predictNumbers(raw);
    golden.predictions[row].forEach((expected, k) => {
      const squares = golden.predictions.reduce((sum, other) => sum + other[k] ** 2, 0);
      const typical = Math.max(Math.abs(expected), Math.sqrt(squares / golden.values.length));
      const difference = found[k] === expected ? 0 : Math.abs(found[k] - expected) / typical;
      if (!(difference <= largest)) largest = difference;
    });
  });
  return { rows: golden.values.length, largest };
}
`;
