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

/** Throws AppError export_unsuited where the rows of the training are not known, or it is no single network's. */
export function writeTraining({ model, training }: PortableModel, stem: string): PythonFile[] {
  if (training === undefined)
    throw unsuited('rows', 'only a run with its table says which rows it was trained on');
  if (model.members.length > 1)
    throw unsuited('ensemble', 'it would train one network, and this is an ensemble');
  const name = `${stem}.start.npz`;
  return [
    { name, type: 'application/octet-stream', bytes: startFile(model, training) },
    programFile('train.py', pythonProgram('train', pieces, { FILE: name })),
  ];
}

function startFile(model: PortableModel['model'], training: PortableTraining): Uint8Array {
  const { metadata } = modelTensors(model);
  const { table, record, rows, initialLayers, ending = {} } = training;
  const { dialect, reading } = table;
  const run = {
    table: { name: table.name, hash: table.hash },
    columns: table.columns,
    dialect: { ...reading, ...dialect },
    ending,
    record,
  };
  const arrays = Object.entries(rows).map(([part, data]) => ({
    name: `rows.${part}`,
    shape: [data.length],
    data,
  }));
  return encodeNpz(layerTensors('layers', initialLayers), { ...metadata, run: JSON.stringify(run) }, arrays);
}

function unsuited(why: 'rows' | 'ensemble', reason: string): AppError {
  const sentence = `This training cannot be written as a program: ${reason}.`;
  return new AppError('export_unsuited', sentence, { format: 'PyTorch', why, found: '', limit: 0 });
}
