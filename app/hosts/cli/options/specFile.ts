// JSON files given by a person: a whole spec (--spec), test rows (--test-rows) and changes in mid-run (--changes). An error names the path in
// the file, what was expected and what was found.
import fs from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../../contract/issues/errors.ts';
import { type Change, changesSchema } from '../../../contract/run/training.ts';
import type { RunSpec, SplitSpec } from '../../../contract/spec/spec.ts';
import { readSpec as readSpecValue } from '../../../model/specIssues.ts';

/** Throws AppError file_not_found, file_unreadable, spec_invalid. */
export async function readSpec(file: string): Promise<RunSpec> {
  const { spec, issues } = readSpecValue(await readJsonFile(file));
  if (spec !== null) return spec;
  const [first] = issues;
  throw new AppError('spec_invalid', `In ${file}: ${first.message}`, first.values, { issues });
}

/** 0-based data rows. Throws AppError file_not_found, file_unreadable, option_invalid, spec_invalid. */
export async function readTestRows(file: string): Promise<SplitSpec> {
  const value = await readJsonFile(file);
  const result = z.array(z.number().int().min(0)).safeParse(value);
  if (result.success) return { testRows: result.data };
  const path = result.error.issues[0]?.path ?? [];
  const found =
    path.length === 0 ? 'something else' : `${shown(at(value, path))} at position ${String(path[0])}`;
  const expected = 'a JSON array of whole numbers from 0';
  throw new AppError('option_invalid', `${file} must hold ${expected}; it holds ${found}.`, {
    option: '--test-rows',
    expected,
    found,
  });
}

/** Changes as a run's record has them. Throws AppError file_not_found, file_unreadable, option_invalid, spec_invalid. */
export async function readChanges(file: string): Promise<Change[]> {
  const result = changesSchema.safeParse(await readJsonFile(file));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const expected = 'the changes of a run, as its run.json has them';
  const found = `${issue?.message ?? 'something else'}${where}`;
  throw new AppError('option_invalid', `${file} must hold ${expected}: ${found}.`, {
    option: '--changes',
    expected,
    found,
  });
}

async function readJsonFile(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new AppError('file_not_found', `There is no file ${file}.`, { file }, { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'file_unreadable',
      `${file} cannot be read: ${reason}.`,
      { file, reason },
      { cause: error },
    );
  }
  try {
    // A byte order mark is what some editors put there.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new AppError('spec_invalid', `${file} is not JSON: ${found}.`, {
      path: file,
      expected: 'JSON',
      found,
    });
  }
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([name]) => name === String(key))?.[1]
        : undefined,
    value,
  );
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
