// The engine's chance, worked out again from its definition (native/base/random.h) in whole numbers of any size: the order
// of an epoch's rows and who is dropped are functions of seed, purpose, epoch or step, and index.
const golden = 0x9e3779b97f4a7c15n;
const wrap = (value: bigint) => BigInt.asUintN(64, value);

function mix(value: bigint): bigint {
  let x = value;
  x = wrap((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n);
  x = wrap((x ^ (x >> 27n)) * 0x94d049bb133111ebn);
  return x ^ (x >> 31n);
}

function streamOf(seed: number, purpose: bigint, epoch: bigint): (index: number) => bigint {
  const ofSeed = mix(wrap(BigInt(seed) + golden));
  const ofPurpose = mix(wrap(ofSeed + purpose * golden));
  const key = mix(wrap(ofPurpose + epoch * golden));
  return (index) => mix(wrap(key + BigInt(index + 1) * golden));
}

/** Fisher and Yates from the identity; `epoch` counts from 0. */
export function orderOfEpoch(seed: number, epoch: number, rows: number): number[] {
  const bits = streamOf(seed, 1n, BigInt(epoch));
  const order = Array.from({ length: rows }, (_, row) => row);
  for (let left = rows; left > 1; --left) {
    const other = Number(((bits(left) >> 32n) * BigInt(left)) >> 32n);
    [order[left - 1], order[other]] = [order[other]!, order[left - 1]!];
  }
  return order;
}

/** Whether dropout with probability `share` sets the output of a unit to 0; `step` counts from 1. */
export function isDropped(
  share: number,
  at: { seed: number; step: number; layer: number; row: number; unit: number; units: number },
): boolean {
  const bits = streamOf(at.seed, 3n, BigInt(at.step * 4096 + at.layer));
  return bits(at.row * at.units + at.unit) >> 40n < BigInt(Math.floor(share * 2 ** 24));
}
