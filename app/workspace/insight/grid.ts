// What the network answers over a grid of one or two columns, the others held fast, in the columns' own units.
import { AppError } from '../../contract/errors.ts';
import type { Grid, GridInput } from '../../contract/insight.ts';
import { type InputPreparation, inputCount } from '../../contract/model.ts';
import { cellInputs } from '../../dataset/cellInputs.ts';
import { scaledValue } from '../../dataset/scaling.ts';
import { interpretOutputs } from '../../evaluation/predictions.ts';
import { rounded } from '../../export/rounding.ts';
import type { Session } from '../session.ts';
import { type WeightsOnGround, weightsOf } from './ground.ts';
import { threadsBeside } from './look.ts';

/** Numbers of the feature matrix that are in memory at a time. */
const mostNumbers = 2_000_000;

type Axis = GridInput['x'];

/** A run in progress goes on undisturbed. Throws AppError dataset_needed, spec_refused, run_needed, column_unknown, option_invalid. */
export async function predictGrid(
  session: Session,
  input: GridInput,
  signal: AbortSignal | undefined,
): Promise<Grid> {
  const ground = await weightsOf(session, input.weights);
  const base = baseRow(session, ground, input.fixed);
  const { x, y } = input;
  const columns = [x, ...(y === null ? [] : [y])].map((axis) => numericInput(ground, axis.column));
  if (columns.length === 2 && columns[0]!.offset === columns[1]!.offset)
    throw invalid('y.column', 'another column than x.column', y?.column ?? '');
  const { engine } = session.options;
  const layers = rounded(ground.layers);
  const { network } = ground.settings;
  const ySteps = y?.steps ?? 1;
  const all = x.steps * ySteps;
  const piece = Math.max(1, Math.floor(mostNumbers / network.inputs));
  let values = new Float32Array(0);
  let outputs: string[] = [];
  for (let from = 0; from < all; from += piece) {
    signal?.throwIfAborted();
    const rows = Math.min(piece, all - from);
    const features = new Float32Array(rows * network.inputs);
    for (let r = 0; r < rows; r++) {
      const row = features.subarray(r * network.inputs, (r + 1) * network.inputs);
      row.set(base);
      const at = from + r;
      place(row, columns[0]!, x, at % x.steps);
      if (y !== null) place(row, columns[1]!, y, Math.floor(at / x.steps));
    }
    const answered = await engine.forward(network, layers, features, rows, threadsBeside(session));
    const shown = interpretOutputs(ground.preparation.target, answered, rows);
    outputs = shown.kind === 'class' ? shown.classes : shown.names;
    if (values.length === 0) values = new Float32Array(all * outputs.length);
    values.set(shown.kind === 'class' ? shown.probabilities : shown.values, from * outputs.length);
  }
  return {
    outputs,
    xSteps: x.steps,
    ySteps,
    epoch: ground.epoch,
    values: new File([littleEndian(values)], 'grid.f32', { type: 'application/octet-stream' }),
  };
}

function littleEndian(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new ArrayBuffer(values.length * 4);
  const view = new DataView(bytes);
  for (let k = 0; k < values.length; k++) view.setFloat32(k * 4, values[k]!, true);
  return new Uint8Array(bytes);
}

interface NumericPlace {
  input: Extract<InputPreparation, { kind: 'numeric' }>;
  /** Among the network's inputs. */
  offset: number;
}

function place(row: Float32Array, { input, offset }: NumericPlace, { from, to, steps }: Axis, k: number) {
  const value = from + ((to - from) * k) / (steps - 1);
  row[offset] = scaledValue(value, input);
  if (input.indicator) row[offset + 1] = 0;
}

function numericInput({ preparation }: WeightsOnGround, column: string): NumericPlace {
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
    `The network reads no ${what} "${column}"; those that it reads are ${some}.`,
    { column, columns: some },
  );
}

/** The row that every point of the grid begins with. */
function baseRow(session: Session, ground: WeightsOnGround, fixed: Record<string, string>): Float32Array {
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

/** The most frequent level of the table that the network knows. */
function usualLevel(session: Session, input: Extract<InputPreparation, { kind: 'oneHot' }>): string | null {
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
