// A trained model from disk: a path -> its weights, spec and preparation. Throws AppError model_not_found, model_damaged,
// model_version_newer. A model of Keras is converted by another process first.
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../contract/issues/errors.ts';
import type { Model } from '../../contract/model.ts';
import { isKeras, isModelHead } from '../../export/modelKind.ts';
import { readJson } from '../../storage/damaged.ts';
import { runRecordSchema } from '../../storage/runRecord.ts';
import { isPack, PackFile } from '../packs/packFile.ts';
import { type ConvertOptions, convertKeras } from './convertKeras.ts';

const headBytes = 4_096;

/** Reads a model from a run's folder, from an exported file, or from a file with one packed run. For a folder, run.json tells whether the test score was shown
 *  since the model file was written.
 *  @param foreign with it a model of Keras is read too: for files that a person chose */
export async function readModel(path: string, foreign?: ConvertOptions): Promise<Model> {
  const isForeign = foreign !== undefined && (await isFileOf(path, isKeras));
  const bytes = isForeign ? await convertKeras(path, foreign) : await readModelFile(path);
  // With it come all forms of model files.
  const { decodeModel } = await import('../../export/decodeModel.ts');
  const model = decodeModel(bytes, path);
  if (isForeign) return model;
  const record = await readJson(join(path, 'run.json'), runRecordSchema);
  return record === null || record.testViews === 0 ? model : { ...model, testViews: record.testViews };
}

/** False for a file that is not regular or cannot be read: opening it as a table reports why. */
export function isModelFile(path: string): Promise<boolean> {
  return isFileOf(path, isModelHead);
}

async function isFileOf(path: string, isHead: (head: Uint8Array, size: number) => boolean): Promise<boolean> {
  try {
    const status = await stat(path);
    return status.isFile() && isHead(await headOf(path), status.size);
  } catch {
    return false;
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Reads only regular files: a pipe could block forever, a device never end. */
async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'best.safetensors') : path;
    if ((await stat(file)).isFile())
      return (await isPack(file)) ? await packedModel(file) : await readFile(file);
  } catch (error) {
    throw error instanceof AppError ? error : noModel(path, error);
  }
  throw noModel(path, null);
}

/** Of the only run in a packed file. Throws AppError pack_of_several, and what opening the file throws. */
async function packedModel(path: string): Promise<Uint8Array> {
  const pack = await PackFile.open(path, path);
  try {
    const [run, ...more] = pack.list.runs;
    if (more.length > 0) throw severalRuns(path, more.length + 1);
    const best = run?.files['best.safetensors'];
    if (best === undefined) throw noModel(path, null);
    const pieces: Buffer[] = [];
    for await (const piece of pack.bytes(best)) pieces.push(piece);
    return Buffer.concat(pieces);
  } finally {
    await pack.close();
  }
}

function severalRuns(file: string, runs: number): AppError {
  const sentence = `${file} holds ${runs} runs, and one is needed: add them with "chainrule unpack", then name one by its id.`;
  return new AppError('pack_of_several', sentence, { file, runs });
}

function noModel(path: string, cause: unknown): AppError {
  const sentence = `There is no model at ${path}; name a run's folder or a model file (.safetensors, .json, .npz, .onnx, .keras, .h5).`;
  return new AppError('model_not_found', sentence, { path }, { cause });
}
