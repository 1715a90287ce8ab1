// Reads every file of a run's folder as strictly as opening it would, and changes nothing: damaged files keep their names.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../contract/issues/errors.ts';
import type { Values } from '../../contract/issues/values.ts';
import type { KeptProblem } from '../../contract/kept.ts';
import { evaluationSchema } from '../../contract/run/evaluation.ts';
import { runRepeatsSchema } from '../../contract/run/repeats.ts';
import { keptSearchSchema } from '../../contract/run/search.ts';
import { endedStates, epochRecordSchema, runNotesSchema } from '../../contract/run/training.ts';
import { decodeCheckpoint } from '../../export/checkpoint.ts';
import { decodeModel } from '../../export/decodeModel.ts';
import { decodeEndedMembers } from '../../export/endedMembers.ts';
import { modelFingerprint } from '../../export/fingerprint.ts';
import { isMissing, newerVersionOf, storageVersion } from '../../storage/damaged.ts';
import { type RunRecord, runRecordSchema } from '../../storage/runRecord.ts';

/** What is not whole; nothing where everything is. `folder` is named in sentences as `shown`. */
export async function problemsOfRun(folder: string, shown: string = folder): Promise<KeptProblem[]> {
  const newer = await newerVersionOf(join(folder, 'run.json'));
  if (newer !== null) return [newerProblem(newer)];
  const reader = new KeptReader(folder, shown);
  const record = await reader.json('run.json', runRecordSchema);
  if (record === null) reader.problems.push(problem('noRecord', 'It has no readable run.json.', {}));
  await reader.json('evaluation.json', evaluationSchema);
  await reader.json('repeats.json', runRepeatsSchema);
  await reader.json('search.json', keptSearchSchema);
  await reader.json('notes.json', runNotesSchema.loose());
  await reader.history(record);
  await reader.best(record);
  await reader.read('initial.safetensors', decodeModel);
  const isEnsemble = record?.spec.training.ensemble !== undefined;
  for (const name of ['checkpoint.safetensors', 'checkpoint.previous.safetensors'])
    await reader.read<unknown>(name, isEnsemble ? decodeEndedMembers : decodeCheckpoint);
  return reader.problems;
}

export function newerProblem(version: number): KeptProblem {
  const sentence = `It was written by a newer Chainrule (format ${version}; this one reads up to ${storageVersion}).`;
  return problem('newer', sentence, { version, supported: storageVersion });
}

export function problem(kind: KeptProblem['kind'], message: string, values: Values): KeptProblem {
  return { kind, message, values };
}

/** For errors that tell what is wrong with a file; others are thrown on. */
export function problemOfError(error: unknown, file: string): KeptProblem {
  if (error instanceof AppError)
    return problem('failed', error.message, { ...error.values, code: error.code });
  if (error instanceof Error && 'syscall' in error)
    return problem('unreadable', `${file} cannot be read: ${error.message}.`, {
      file,
      reason: error.message,
    });
  throw error;
}

/** Reads the files of one folder and gathers what is wrong with them. */
export class KeptReader {
  readonly problems: KeptProblem[] = [];

  constructor(
    private readonly folder: string,
    /** The folder's name in sentences. */
    private readonly shown: string,
  ) {}

  /** null where the file is not there, or not whole. */
  async read<T>(name: string, decode: (bytes: Uint8Array, path: string) => T): Promise<T | null> {
    try {
      const bytes = await bytesOf(join(this.folder, name));
      return bytes === null ? null : decode(bytes, join(this.shown, name));
    } catch (error) {
      this.problems.push(problemOfError(error, join(this.shown, name)));
      return null;
    }
  }

  async json<T>(name: string, schema: z.ZodType<T>): Promise<T | null> {
    const read = await this.read(name, (bytes) => schema.safeParse(jsonOf(bytes)));
    if (read === null || read.success) return read?.data ?? null;
    const reason = read.error.issues[0]?.message ?? 'it is not JSON';
    const file = join(this.shown, name);
    this.problems.push(problem('damaged', `${file} is damaged: ${reason}.`, { file, reason }));
    return null;
  }

  /** A last line without an end is one that a killed process did not finish: it is not read, and costs nothing. */
  async history(record: RunRecord | null): Promise<void> {
    const file = join(this.shown, 'history.jsonl');
    const text = await this.read('history.jsonl', (bytes) => new TextDecoder().decode(bytes));
    const lines = (text ?? '').split('\n').slice(0, -1);
    /** The last epoch of each network. */
    const last = new Map<number, number>();
    for (const [index, line] of lines.entries()) {
      const read = epochRecordSchema.safeParse(jsonOf(line));
      const values = { file, line: index + 1 };
      if (!read.success) {
        const sentence = `${file} is damaged: line ${index + 1} is not the record of an epoch.`;
        this.problems.push(problem('epochUnreadable', sentence, values));
        return;
      }
      const { epoch, member = 0 } = read.data;
      const expected = (last.get(member) ?? 0) + 1;
      last.set(member, epoch);
      if (epoch !== expected) {
        const sentence = `${file} is damaged: line ${index + 1} is epoch ${epoch}.`;
        this.problems.push(problem('epochOrder', sentence, { ...values, epoch }));
        return;
      }
    }
    const ended = record !== null && endedStates.includes(record.state) && record.openedFrom === null;
    if (!ended || lines.length >= record.epoch) return;
    const [found, trained] = [lines.length, record.epoch];
    const sentence = `${file} has ${found} epochs; the run trained ${trained}.`;
    this.problems.push(problem('epochsLacking', sentence, { file, found, trained }));
  }

  async best(record: RunRecord | null): Promise<void> {
    const before = this.problems.length;
    const found = await this.read('best.safetensors', (bytes, path) =>
      modelFingerprint(decodeModel(bytes, path)),
    );
    const said = record?.fingerprint ?? null;
    if (this.problems.length > before || said === null || found === said) return;
    const file = join(this.shown, 'best.safetensors');
    this.problems.push(
      found === null
        ? problem('weightsLacking', `${file} is missing.`, { file })
        : problem('weightsOther', `${file} has other weights than its run.json says.`, { file }),
    );
  }
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
