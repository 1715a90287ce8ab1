// Reads every file of a run's folder as strictly as opening it would, and changes nothing: damaged files keep their names.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../contract/issues/errors.ts';
import { evaluationSchema } from '../../contract/run/evaluation.ts';
import { runRepeatsSchema } from '../../contract/run/repeats.ts';
import { endedStates, epochRecordSchema, runNotesSchema } from '../../contract/run/training.ts';
import { decodeCheckpoint } from '../../export/checkpoint.ts';
import { fingerprint } from '../../export/fingerprint.ts';
import { decodeModel } from '../../export/safetensors.ts';
import { isMissing, newerVersionOf, storageVersion } from '../../storage/damaged.ts';
import { type RunRecord, runRecordSchema } from '../../storage/runRecord.ts';

/** Sentences about what is not whole; none where everything is. */
export async function problemsOfRun(folder: string): Promise<string[]> {
  const newer = await newerVersionOf(join(folder, 'run.json'));
  if (newer !== null)
    return [`It was written by a newer Chainrule (format ${newer}; this one reads up to ${storageVersion}).`];
  const problems: string[] = [];
  const note = (problem: string | null) => {
    if (problem !== null) problems.push(problem);
  };
  const record = await readChecked(join(folder, 'run.json'), runRecordSchema, note);
  if (record === null) note('It has no readable run.json.');
  await readChecked(join(folder, 'evaluation.json'), evaluationSchema, note);
  await readChecked(join(folder, 'repeats.json'), runRepeatsSchema, note);
  await readChecked(join(folder, 'notes.json'), runNotesSchema.loose(), note);
  note(await problemOfHistory(join(folder, 'history.jsonl'), record));
  note(await problemOfBest(join(folder, 'best.safetensors'), record));
  note(await problemOf(join(folder, 'initial.safetensors'), decodeModel));
  for (const name of ['checkpoint.safetensors', 'checkpoint.previous.safetensors'])
    note(await problemOf(join(folder, name), decodeCheckpoint));
  return problems;
}

/** The sentence of what `decode` throws; null where the file is whole or not there. */
export async function problemOf(
  file: string,
  decode: (bytes: Uint8Array, path: string) => unknown,
): Promise<string | null> {
  try {
    const bytes = await bytesOf(file);
    if (bytes !== null) decode(bytes, file);
    return null;
  } catch (error) {
    if (error instanceof AppError || (error instanceof Error && 'syscall' in error)) return error.message;
    throw error;
  }
}

/** The content of a JSON file; null, with a note about what is wrong, where it cannot be read, and without one where it is not there. */
export async function readChecked<T>(
  file: string,
  schema: z.ZodType<T>,
  note: (problem: string) => void,
): Promise<T | null> {
  let value: T | null = null;
  const problem = await problemOf(file, (bytes) => {
    const read = schema.safeParse(jsonOf(bytes));
    if (read.success) value = read.data;
    else note(`${file} is damaged: ${read.error.issues[0]?.message ?? 'it is not JSON'}.`);
  });
  if (problem !== null) note(problem);
  return value;
}

/** A last line without an end is one that a killed process did not finish: it is not read, and costs nothing. */
async function problemOfHistory(file: string, record: RunRecord | null): Promise<string | null> {
  const lines = new TextDecoder()
    .decode((await bytesOf(file)) ?? new Uint8Array())
    .split('\n')
    .slice(0, -1);
  for (const [index, line] of lines.entries()) {
    const read = epochRecordSchema.safeParse(jsonOf(line));
    if (!read.success) return `${file} is damaged: line ${index + 1} is not the record of an epoch.`;
    if (read.data.epoch !== index + 1)
      return `${file} is damaged: line ${index + 1} is epoch ${read.data.epoch}.`;
  }
  const ended = record !== null && endedStates.includes(record.state) && record.openedFrom === null;
  if (ended && lines.length < record.epoch)
    return `${file} has ${lines.length} epochs; the run trained ${record.epoch}.`;
  return null;
}

async function problemOfBest(file: string, record: RunRecord | null): Promise<string | null> {
  let found: string | null = null;
  const problem = await problemOf(file, (bytes) => {
    found = fingerprint(decodeModel(bytes, file).layers);
  });
  const said = record?.fingerprint ?? null;
  if (problem !== null || said === null || found === said) return problem;
  return found === null ? `${file} is missing.` : `${file} has other weights than its run.json says.`;
}

async function bytesOf(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function jsonOf(text: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : new TextDecoder().decode(text));
  } catch {
    return undefined;
  }
}
