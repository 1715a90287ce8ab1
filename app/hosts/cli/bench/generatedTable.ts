// A file of numbers to read, the same for the same seed: normals of five sizes with eight digits, as measurements are written
// down, and of each ten columns one of whole numbers. Written in pieces, so that no memory is taken for it.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Random } from '../../../dataset/numbers/random.ts';
import { normal } from './generatedRows.ts';

const sizes = [1, 10, 100, 1_000, 0.001];
const wholeBelow = 100_000;
const rowsPerPiece = 2_000;

/** `report` gets the share that is done. */
export async function writeTable(
  file: string,
  { rows, columns, seed }: { rows: number; columns: number; seed: number },
  report: (share: number) => void,
): Promise<void> {
  const random = new Random(seed);
  const to = createWriteStream(file);
  const done = finished(to);
  done.catch(() => {});
  to.write(`${Array.from({ length: columns }, (_, k) => `x${k}`).join(',')}\n`);
  for (let first = 0; first < rows; first += rowsPerPiece) {
    const count = Math.min(rowsPerPiece, rows - first);
    const lines = Array.from({ length: count }, () => lineOf(columns, random)).join('');
    if (!to.write(lines)) await Promise.race([once(to, 'drain'), done]);
    report((first + count) / rows);
  }
  to.end();
  await done;
}

function lineOf(columns: number, random: Random): string {
  const cells: string[] = [];
  for (let k = 0; k < columns; k++) {
    if (k % 10 === 4) cells.push(String(random.below(wholeBelow)));
    else cells.push((normal(random) * sizes[k % sizes.length]!).toPrecision(8));
  }
  return `${cells.join(',')}\n`;
}
