// The format for PyTorch: the model file, and model.py, a module with its layers that predicts from raw columns and can be trained on.
import type { GoldenRows } from '../../contract/run/goldenRows.ts';
import { readModelFile } from '../check/readModelFile.ts';
import { referenceAnswers } from '../check/referenceIntervals.ts';
import { tensorModel } from '../check/tensorModel.ts';
import { encodeModel } from '../encodeModel.ts';
import type { Answers } from '../format.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import { decodeTensors } from '../tensors.ts';
import { fileEnding, type PythonFile, programFile, type RawRows } from './files.ts';
import { pythonProgram } from './program.ts';

const pieces = [
  'cells',
  'table',
  'preparation',
  'torchNetwork',
  'meaning',
  'safetensorsFile',
  'checking',
  'command',
] as const;

export function writeTorch({ model }: PortableModel, stem: string): PythonFile[] {
  const name = `${stem}.safetensors`;
  return [
    { name, type: 'application/octet-stream', bytes: encodeModel(model) },
    programFile('model.py', pythonProgram('model', pieces, { FILE: name })),
  ];
}

/** null where the file has none. */
export function torchGoldenRows(files: readonly PythonFile[]): GoldenRows | null {
  return readModelFile(fileEnding(files, '.safetensors').bytes).golden;
}

export function predictTorch(files: readonly PythonFile[], rows: RawRows): Answers {
  const { name, bytes } = fileEnding(files, '.safetensors');
  const { tensors, metadata } = decodeTensors(bytes, name);
  return referenceAnswers(tensorModel(tensors, metadata), rows);
}
