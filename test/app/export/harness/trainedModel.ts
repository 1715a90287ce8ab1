// Models for the tests of all formats, trained by the engine in a moment, with raw values of rows and the app's own predictions of them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LayerWeights, Model } from '../../../../app/contract/model.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import type { Choices } from '../../../../app/contract/workspace.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import { proposeData } from '../../../../app/dataset/roles/propose.ts';
import type { Split } from '../../../../app/dataset/split/split.ts';
import type { Table } from '../../../../app/dataset/table/table.ts';
import type { EngineRun } from '../../../../app/engine/engine.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { rawInputsOf } from '../../../../app/export/portable/rawInputs.ts';
import { rounded } from '../../../../app/export/rounding.ts';
import { proposeModel } from '../../../../app/model/propose.ts';
import { predictRows } from '../../../../app/workspace/scoring/score.ts';
import { engineRows, engineSettings } from '../../../../app/workspace/spec/engineConfig.ts';
import { factsOf } from '../../../../app/workspace/spec/specCalls.ts';
import { groundOn } from '../../../../app/workspace/table/ground.ts';
import { Preparer } from '../../../../app/workspace/table/prepare.ts';
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
  split: Split;
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
    const { model: network, training } = proposeModel(facts, whole);
    const spec = edit({ version: 1, seed: 1, data, model: network, training });
    const ground = await groundOn(open, spec);
    const { preparation, split } = ground;
    const layers = await trainedLayers(ground);
    const model = changed({ spec, preparation, members: [layers], metrics: null });
    const count = Math.min(64, table.rows);
    const values = rawValues(model, table, count);
    return { model, values, predictions: await appPredictions(model, opened, count), csv, split };
  });
}

/** Settings of columns that are not features would be refused. */
function withoutOther<Whole extends Choices>(choices: Whole): Whole {
  const kept = Object.entries(choices.prepare ?? {}).filter(([name]) => choices.features?.includes(name));
  return { ...choices, prepare: Object.fromEntries(kept) };
}

async function trainedLayers(ground: Awaited<ReturnType<typeof groundOn>>): Promise<LayerWeights[]> {
  const { table, preparation, split, spec } = ground;
  const train = await engineRows(table, preparation, split.train, ground);
  const validation = await engineRows(table, preparation, split.validation, ground);
  const run = engine.createRun({ ...engineSettings(spec, preparation), train, validation, threads: 1 });
  try {
    await ended(run);
    return rounded(run.weights('best'));
  } finally {
    run.dispose();
  }
}

export function ended(run: EngineRun): Promise<void> {
  const end = new Promise<void>((resolve) => {
    run.onSnapshot(({ reason }) => reason !== null && resolve());
  });
  run.start();
  return end;
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
