// Takes the part of a remedy that is a list of settings by their paths: a new spec in which only these differ.
import { AppError } from '../../contract/issues/errors.ts';
import type { Remedy } from '../../contract/issues/remedies.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { readSpec } from '../../model/specIssues.ts';

type Change = Extract<Remedy, { kind: 'settings' }>['set'][number];

/** Throws AppError spec_invalid where a path leads nowhere, or a value does not fit there. */
export function withSettings(spec: RunSpec, changes: readonly Change[]): RunSpec {
  const changed = changes.reduce<unknown>(
    (value, change) => replaced(value, change.path.split('.'), change.value),
    spec,
  );
  const read = readSpec(changed);
  if (read.spec !== null) return read.spec;
  const [{ message, values }] = read.issues;
  throw new AppError('spec_invalid', message, values, { issues: read.issues });
}

function replaced(value: unknown, [key, ...rest]: string[], next: Change['value']): unknown {
  if (key === undefined) return next;
  if (Array.isArray(value)) {
    const items = [...value];
    items[Number(key)] = replaced(value[Number(key)], rest, next);
    return items;
  }
  // What is no object is refused by the schema, with its path.
  const held = typeof value === 'object' && value !== null ? value : {};
  const inside = Object.entries(held).find(([name]) => name === key)?.[1];
  return { ...held, [key]: replaced(inside, rest, next) };
}
