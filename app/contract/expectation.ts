// What a schema expects of a value at a path, in words: "a whole number from 1 to 65,536". So an error always names the whole
// range, not only the limit that was exceeded.
import { z } from 'zod';

type Path = readonly PropertyKey[];

/** The schema of the value at `path` within `value`; null if there is none. */
export function schemaAt(schema: z.ZodType, path: Path, value: unknown): z.ZodType | null {
  const bare = unwrapped(schema);
  const [key, ...rest] = path;
  if (key === undefined) return bare;
  if (bare instanceof z.ZodUnion) {
    const option = optionFor(bare, key, value);
    return option === null ? null : schemaAt(option, path, value);
  }
  const inner = inside(bare, key);
  return inner === null ? null : schemaAt(inner, rest, child(value, key));
}

/** Property names that `value`, an object with this schema, can have. */
export function keysOf(schema: z.ZodType | null, value: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (!(schema instanceof z.ZodUnion)) return [];
  const type = String(child(value, 'type'));
  const options = schema.options.map((option) => unwrapped(asType(option)));
  const option = options.find((one) => namesOf(inside(one, 'type')).includes(type)) ?? options[0] ?? null;
  return keysOf(option, value);
}

/** The names that a value with this schema can be, if it is one of a fixed list. */
export function namesOf(schema: z.ZodType | null): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String);
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => namesOf(asType(option))) : [];
}

export function expectation(schema: z.ZodType | null): string {
  if (schema === null) return 'nothing';
  if (schema instanceof z.ZodNullable) return `${expectation(unwrapped(schema))} or null`;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return expectation(unwrapped(schema));
  if (schema instanceof z.ZodPipe) return expectation(unwrapped(schema));
  if (schema instanceof z.ZodRecord) return `an object, each ${expectation(asType(schema.valueType))}`;
  if (schema instanceof z.ZodNumber) return numberExpectation(schema);
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodString) return 'a text';
  if (schema instanceof z.ZodArray) return `a list, each ${expectation(asType(schema.element))}`;
  if (schema instanceof z.ZodObject) return `an object with ${keysOf(schema, null).join(', ')}`;
  if (schema instanceof z.ZodUnion) {
    const kinds = schema.options.flatMap((option) => namesOf(inside(unwrapped(asType(option)), 'type')));
    if (kinds.length > 0) return `an object with a type, one of ${kinds.join(', ')}, and its settings`;
    return schema.options.map((option) => expectation(asType(option))).join(', or ');
  }
  const names = namesOf(schema);
  return names.length === 1 ? names[0]! : `one of ${names.join(', ')}`;
}

function numberExpectation({ isInt, minValue, maxValue }: z.ZodNumber): string {
  const kind = isInt ? 'a whole number' : 'a number';
  const bounded = (bound: number | null) => bound !== null && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const shown = (bound: number | null) => String(bound);
  if (bounded(minValue) && bounded(maxValue)) return `${kind} from ${shown(minValue)} to ${shown(maxValue)}`;
  return bounded(minValue) ? `${kind} from ${shown(minValue)}` : kind;
}

/** The schema without defaults and nulls, and even if it may be left out: what remains describes a given value. */
function unwrapped(schema: z.ZodType): z.ZodType {
  // What is made of a value afterwards says nothing about the value.
  if (schema instanceof z.ZodPipe) return unwrapped(asType(schema.in));
  const wraps =
    schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable;
  return wraps ? unwrapped(asType(schema.unwrap())) : schema;
}

function optionFor(union: z.ZodUnion, key: PropertyKey, value: unknown): z.ZodType | null {
  const options = union.options.map((option) => unwrapped(asType(option)));
  if (key === 'type') {
    // For the discriminator itself: the name of any kind.
    const kinds = options.flatMap((option) => namesOf(inside(option, 'type')));
    return z.object({ type: z.enum(kinds as [string, ...string[]]) });
  }
  const fitting = options.filter((option) => inside(option, key) !== null);
  const type = child(value, 'type');
  return (
    fitting.find((option) => namesOf(inside(option, 'type')).includes(String(type))) ?? fitting[0] ?? null
  );
}

function inside(schema: z.ZodType, key: PropertyKey): z.ZodType | null {
  if (schema instanceof z.ZodArray) return typeof key === 'number' ? asType(schema.element) : null;
  if (schema instanceof z.ZodRecord) return unwrapped(asType(schema.valueType));
  if (!(schema instanceof z.ZodObject)) return null;
  const field = Object.entries(schema.shape).find(([name]) => name === key)?.[1];
  return field === undefined ? null : unwrapped(asType(field));
}

/** The value at `key`; undefined where there is none. */
export function child(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === String(key))?.[1];
}

/** Zod types what is inside its schemas as their core, which is the same object. */
function asType(schema: z.core.$ZodType): z.ZodType {
  return schema as z.ZodType;
}
