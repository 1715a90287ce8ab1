// Writes a stack of layers as JSON, for use with another table or program, and reads it back. Text that does not fit the schema is
// refused with the path and the value that was found.

import { limits } from '../../../../app/contract/limits.ts';
import { type ModelSpec, modelSpecSchema, newOutput } from '../../../../app/contract/spec/layers.ts';

export function stackText(model: ModelSpec): string {
  return `${JSON.stringify(model, null, 2)}\n`;
}

export type StackRefusal =
  /** Not JSON. */
  | { kind: 'notJson' }
  /** JSON, but neither a stack, a whole spec, nor a list of layers. */
  | { kind: 'notLayers' }
  | { kind: 'tooMany'; found: number; max: number }
  /** A key that the schema does not have. */
  | { kind: 'unknown'; path: string }
  | { kind: 'value'; path: string; found: string };

export type ReadStack = { model: ModelSpec; refusal: null } | { model: null; refusal: StackRefusal };

/** Reads a stack as `stackText` writes it, a whole run spec, or a list of layers. Never throws. */
export function readStack(text: string): ReadStack {
  const value = parsed(text);
  if (value === undefined) return refused({ kind: 'notJson' });
  const stack = stackIn(value);
  if (stack === null) return refused({ kind: 'notLayers' });
  const { layers } = stack;
  if (layers.length > limits.layers.max)
    return refused({ kind: 'tooMany', found: layers.length, max: limits.layers.max });
  const read = modelSpecSchema.safeParse(stack);
  if (read.success) return { model: read.data, refusal: null };
  const [issue] = read.error.issues;
  const path = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys')
    return refused({ kind: 'unknown', path: [...path, issue.keys[0] ?? ''].join('.') });
  return refused({ kind: 'value', path: path.join('.'), found: shown(path.reduce<unknown>(inside, stack)) });
}

function refused(refusal: StackRefusal): ReadStack {
  return { model: null, refusal };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function stackIn(value: unknown): { layers: unknown[]; output: unknown } | null {
  if (Array.isArray(value)) return { layers: value, output: newOutput() };
  const model = inside(value, 'model') ?? value;
  const layers = inside(model, 'layers');
  if (!Array.isArray(layers)) return null;
  return { ...(model as object), layers, output: inside(model, 'output') ?? newOutput() };
}

function inside(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === String(key))?.[1];
}

function shown(value: unknown): string {
  if (value === undefined) return '–';
  const text = JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
