// Models for the tests of all formats, trained by the engine in a moment, with raw values of rows and the app's own predictions of them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Floats, LayerWeights, Model } from '../../../../app/contract/model.ts';
import type { EpochRecord } from '../../../../app/contract/run/training.ts';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import { proposeData } from '../../../../app/dataset/roles/propose.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import type { EngineRun } from '../../../../app/engine/engine.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { PortableTraining } from '../../../../app/export/portable/portableTraining.ts';
import { rawInputsOf } from '../../../../app/export/portable/rawInputs.ts';
import { rounded } from '../../../../app/export/rounding.ts';
import { proposeModel } from '../../../../app/model/propose.ts';
import { predictRows } from '../../../../app/workspace/scoring/score.ts';
import { engineRows, engineSettings } from '../../../../app/workspace/spec/engineConfig.ts';
import { factsOf } from '../../../../app/workspace/spec/specCalls.ts';
import { type Ground, groundOn } from '../../../../app/workspace/table/ground.ts';
import { Preparer } from '../../../../app/workspace/table/preparer.ts';
import { csvText, datePart, names, prepare, type RawTable, rawTable } from './rawTable.ts';

export const engine = loadEngine();

/** A model whose rows of raw values have known predictions. */
export interface TrainedModel {
  model: Model;
  /** Of the table's first rows, in the order of rawInputsOf; missing is NaN or ''. */
  values: (number | string)[][];
  /** The app's, for each of those rows: targets in their units, or probabilities of classes. */
  predictions: number[][];
}

export interface TrainedOn extends TrainedModel {
  /** The table's text, for programs that read it themselves. */
  csv: string;
  /** What a program needs to repeat the training, with the epochs that it had. */
  training: PortableTraining;
  records: EpochRecord[];
  /** After the last epoch. */
  last: LayerWeights<Floats>[];
}

/** Trains on a table that has everything (rawTable.ts); all its inputs are features unless `choices` says otherwise. `changed` changes the
 *  model before it predicts. */
export async function trainedModel(
  choices: Choices,
  edit: (spec: RunSpec) => RunSpec = (spec) => spec,
  table: RawTable = rawTable(),
  changed: (model: Model) => Model = (model) => model,
): Promise<TrainedOn> {
  const csv = csvText(table);
  const features = choices.features ?? Object.values(names);
  const whole = { epochs: 3, hidden: [6], prepare, ...choices, features };
  return withTable(csv, async (opened) => {
    const open = { table: opened, files: [], stamp: null, preparer: new Preparer(opened) };
    const { data } = await proposeData(opened, withoutOther(whole));
    const facts = await factsOf(open, data, 1, whole);
    const proposed = proposeModel(facts, whole);
    const spec = edit({ version: 1, seed: 1, data, model: proposed.model, training: proposed.training });
    const ground = await groundOn(open, spec);
    const { best, ...run } = await trainedRun(ground);
    const model = changed({ spec, preparation: ground.preparation, members: [best], metrics: null });
    const count = Math.min(64, table.rows);
    const values = rawValues(model, table, count);
    const training = trainingOf(ground, run.first);
    return { model, values, predictions: await appPredictions(model, opened, count), csv, training, ...run };
  });
}

/** Settings of columns that are not features would be refused. */
function withoutOther<Whole extends Choices>(choices: Whole): Whole {
  const kept = Object.entries(choices.prepare ?? {}).filter(([name]) => choices.features?.includes(name));
  return { ...choices, prepare: Object.fromEntries(kept) };
}

async function trainedRun(ground: Ground) {
  const { table, preparation, split, spec } = ground;
  const train = await engineRows(table, preparation, split.train, ground);
  const validation =
    split.validation.length === 0 ? null : await engineRows(table, preparation, split.validation, ground);
  const run = engine.createRun({ ...engineSettings(spec, preparation), train, validation, threads: 1 });
  try {
    const first = run.weights('last');
    const records = await ended(run);
    return { first, records, best: rounded(run.weights('best')), last: run.weights('last') };
  } finally {
    run.dispose();
  }
}

/** Starts a run; resolves with its epochs when it has ended. */
export function ended(run: EngineRun): Promise<EpochRecord[]> {
  const records: EpochRecord[] = [];
  const end = new Promise<EpochRecord[]>((resolve) => {
    run.onSnapshot((snapshot) => {
      records.push(...snapshot.records);
      if (snapshot.reason !== null) resolve(records);
    });
  });
  run.start();
  return end;
}

function trainingOf(
  { table, split, spec, preparation }: Ground,
  initialLayers: LayerWeights<Floats>[],
): PortableTraining {
  const { fileName: name, hash, dialect, reading, columns } = table;
  const { train, validation, test } = split;
  return {
    rows: { train, validation, test },
    folds: [],
    starts: [initialLayers],
    networks: [{ seed: spec.seed, start: 0, fold: null }],
    table: { name, hash, dialect, reading, columns: columns.map((column) => column.name) },
    record: { spec, preparation, environment: {} },
  };
}

/** The app's predictions of the table's first rows. */
async function appPredictions(model: Model, table: Table, count: number): Promise<number[][]> {
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  const { predictions } = await predictRows(engine, model, table, rows);
  const numbers = predictions.kind === 'class' ? predictions.probabilities : predictions.values;
  const width = numbers.length / count;
  return Array.from({ length: count }, (_, row) => [...numbers.subarray(row * width, (row + 1) * width)]);
}

function rawValues({ preparation }: Model, { columns }: RawTable, count: number): (number | string)[][] {
  const inputs = rawInputsOf(preparation);
  return Array.from({ length: count }, (_, row) =>
    inputs.map(({ kind, name, column }) => {
      const cell = columns[column]![row]!;
      if (kind === 'category') return cell === null ? '' : String(cell);
      if (cell === null) return Number.NaN;
      return name === column ? Number(cell) : datePart(String(cell), name.slice(column.length + 1));
    }),
  );
}

/** A CSV text as an open table, for as long as `use` takes. */
export async function withTable<Result>(
  csv: string,
  use: (table: Table) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'chainrule-'));
  try {
    const file = join(folder, 'table.csv');
    await writeFile(file, csv);
    const table = await openTable(file);
    try {
      return await use(table);
    } finally {
      table.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
