// Values that a careless or malicious caller might hand over in the place of good ones, and ways to plant them somewhere in a
// good one: wrong types, hostile numbers, buffers of every odd kind, proxies, and getters that do harm while they are read.
import type { Dice } from './chance.ts';

const numbers = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  -1,
  0.5,
  2.5,
  1e-320,
  255,
  256,
  4095,
  4096,
  65_536,
  1e9,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  1e19,
  1e308,
  -1e308,
];

const words = [
  '',
  'full',
  'relu',
  'batch',
  'adam',
  'huber',
  'step',
  'softmax',
  '__proto__',
  '\ud800',
  'x'.repeat(1e5),
];

// What the language has since ES2024 and every supported Node knows.
interface Resizable extends ArrayBuffer {
  resize(length: number): void;
}
type Growing<Kind> = new (length: number, options: { maxByteLength: number }) => Kind;
const ResizableBuffer = ArrayBuffer as unknown as Growing<Resizable>;
const GrowableBuffer = SharedArrayBuffer as unknown as Growing<SharedArrayBuffer>;

function detached(length: number): Float32Array {
  const array = new Float32Array(length);
  structuredClone(array, { transfer: [array.buffer] });
  return array;
}

/** A view that keeps up with a buffer which shrinks below where the view begins. */
function outOfBounds(length: number): Float32Array {
  const buffer = new ResizableBuffer(8 + length * 4, { maxByteLength: 8 + length * 8 });
  const array = new Float32Array(buffer, 8);
  buffer.resize(4);
  return array;
}

const arrays: ((length: number) => unknown)[] = [
  (length) => new Float32Array(length),
  (length) => new Float64Array(length),
  (length) => new Float32Array(length).fill(Number.NaN),
  (length) => new Float64Array(length).fill(1e300),
  (length) => new Float32Array(length).fill(-1e38),
  (length) => new Float32Array(length + 1),
  (length) => new Float32Array(Math.max(0, length - 1)),
  (length) => new Float32Array(0 * length),
  (length) => new Int32Array(length),
  (length) => new BigInt64Array(length),
  (length) => new Uint8Array(length * 4),
  (length) => new DataView(new ArrayBuffer(length * 4)),
  (length) => new ArrayBuffer(length * 4),
  (length) => new Float32Array(new ArrayBuffer(4 + length * 4), 4),
  (length) => new Float32Array(new SharedArrayBuffer(length * 4)),
  (length) => new Float32Array(new GrowableBuffer(length * 4, { maxByteLength: 8 + length * 8 })),
  (length) => new Float32Array(new ResizableBuffer(length * 4, { maxByteLength: 8 + length * 8 })),
  outOfBounds,
  detached,
  (length) => Array(Math.min(length, 1e4)).fill(0),
  (length) => new Proxy(new Float32Array(length), {}),
];

const things: (() => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => false,
  () => 7n,
  () => Symbol('s'),
  () => [],
  () => ({}),
  () => [{}],
  () => new Array(2 ** 32 - 1),
  () => Object.create(null),
  () => () => 1,
  () => new Date(0),
  () => new Map(),
  () => Promise.resolve(1),
  () => new Proxy({}, {}),
  () => new Proxy([], {}),
  () => revoked(),
  () => ({ valueOf: () => 3, toString: () => 'adam' }),
  () => new Number(3),
  () => new String('adam'),
];

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Where `present` is an array of numbers, mostly another one of about its length. */
export function hostileValue(dice: Dice, present: unknown): unknown {
  if (ArrayBuffer.isView(present) && dice.chance(0.7)) {
    return dice.pick(arrays)((present as Float32Array).length ?? 0);
  }
  if (typeof present === 'number' && dice.chance(0.6)) return dice.pick(numbers);
  if (typeof present === 'string' && dice.chance(0.4)) return dice.pick(words);
  const kind = dice.whole(0, 3);
  if (kind === 0) return dice.pick(numbers);
  if (kind === 1) return dice.pick(words);
  if (kind === 2) return dice.pick(arrays)(dice.whole(0, 700));
  return dice.pick(things)();
}

export type Holder = Record<string | number, unknown>;

/** Every object within `value`, itself included, but for the numbers of typed arrays. */
function holders(value: unknown, found: Holder[] = []): Holder[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return found;
  found.push(value as Holder);
  for (const inner of Object.values(value)) holders(inner, found);
  return found;
}

/** What a getter does before it answers. `meanwhile` is whatever the test wants to happen in the middle of a read. */
function harm(dice: Dice, holder: Holder, key: string, meanwhile: () => void): () => unknown {
  const value = plain(holder, key);
  const others = Object.keys(holder)
    .map((name) => plain(holder, name))
    .filter((other) => ArrayBuffer.isView(other));
  const kind = dice.whole(0, 5);
  let reads = 0;
  return () => {
    ++reads;
    if (kind === 0) throw new RangeError('the getter says no.');
    if (kind === 1) return reads % 2 === 0 ? hostileValue(dice, value) : value;
    if (kind === 2 && Array.isArray(holder) && holder.length < 50) holder.push(value, value);
    if (kind === 3 && Array.isArray(holder)) holder.length = Math.min(holder.length, 1);
    if (kind === 4) {
      for (const { buffer } of others) {
        if (buffer instanceof ArrayBuffer) structuredClone(buffer, { transfer: [buffer] });
      }
    }
    if (kind === 5) meanwhile();
    return value;
  };
}

/** The value at `key`, without asking a getter. */
const plain = (holder: Holder, key: string): unknown => Object.getOwnPropertyDescriptor(holder, key)?.value;

function spoilEntry(dice: Dice, holder: Holder, meanwhile: () => void): void {
  const keys = Object.keys(holder);
  if (keys.length === 0) return;
  const key = dice.pick(keys);
  const value = plain(holder, key);
  const kind = dice.whole(0, 9);
  if (kind === 0) delete holder[key];
  else if (kind <= 2) {
    const get = harm(dice, holder, key, meanwhile);
    Object.defineProperty(holder, key, { get, set: () => {}, enumerable: true, configurable: true });
  } else if (kind === 3 && typeof value === 'object' && value !== null) holder[key] = new Proxy(value, {});
  else holder[key] = hostileValue(dice, value);
}

/** Spoils `count` entries within `whole`, in place. */
export function spoil(dice: Dice, whole: object, count: number, meanwhile: () => void): void {
  const all = holders(whole);
  for (let i = 0; i < count; ++i) spoilEntry(dice, dice.pick(all), meanwhile);
}
