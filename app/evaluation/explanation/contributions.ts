// What each column of one row adds to the network's output, compared with a base row: integrated gradients (Sundararajan, Taly and
// Yan, 2017) along the straight line from the base to the row, in the space of the network's inputs. The inputs of a column are added
// together. For classes the output is the probability of one class, since shares of it can be added up; for numbers the value in
// the target's own units.
import { type Floats, inputCount, type Preparation } from '../../contract/model.ts';
import { CurvedPath } from './curvedPath.ts';
import { explainedOutput } from './explainedOutput.ts';
import { alongLinearPath } from './linearPath.ts';
import { type NetworkLayer, NetworkPass } from './networkPass.ts';
import { PathTurns } from './path.ts';

export interface Contributions {
  /** The output for the base row. */
  base: number;
  /** What each column adds, in the order of `preparation.inputs`. */
  columns: Float64Array;
  /** The output for the row, in float64. */
  prediction: number;
  /** prediction - base - the sum of the columns. */
  remainder: number;
}

export interface AskedRow {
  /** The row's inputs and the base row's, as the network reads them. */
  inputs: Floats;
  base: Floats;
  /** Index of the target column, or of the class. */
  output: number;
}

/** Multiplications that one row may cost: a few seconds. Only networks of millions of weights reach it; the remainder then grows. */
const mostProducts = 2e9;
/** Of a forward and a backward pass, relative to the number of weights. */
const passes = 4;

/** The contributions of an ensemble, by the layers of each of its members: those of a mean are the mean of its parts'. The same as
 *  `contributionsOf` for one network. */
export async function meanContributions(
  networks: readonly (readonly NetworkLayer[])[],
  preparation: Preparation,
  asked: AskedRow,
  signal?: AbortSignal,
): Promise<Contributions> {
  const columns = new Float64Array(preparation.inputs.length);
  const mean = { base: 0, columns, prediction: 0, remainder: 0 };
  for (const layers of networks) {
    const one = await contributionsOf(layers, preparation, asked, signal);
    for (const key of ['base', 'prediction', 'remainder'] as const) mean[key] += one[key] / networks.length;
    one.columns.forEach((added, k) => {
      columns[k]! += added / networks.length;
    });
  }
  return mean;
}

/** `layers`: the output layer last, with the activation `linear`. Others get their turn while it computes. Rejects with an AbortError. */
export async function contributionsOf(
  layers: readonly NetworkLayer[],
  { inputs, target }: Preparation,
  { inputs: row, base, output: which }: AskedRow,
  signal?: AbortSignal,
): Promise<Contributions> {
  const pass = new NetworkPass(layers);
  const output = explainedOutput(target, which);
  const start = Float64Array.from(base);
  const path = { start, along: start.map((value, i) => row[i]! - value) };
  const weights = layers.reduce((sum, { weights }) => sum + weights.weight.length, 0);
  const most = Math.max(200, Math.floor(mostProducts / (passes * weights)));
  const turns = new PathTurns(signal);
  const added = hasStraightPieces(layers)
    ? await alongLinearPath(pass, output, path, most, turns)
    : await new CurvedPath(pass, output, path, most, turns).integrate();
  const valueFor = (of: Float64Array) => output.value(pass.forward(of)) * output.scale + output.offset;
  const [atBase, atRow] = [valueFor(start), valueFor(Float64Array.from(row))];
  const columns = new Float64Array(inputs.length);
  let input = 0;
  for (const [column, preparation] of inputs.entries())
    for (const end = input + inputCount(preparation); input < end; input++)
      columns[column]! += added[input]! * output.scale;
  const sum = columns.reduce((all, one) => all + one, 0);
  return { base: atBase, columns, prediction: atRow, remainder: atRow - atBase - sum };
}

function hasStraightPieces(layers: readonly NetworkLayer[]): boolean {
  const straight = ['linear', 'relu', 'leakyRelu', 'step'];
  return layers.every(
    ({ activation, weights }) => straight.includes(activation) && weights.normalization?.kind !== 'layer',
  );
}
