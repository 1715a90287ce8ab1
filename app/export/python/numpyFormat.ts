// The formats for NumPy and Keras: the model as an .npz file, and a program that predicts from raw columns with it.

import { type GoldenRows, goldenRowsSchema } from '../../contract/run/goldenRows.ts';
import { referenceAnswers } from '../check/referenceIntervals.ts';
import { tensorModel } from '../check/tensorModel.ts';
import { encodeModel } from '../encodeModel.ts';
import type { Answers } from '../format.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import { decodeTensors } from '../tensors.ts';
import { fileEnding, type PythonFile, programFile, type RawRows, type Tensors } from './files.ts';
import { encodeNpz, tensorsOfNpz } from './npz.ts';
import { pythonProgram } from './program.ts';

const pieces = ['cells', 'table', 'preparation', 'meaning', 'npzFile', 'checking', 'command'] as const;

export function writeNumpy({ model }: PortableModel, stem: string): PythonFile[] {
  const file = npzFile(model, stem);
  return [file, programFile('predict.py', pythonProgram('predict', pieces, { FILE: file.name }))];
}

/** The same file with a program that builds the network of Keras' layers. */
export function writeKeras({ model }: PortableModel, stem: string): PythonFile[] {
  const file = npzFile(model, stem);
  return [file, programFile('keras_model.py', pythonProgram('keras_model', pieces, { FILE: file.name }))];
}

function npzFile(model: PortableModel['model'], stem: string): PythonFile {
  const { tensors, metadata } = modelTensors(model);
  return { name: `${stem}.npz`, type: 'application/octet-stream', bytes: encodeNpz(tensors, metadata) };
}

/** What the model file holds, which every file for Python holds, too. */
export function modelTensors(model: PortableModel['model']): Tensors {
  return decodeTensors(encodeModel(model), 'the model');
}

/** null where the file has none. */
export function numpyGoldenRows(files: readonly PythonFile[]): GoldenRows | null {
  const { name, bytes } = fileEnding(files, '.npz');
  const { goldenRows } = tensorsOfNpz(bytes, name).metadata;
  return goldenRows === undefined ? null : goldenRowsSchema.parse(JSON.parse(goldenRows));
}

export function predictNumpy(files: readonly PythonFile[], rows: RawRows): Answers {
  const { name, bytes } = fileEnding(files, '.npz');
  const { tensors, metadata } = tensorsOfNpz(bytes, name);
  return referenceAnswers(tensorModel(tensors, metadata), rows);
}
