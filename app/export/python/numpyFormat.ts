// The format for NumPy: the model as an .npz file, and predict.py, which predicts from raw columns with NumPy alone.
import type { PortableModel } from '../portable/portableModel.ts';
import { encodeModel } from '../safetensors.ts';
import { decodeTensors } from '../tensors.ts';
import { fileEnding, pythonFile, type RawRows, type Tensors, type WrittenFile } from './files.ts';
import { encodeNpz, tensorsOfNpz } from './npz.ts';
import { pythonProgram } from './program.ts';
import { tensorPredictions } from './tensorPredictions.ts';

export function writeNumpy({ model }: PortableModel, stem: string): WrittenFile[] {
  const { tensors, metadata } = modelTensors(model);
  const name = `${stem}.npz`;
  const pieces = ['cells', 'table', 'preparation', 'meaning', 'checking', 'command'] as const;
  return [
    { name, type: 'application/octet-stream', bytes: encodeNpz(tensors, metadata) },
    pythonFile('predict.py', pythonProgram('predict', pieces, { FILE: name })),
  ];
}

/** What the model file holds, which every file for Python holds, too. */
export function modelTensors(model: PortableModel['model']): Tensors {
  return decodeTensors(encodeModel(model), 'the model');
}

export function predictNumpy(files: readonly WrittenFile[], rows: RawRows): number[][] {
  const { name, bytes } = fileEnding(files, '.npz');
  return tensorPredictions(tensorsOfNpz(bytes, name), rows);
}
