// Writes the two drawn tables of examples/lessons, the same bytes each time: `hundred.csv`, 100 rows around a line (both columns have mean 0 and
// standard deviation 1), and `wave.csv`, 80 rows around a sine. The other tables there were written by hand (examples/README.md).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root } from './tool.js';

/** Uniform numbers from 0 to 1: a linear congruential generator (Numerical Recipes).
 * @param {number} seed */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** Box and Muller's normal numbers.
 * @param {() => number} next */
function normal(next) {
  return Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

/** @param {number[]} values */
function standardised(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(square));
}

function hundred() {
  const next = uniform(7);
  const x = standardised(Array.from({ length: 100 }, () => next()));
  const y = standardised(x.map((value) => 0.8 * value + 0.5 * normal(next)));
  return csv('x,y', x, y);
}

function wave() {
  const next = uniform(5);
  const x = Array.from({ length: 80 }, () => 6 * next() - 3);
  const y = x.map((value) => Math.sin(value) + 0.35 * normal(next));
  return csv('x,y', x, y);
}

/** @param {string} header @param {number[]} x @param {number[]} y */
function csv(header, x, y) {
  return `${[header, ...x.map((value, row) => `${value.toFixed(2)},${y[row]?.toFixed(2)}`)].join('\n')}\n`;
}

if (isMain(import.meta.url)) {
  writeFileSync(join(root, 'examples/lessons/hundred.csv'), hundred());
  writeFileSync(join(root, 'examples/lessons/wave.csv'), wave());
}
