// The inputs of a grid over one or two columns. All points begin as the same row; each then gets its own values in the columns
// of the axes, or in all columns along two directions. Values are in the columns' own units.
import { AppError } from '../../contract/issues/errors.ts';
import { type InputPreparation, inputCount } from '../../contract/model.ts';
import type { Directions, GridInput } from '../../contract/run/insight.ts';
import { cellInputs } from '../../dataset/preparation/cellInputs.ts';
import { numberInputs } from '../../dataset/preparation/scaling.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import type { WeightsOnGround } from './frozenWeights.ts';

type Axis = GridInput['x'];
export type GridOver = Pick<GridInput, 'x' | 'y' | 'fixed' | 'directions'>;

export class GridRows {
  /** Number of points, ordered row by row of y. */
  readonly count: number;
  readonly #axes: Axis[];
  readonly #moved: MovedInput[];
  readonly #base: Float32Array;

  /** Throws AppError column_unknown, option_invalid. */
  constructor(session: WorkspaceSession, ground: WeightsOnGround, { x, y, fixed, directions }: GridOver) {
    this.#base = baseRow(session, ground, fixed);
    this.#axes = y === null ? [x] : [x, y];
    if (y !== null && directions === undefined && x.column === y.column)
      throw invalid('y.column', 'a column other than x.column', y.column);
    this.#moved = directions
      ? alongDirections(ground, directions)
      : this.#axes.map(({ column }, k) => ({
          ...numericInput(ground, column),
          origin: 0,
          slopes: k === 0 ? [1, 0] : [0, 1],
        }));
    this.count = x.steps * (y?.steps ?? 1);
  }

  /** Features of `count` points from `from` on: points x inputs, row-major. */
  features(from: number, count: number): Float32Array {
    const inputs = this.#base.length;
    const features = new Float32Array(count * inputs);
    const [x, y] = this.#axes as [Axis, Axis?];
    for (let r = 0; r < count; r++) {
      const row = features.subarray(r * inputs, (r + 1) * inputs);
      row.set(this.#base);
      const at = from + r;
      const [atX, atY] = [valueAt(x, at % x.steps), y ? valueAt(y, Math.floor(at / x.steps)) : 0];
      for (const { input, offset, origin, slopes } of this.#moved) {
        row.set(numberInputs(origin + slopes[0] * atX + slopes[1] * atY, input), offset);
      }
    }
    return features;
  }
}

interface NumericInput {
  input: Extract<InputPreparation, { kind: 'numeric' }>;
  /** Index of its first input among the network's. */
  offset: number;
}
/** An input that differs from point to point. */
interface MovedInput extends NumericInput {
  /** The column's value where both axes are 0, and how much one unit of each axis adds to it. */
  origin: number;
  slopes: [x: number, y: number];
}

function valueAt({ from, to, steps }: Axis, k: number): number {
  return from + ((to - from) * k) / (steps - 1);
}

function alongDirections(ground: WeightsOnGround, { origin, x, y }: Directions): MovedInput[] {
  return [...new Set([origin, x, y].flatMap(Object.keys))].map((column) => ({
    ...numericInput(ground, column),
    origin: own(origin, column),
    slopes: [own(x, column), own(y, column)],
  }));
}

/** The column's value, 0 if it has none. A column's name may also be that of a method. */
function own(values: Record<string, number>, column: string): number {
  return Object.hasOwn(values, column) ? values[column]! : 0;
}

function numericInput({ preparation }: WeightsOnGround, column: string): NumericInput {
  let offset = 0;
  for (const input of preparation.inputs) {
    if (input.column === column && input.kind === 'numeric') return { input, offset };
    offset += inputCount(input);
  }
  const columns = preparation.inputs.filter(({ kind }) => kind === 'numeric').map((input) => input.column);
  throw unknown(column, columns, 'number column');
}

function unknown(column: string, columns: string[], what: string): AppError {
  const some = columns.slice(0, 8).join(', ') || 'none';
  return new AppError(
    'column_unknown',
    `The network has no ${what} input "${column}"; its inputs are ${some}.`,
    { column, columns: some },
  );
}

/** The row that all points of the grid begin as. */
function baseRow(
  session: WorkspaceSession,
  ground: WeightsOnGround,
  fixed: Record<string, string>,
): Float32Array {
  const { inputs } = ground.preparation;
  const known = new Set(inputs.map(({ column }) => column));
  const stranger = Object.keys(fixed).find((column) => !known.has(column));
  if (stranger !== undefined) throw unknown(stranger, [...known], 'column');
  const { decimal } = ground.table.dialect;
  const values = inputs.flatMap((input) => {
    const said = Object.hasOwn(fixed, input.column) ? fixed[input.column]!.trim() : null;
    const text = said ?? (input.kind === 'oneHot' ? usualLevel(session, input) : null);
    const found = cellInputs(input, text === '' ? null : text, decimal);
    if (found === null) throw invalid(`fixed.${input.column}`, expected(input), text ?? '');
    return found;
  });
  return Float32Array.from(values);
}

function expected(input: InputPreparation): string {
  if (input.kind === 'numeric') return 'a number';
  return input.kind === 'date' ? 'a date' : `one of ${input.levels.slice(0, 8).join(', ')}`;
}

/** The table's most frequent level among those that the network knows. */
function usualLevel(
  session: WorkspaceSession,
  input: Extract<InputPreparation, { kind: 'oneHot' }>,
): string | null {
  const column = session.state.value.dataset?.columns.find(({ name }) => name === input.column);
  const known = column?.levels.find(({ value }) => input.levels.includes(value));
  return known?.value ?? input.levels[0] ?? null;
}

function invalid(option: string, expected: string, found: string): AppError {
  return new AppError('option_invalid', `${option} must be ${expected}; it is ${found}.`, {
    option,
    expected,
    found,
  });
}
