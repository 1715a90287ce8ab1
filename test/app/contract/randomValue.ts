// Random values for a schema of the contract: mostly of its form, with names, paths and settings that the backend knows, and now and then
// something hostile in the place of any part. The same seed gives the same values.
import { z } from 'zod';
import { runSpecSchema } from '../../../app/contract/spec/spec.ts';

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the backend knows at the moment. */
export interface Known {
  /** For a field of this name: run ids, file names, paths, columns. */
  strings: Record<string, readonly string[]>;
  spec: unknown;
  revision: number;
}

const hostile: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => Number.NEGATIVE_INFINITY,
  () => -0,
  () => 2 ** 53,
  () => 10n ** 30n,
  () => '',
  () => '\u0000',
  () => '\ud800',
  () => '../../../\u202e../etc/passwd',
  () => 'x'.repeat(5_000),
  () => '__proto__',
  () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
  () => new Date(Number.NaN),
  () => new Uint8Array(3),
  () => new Set([1]),
  () => new Map([['a', 1]]),
  () => /a/,
  () => Array.from({ length: 300 }, (_, index) => index),
  () => nested(200),
  () => JSON.parse('{"then": 1, "length": -1, "toString": "no"}'),
];

function nested(depth: number): unknown {
  let value: unknown = 0;
  for (let k = 0; k < depth; k++) value = [value];
  return value;
}

export class RandomValues {
  readonly #random: () => number;
  readonly known: Known;
  /** The share of what may be left out that is there. */
  fullness = 0.5;

  constructor(random: () => number, known: Known) {
    this.#random = random;
    this.known = known;
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  oneOf<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)]!;
  }

  /** `name`: of the field that it is for. */
  of(schema: z.ZodType, name = '', strange = 0.02): unknown {
    if (this.chance(strange)) return this.oneOf(hostile)();
    if (schema === runSpecSchema && this.known.spec !== null) return this.#changedSpec();
    if (schema instanceof z.ZodObject) return this.#object(schema, strange);
    if (schema instanceof z.ZodArray) return this.#array(schema, name, strange);
    if (schema instanceof z.ZodTuple)
      return schema.def.items.map((item) => this.of(item as z.ZodType, name, strange));
    if (schema instanceof z.ZodRecord)
      return Object.fromEntries(
        Array.from({ length: this.chance(this.fullness) ? 2 : 0 }, () => [
          this.#string('columns'),
          this.of(schema.valueType as z.ZodType, name, strange),
        ]),
      );
    if (schema instanceof z.ZodUnion)
      return this.of(this.oneOf(schema.options as z.ZodType[]), name, strange);
    if (schema instanceof z.ZodEnum) return this.oneOf(schema.options);
    if (schema instanceof z.ZodLiteral) return this.oneOf([...schema.values]);
    if (schema instanceof z.ZodNullable)
      return this.chance(0.3) ? null : this.of(schema.unwrap() as z.ZodType, name, strange);
    if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
      return this.chance(this.fullness) ? this.of(schema.unwrap() as z.ZodType, name, strange) : undefined;
    if (schema instanceof z.ZodString) return this.#string(name);
    if (schema instanceof z.ZodNumber) return this.#number(schema, name);
    if (schema instanceof z.ZodBoolean) return this.chance(0.5);
    if (schema instanceof z.ZodNull) return null;
    if (schema instanceof z.ZodFile)
      return new File([this.oneOf(['a,b\n1,2\n3,4\n', '', '\u0000'])], 'a.csv');
    throw new Error(`no random value for ${schema.def.type}`);
  }

  #upTo(most: number): number {
    return Math.floor(this.#random() * (most + 1));
  }

  #object(schema: z.ZodObject, strange: number): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(schema.shape)) {
      if (this.chance(strange / 2)) continue;
      const inner = this.of(field as z.ZodType, key, strange);
      if (inner !== undefined) value[key] = inner;
    }
    if (this.chance(strange / 2)) value['a\u0000b'] = 1;
    return value;
  }

  #array(schema: z.ZodArray, name: string, strange: number): unknown[] {
    const length = this.chance(strange) ? 50 : 1 + this.#upTo(2);
    return Array.from({ length }, () => this.of(schema.element as z.ZodType, name, strange));
  }

  #string(name: string): string {
    const known = this.known.strings[name];
    if (known !== undefined && known.length > 0 && this.chance(0.9)) return this.oneOf(known);
    return this.oneOf(['', 'a', 'ä 한 "\u2028', '👩‍👩‍👧', 'species', '\u0007', '=1+1', 'x'.repeat(300)]);
  }

  #number(schema: z.ZodNumber, name: string): number {
    if (name === 'revision') return this.known.revision - (this.chance(0.1) ? 1 : 0);
    // Infinite where the schema has no limit.
    const least = Math.max(schema.minValue ?? -10, -1e9);
    const most = Math.min(schema.maxValue ?? 10, 1e9);
    // Near the least: whatever is large is slow, too.
    const near = Math.max(least, -10) + this.#random() * Math.min(10, most - least);
    const number = this.oneOf([least, least, near, near, near, this.chance(0.1) ? most : near, least - 1]);
    return schema.isInt || this.chance(0.5) ? Math.round(number) : number;
  }

  /** The known spec, often with something else in up to three places. */
  #changedSpec(): unknown {
    const spec = structuredClone(this.known.spec) as object;
    for (let changes = this.chance(0.5) ? 0 : this.#upTo(3); changes > 0; changes--) this.#changeIn(spec);
    return spec;
  }

  #changeIn(node: object): void {
    const keys = Object.keys(node);
    if (keys.length === 0) return;
    const key = this.oneOf(keys);
    const parent = node as Record<string, unknown>;
    const inner = parent[key];
    if (typeof inner === 'object' && inner !== null && this.chance(0.9)) this.#changeIn(inner);
    else if (typeof inner === 'number' && this.chance(0.7))
      parent[key] = this.oneOf([0, -1, 1, 2.5, 7, 1e9, 1e308, inner + 1, inner / 2]);
    else if (this.chance(0.2)) delete parent[key];
    else parent[key] = this.oneOf([...hostile, () => 'a', () => 1, () => ({})])();
  }
}
