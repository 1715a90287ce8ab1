// Rows to draw with the predictions, in the columns' own units, and the predictions for these rows.
import { AppError } from '../../contract/issues/errors.ts';
import type { Preparation } from '../../contract/model.ts';
import type { RowSample, SamplePredictions, WhichWeights } from '../../contract/run/insight.ts';
import { insightLimits } from '../../contract/run/insightLimits.ts';
import { encodeInputs, encodeTargets } from '../../dataset/preparation/encode.ts';
import { rounded } from '../../export/rounding.ts';
import { predictInputs } from '../scoring/modelPredictions.ts';
import { type Ground, thinned } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { numbersFile } from './floats.ts';
import { threadsBeside } from './insightProblem.ts';
import { groundOfWeights, networksOf } from './weightsOf.ts';

/** Chooses from both parts in proportion to their sizes. New rows of a model count as validation rows: none of them trained it. */
function chosenRows({ split, newRows }: Ground): { train: Uint32Array; validation: Uint32Array } {
  const { train } = split;
  const validation = newRows ? split.test : split.validation;
  const all = train.length + validation.length;
  const most = Math.min(all, insightLimits.rows.max);
  const ofTraining = Math.round((most * train.length) / Math.max(1, all));
  return { train: thinned(train, ofTraining), validation: thinned(validation, most - ofTraining) };
}

function joined({ train, validation }: ReturnType<typeof chosenRows>): Uint32Array {
  const rows = new Uint32Array(train.length + validation.length);
  rows.set(train);
  rows.set(validation, train.length);
  return rows;
}

/** Throws AppError dataset_needed, spec_refused, run_needed, column_unknown. */
export async function sampleRows(
  session: WorkspaceSession,
  { weights, columns }: { weights: WhichWeights; columns: string[] },
): Promise<RowSample> {
  const ground = await groundOfWeights(session, weights);
  const { table, preparation, split, newRows } = ground;
  const parts = chosenRows(ground);
  const rows = joined(parts);
  const values = new Float64Array(rows.length * columns.length);
  const levels: (string[] | null)[] = [];
  for (const [k, column] of columns.entries()) {
    const found = await columnValues(ground, column, rows);
    levels.push(found.levels);
    for (let i = 0; i < rows.length; i++) values[i * columns.length + k] = found.values[i]!;
  }
  const { truth } = await encodeTargets(table, preparation.target, rows);
  const { target } = preparation;
  return {
    all: { train: split.train.length, validation: split[newRows ? 'test' : 'validation'].length },
    rows: [...rows],
    train: parts.train.length,
    levels,
    values: numbersFile(values),
    outputs: target.kind === 'class' ? target.classes : target.columns.map(({ name }) => name),
    truth: numbersFile(
      target.kind === 'class' ? truth.map((index) => (index < 0 ? Number.NaN : index)) : truth,
    ),
  };
}

/** The column's values as the type in the spec reads them. */
async function columnValues({ table, spec }: Ground, column: string, rows: Uint32Array) {
  const said = spec.data.columns.find(({ name }) => name === column);
  if (said === undefined) {
    const columns = spec.data.columns.slice(0, 8).map(({ name }) => name);
    throw new AppError(
      'column_unknown',
      `The table has no column "${column}"; it has ${columns.join(', ')}.`,
      {
        column,
        columns: columns.join(', '),
      },
    );
  }
  if (said.type === 'number') {
    const all = await table.numbers(column);
    return { levels: null, values: Float64Array.from(rows, (row) => all[row]!) };
  }
  const { codes, levels } = await table.categories(column);
  const indexOf = (code: number) => (code < 0 ? Number.NaN : code);
  return { levels, values: Float64Array.from(rows, (row) => indexOf(codes[row]!)) };
}

/** Encoding a sample reads whole columns of the table, so it is done once per preparation, not per call. */
const encoded = new WeakMap<Preparation, Promise<Float32Array>>();

function sampledInputs(ground: Ground, rows: Uint32Array): Promise<Float32Array> {
  const known = encoded.get(ground.preparation);
  if (known !== undefined) return known;
  const made = encodeInputs(ground.table, ground.preparation, rows).then(({ features }) => features);
  encoded.set(ground.preparation, made);
  // The caller gets the error; the next call tries again.
  made.catch(() => encoded.delete(ground.preparation));
  return made;
}

/** Throws AppError dataset_needed, spec_refused, run_needed. */
export async function predictSample(
  session: WorkspaceSession,
  weights: WhichWeights,
  signal: AbortSignal | undefined,
): Promise<SamplePredictions> {
  const { ground, networks } = await networksOf(session, weights);
  const rows = joined(chosenRows(ground));
  const features = await sampledInputs(ground, rows);
  const { engine } = session.options;
  const { spec, preparation } = ground;
  const members = networks.map((layers) => rounded(layers));
  const shown = await predictInputs(
    engine,
    { spec, preparation, members },
    { features, rows: rows.length },
    { threads: threadsBeside(session), signal },
  );
  return {
    outputs: shown.kind === 'class' ? shown.classes : shown.names,
    epoch: ground.epoch,
    values: numbersFile(Float32Array.from(shown.kind === 'class' ? shown.probabilities : shown.values)),
  };
}
