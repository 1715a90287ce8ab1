// Compares a value of the file with its schema. What does not fit becomes a mistake with the line of the field.
import type { z } from 'zod';
import { child, expectation, keysOf, namesOf, schemaAt } from '../../contract/expectation.ts';
import { lessonControls, lessonViews } from '../../contract/lesson/arrangement.ts';
import { nearNames } from '../../contract/nearNames.ts';
import { cut, type Mistakes, meant } from '../mistakes.ts';
import type { Yaml } from './readYaml.ts';

/** null where the value does not fit; `mistakes` says why. @param block what the value is, e.g. "step". */
export function checkFields<Value>(
  schema: z.ZodType<Value>,
  yaml: Yaml,
  block: string,
  mistakes: Mistakes,
): Value | null {
  const result = schema.safeParse(yaml.value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) add(schema, issue, yaml, block, mistakes);
  return null;
}

function add(whole: z.ZodType, issue: z.core.$ZodIssue, yaml: Yaml, block: string, mistakes: Mistakes): void {
  const { path } = issue;
  const schema = schemaAt(whole, path, yaml.value);
  const there = path.reduce<unknown>(child, yaml.value);
  const line = yaml.lineAt(path);
  const field = path.join('.');
  if (issue.code === 'unrecognized_keys' || (issue.code === 'invalid_key' && field !== '')) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [String(path.at(-1))];
    const above = issue.code === 'unrecognized_keys' ? path : path.slice(0, -1);
    for (const key of keys)
      unknownField(yaml, [...above, key], block, knownKeys(whole, above, yaml), mistakes);
    return;
  }
  if (there === undefined || (there === null && path.length === 0)) {
    const missing = field === '' ? expectation(schema) : field;
    mistakes.add('lesson_field_missing', line, { block, field: missing }, `The ${block} lacks ${missing}.`);
    return;
  }
  const names = namesOf(schema);
  if (typeof there === 'string' && names.length > 1 && issue.code !== 'custom') {
    mistakes.unknown(line, kindOf(names), there, names);
    return;
  }
  const isTooLong = issue.code === 'too_big' && Array.isArray(there);
  const expected = isTooLong
    ? `a list of at most ${issue.maximum}`
    : issue.code === 'custom'
      ? `such that ${issue.message}`
      : wanted(schema, issue);
  const found = isTooLong
    ? `one of ${there.length}`
    : cut(typeof there === 'string' ? there : JSON.stringify(there));
  mistakes.add(
    'lesson_field_wrong',
    line,
    { field: field === '' ? block : field, expected, found },
    `${field === '' ? `The ${block}` : field} must be ${expected}; it is ${found}.`,
  );
}

/** Lists and texts have limits that `expectation` does not tell. */
function wanted(schema: z.ZodType | null, issue: z.core.$ZodIssue): string {
  const expected = expectation(schema);
  if (issue.code === 'too_big' && issue.origin !== 'number') return `${expected}, at most ${issue.maximum}`;
  if (issue.code === 'too_small' && issue.origin !== 'number')
    return `${expected}, at least ${issue.minimum}`;
  if (issue.code === 'invalid_format' && 'pattern' in issue)
    return `${expected} of small letters, digits and dashes`;
  return expected;
}

function knownKeys(whole: z.ZodType, path: readonly PropertyKey[], yaml: Yaml): string[] {
  const keys = keysOf(schemaAt(whole, path, yaml.value), path.reduce<unknown>(child, yaml.value));
  // The only record of named fields.
  return keys.length > 0 ? keys : Object.keys(lessonControls);
}

function kindOf(names: readonly string[]): string {
  const [first] = names;
  if (first === Object.keys(lessonViews)[0])
    return names.length > Object.keys(lessonViews).length ? 'view or control' : 'view';
  return first === Object.keys(lessonControls)[0] ? 'control' : 'name';
}

function unknownField(
  yaml: Yaml,
  path: readonly PropertyKey[],
  block: string,
  known: string[],
  mistakes: Mistakes,
) {
  const field = path.join('.');
  const nearest = nearNames(String(path.at(-1)), known)[0] ?? '';
  mistakes.add(
    'lesson_field_unknown',
    yaml.lineAt(path),
    { block, field: cut(field), nearest, known: known.join(', ') },
    `A ${block} has no field "${cut(field)}"${meant(String(path.at(-1)), nearest, known)}`,
  );
}
