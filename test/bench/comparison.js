// What the lines of several rounds come to. A ratio is taken within each round, where both sides met the same machine, and its
// median over the rounds is told; each side has the best of its settings in that round.

/** @typedef {import('./runProgram.js').Line & { round: number }} Measured */

/** @param {readonly number[]} values At least one. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (at(sorted, Math.floor(middle)) + at(sorted, Math.ceil(middle))) / 2;
}

/** @param {readonly number[]} sorted @param {number} index */
const at = (sorted, index) => /** @type {number} */ (sorted[index]);

/**
 * Distance of the quartiles over the median.
 * @param {readonly number[]} values
 */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const quartile = (/** @type {number} */ share) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    return at(sorted, below) + (place - below) * (at(sorted, Math.ceil(place)) - at(sorted, below));
  };
  return (quartile(0.75) - quartile(0.25)) / median(values);
}

/**
 * @template Value
 * @param {readonly Value[]} values
 * @param {(value: Value) => string | number} key
 * @returns {Map<string | number, Value[]>}
 */
export function groupBy(values, key) {
  const groups = new Map();
  for (const value of values) {
    const name = key(value);
    groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return groups;
}

/**
 * The setting (engine and threads) with the least median of `seconds`.
 * @param {readonly Measured[]} lines Of one workload.
 * @returns {{ setting: string, median: number, best: number, spread: number } | null}
 */
export function bestSetting(lines) {
  const settings = [...groupBy(lines, ({ engine, threads }) => `${engine}, ${threads}`)].map(
    ([setting, all]) => {
      const seconds = all.map((line) => line.seconds);
      return {
        setting: String(setting),
        median: median(seconds),
        best: Math.min(...seconds),
        spread: spread(seconds),
      };
    },
  );
  return settings.sort((a, b) => a.median - b.median)[0] ?? null;
}

/**
 * How many times as fast `ours` is, or null where a side is missing.
 * @param {readonly Measured[]} ours
 * @param {readonly Measured[]} theirs
 */
export function ratio(ours, theirs) {
  const rounds = groupBy(theirs, ({ round }) => round);
  const ratios = [...groupBy(ours, ({ round }) => round)].flatMap(([round, mine]) => {
    const [own, other] = [bestSetting(mine), bestSetting(rounds.get(round) ?? [])];
    return own === null || other === null ? [] : [other.median / own.median];
  });
  return ratios.length === 0 ? null : median(ratios);
}

/**
 * One name for a product, whoever measured it: ours say the layer, others M, N, K and what is transposed.
 * @param {import('./runProgram.js').Line} line
 */
export function productName(line) {
  if (line.product !== undefined) return `${line.product} ${line.rows} ${line.inputs} ${line.outputs}`;
  if (line.ta === 'T') return `weightGradient ${line.K} ${line.M} ${line.N}`;
  if (line.tb === 'T') return `dataGradient ${line.M} ${line.N} ${line.K}`;
  return `forward ${line.M} ${line.K} ${line.N}`;
}
