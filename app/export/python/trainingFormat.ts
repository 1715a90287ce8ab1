// The whole training as a program of PyTorch: train.py, and beside it an .npz file with what the model file holds, but with the weights
// before the first step instead of the trained ones, and with the numbers of the rows.
import { AppError } from '../../contract/issues/errors.ts';
import { layerTensors } from '../layerTensors.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import type { PortableTraining } from '../portable/portableTraining.ts';
import { type PythonFile, programFile } from './files.ts';
import { encodeNpz } from './npz.ts';
import { modelTensors } from './numpyFormat.ts';
import { pythonProgram } from './program.ts';

const pieces = [
  'cells',
  'table',
  'preparation',
  'trainingRows',
  'torchNetwork',
  'randomNumbers',
  'losses',
  'optimizers',
  'schedules',
  'epochs',
  'meaning',
  'safetensorsFile',
  'npzFile',
  'runFolder',
] as const;

/** Throws AppError export_unsuited where the rows of the training are not known. */
export function writeTraining({ model, training }: PortableModel, stem: string): PythonFile[] {
  if (training === undefined) throw unsuited();
  return [
    { name: startName(stem), type: 'application/octet-stream', bytes: startFile(model, training) },
    trainProgram(stem),
  ];
}

const startName = (stem: string) => `${stem}.start.npz`;

export const trainProgram = (stem: string): PythonFile =>
  programFile('train.py', pythonProgram('train', pieces, { FILE: startName(stem) }));

function startFile(model: PortableModel['model'], training: PortableTraining): Uint8Array {
  const { metadata } = modelTensors(model);
  const { table, record, rows, folds, starts, ending = {} } = training;
  const isEnsemble = folds.length > 0;
  const { dialect, reading } = table;
  const run = {
    table: { name: table.name, hash: table.hash },
    columns: table.columns,
    dialect: { ...reading, ...dialect },
    ending,
    record,
    // By the names that its arrays begin with.
    networks: training.networks.map(({ seed, start, fold }) => ({
      seed,
      weights: isEnsemble ? `starts.${start}.` : '',
      rows: fold === null ? 'rows.' : `folds.${fold}.`,
    })),
  };
  const arrays = [rowArrays('rows', rows), ...folds.map((fold, k) => rowArrays(`folds.${k}`, fold))].flat();
  const tensors = starts.flatMap((layers, k) =>
    layerTensors(isEnsemble ? `starts.${k}.layers` : 'layers', layers),
  );
  return encodeNpz(tensors, { ...metadata, run: JSON.stringify(run) }, arrays);
}

const rowArrays = (name: string, parts: Record<string, Uint32Array>) =>
  Object.entries(parts).map(([part, data]) => ({ name: `${name}.${part}`, shape: [data.length], data }));

function unsuited(): AppError {
  const sentence =
    'This training cannot be written as a program: only a run with its table says which rows it was trained on. Export the run itself, with its table where it was.';
  return new AppError('export_unsuited', sentence, { format: 'PyTorch', why: 'rows', found: '', limit: 0 });
}
