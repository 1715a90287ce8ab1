// Turns any value into a run spec, or a list of what is wrong with it: each with its path, what was expected and found, and the
// nearest name if a name is unknown. check.ts has the checks that need the whole spec.
import type { z } from 'zod';
import { child, expectation, keysOf, namesOf, schemaAt } from '../contract/expectation.ts';
import type { Issue, IssueOf } from '../contract/issues/issues.ts';
import { nearNames } from '../contract/nearNames.ts';
import { type RunSpec, runSpecSchema } from '../contract/spec/spec.ts';

/** The issues of a value that should be a spec. */
export type SpecIssue = IssueOf<'spec_invalid'> | IssueOf<'name_unknown'> | IssueOf<'softmax_hidden'>;
export type ReadSpec = { spec: RunSpec; issues: [] } | { spec: null; issues: [SpecIssue, ...SpecIssue[]] };

/** Never throws. */
export function readSpec(value: unknown): ReadSpec {
  const read = readPart(runSpecSchema, value, []);
  return read.value === null ? { spec: null, issues: read.issues } : { spec: read.value, issues: [] };
}

/** Reads a part of a spec; `base` is its path in the whole. Never throws. */
export function readPart<Part>(
  schema: z.ZodType<Part>,
  value: unknown,
  base: readonly PropertyKey[],
): { value: Part; issues: [] } | { value: null; issues: [SpecIssue, ...SpecIssue[]] } {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, issues: [] };
  const [first, ...rest] = result.error.issues.flatMap((issue) => issuesOf(schema, issue, value, base));
  return { value: null, issues: [first ?? invalid(base, 'a spec', value), ...rest] };
}

function issuesOf(
  whole: z.ZodType,
  found: z.core.$ZodIssue,
  value: unknown,
  base: readonly PropertyKey[],
): SpecIssue[] {
  const schema = schemaAt(whole, found.path, value);
  const there = found.path.reduce<unknown>(child, value);
  const path = [...base, ...found.path];
  if (found.code === 'unrecognized_keys') {
    const keys = keysOf(schema, there);
    return found.keys.map((key) => unknownName([...path, key], key, keys, true));
  }
  const names = namesOf(schema);
  if (typeof there === 'string' && names.length > 1) {
    return [softmaxInside(path, there) ?? unknownName(path, there, names, false)];
  }
  const expected = found.code === 'custom' ? `such that ${found.message}` : expectation(schema);
  return [invalid(path, expected, there)];
}

function invalid(path: readonly PropertyKey[], expected: string, there: unknown): IssueOf<'spec_invalid'> {
  const dotted = path.join('.');
  const found = shown(there);
  return {
    code: 'spec_invalid',
    severity: 'error',
    stage: stageOf(path),
    ...(dotted === '' ? {} : { path: dotted }),
    message: `${dotted === '' ? 'The spec' : dotted} must be ${expected}; it is ${found}.`,
    values: { path: dotted, expected, found },
  };
}

function unknownName(
  path: readonly PropertyKey[],
  found: string,
  names: string[],
  isKey: boolean,
): IssueOf<'name_unknown'> {
  const dotted = path.join('.');
  const nearest = nearNames(found, names)[0] ?? '';
  const what = isKey ? `There is no setting ${dotted}` : `${dotted} "${found}" is unknown`;
  return {
    code: 'name_unknown',
    severity: 'error',
    stage: stageOf(path),
    path: dotted,
    message: `${what}; did you mean "${nearest}"? Known: ${names.join(', ')}.`,
    values: { path: dotted, found, nearest, known: names.join(', ') },
  };
}

function softmaxInside(path: readonly PropertyKey[], found: string): IssueOf<'softmax_hidden'> | null {
  if (found !== 'softmax' || path.at(-1) !== 'activation') return null;
  const layer = Number(path[2]) + 1;
  return {
    code: 'softmax_hidden',
    severity: 'error',
    stage: 'model',
    path: path.join('.'),
    message: `Softmax belongs to the output layer, where the loss adds it; hidden layer ${layer} needs another activation, such as relu or tanh.`,
    values: { layer },
  };
}

function stageOf(path: readonly PropertyKey[]): Issue['stage'] {
  return path[0] === 'data' ? 'dataset' : 'model';
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = written(value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

/** What a transport brings may be no JSON: a bigint, a date, bytes. */
function written(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const plain = (_: string, part: unknown) => (typeof part === 'bigint' ? String(part) : part);
  return JSON.stringify(value, plain) ?? String(value);
}
