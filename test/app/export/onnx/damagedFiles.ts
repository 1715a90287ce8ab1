// A file with one byte changed at many places, with each bit flipped at some, and cut.
import { Dice } from '../../engine/harness/chance.ts';

export function* damagedFiles(bytes: Uint8Array): Generator<Uint8Array> {
  const dice = new Dice(bytes.length);
  for (let n = 0; n < 600; n++) {
    const changed = bytes.slice();
    const at = Math.floor(dice.between(3, bytes.length));
    changed[at] = n % 2 === 0 ? Math.floor(dice.between(0, 256)) : changed[at]! ^ (1 << (n % 8));
    yield changed;
  }
  for (let n = 0; n < 100; n++) yield bytes.slice(0, Math.floor(dice.between(3, bytes.length)));
}
