// Cost over size: seconds of an epoch and memory from 10^4 to 10^7 rows of W2's network, each size in processes of its own.
//   node test/bench/scale.js [--rows 10000,100000,...] [--threads 1] [--repetitions 3] [--out docs/performance]
// Writes OUT/scale.json, OUT/time.svg and OUT/memory.svg, and prints a table in Markdown. 10^7 rows need 3 GB of memory.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './comparison.js';
import { svgOf } from './plot.js';
import { asMarkdown, figure } from './report.js';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000,30000,100000,300000,1000000,3000000,10000000' },
    threads: { type: 'string', default: '1' },
    repetitions: { type: 'string', default: '3' },
    out: { type: 'string', default: fileURLToPath(new URL('../../docs/performance', import.meta.url)) },
  },
});

const once = fileURLToPath(new URL('./scaleOnce.js', import.meta.url));

/** @typedef {{ rows: number, secondsPerEpoch: number, matrixBytes: number, parameterBytes: number, trainingBytes: number, peakBytes: number, isa: string }} Size */

/** @param {string} rows @returns {Size} */
function measure(rows) {
  const found = Array.from({ length: Number(options.repetitions) }, () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--expose-gc', once, rows, options.threads],
      {
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`${rows} rows: ${stderr}`);
    return /** @type {Size} */ (JSON.parse(stdout));
  });
  const of = (/** @type {(size: Size) => number} */ what) => median(found.map(what));
  const [first] = found;
  if (first === undefined) throw new Error('--repetitions must be at least 1.');
  console.error(`${rows} rows: ${found.map(({ secondsPerEpoch }) => figure(secondsPerEpoch)).join(', ')} s`);
  return {
    ...first,
    secondsPerEpoch: of((size) => size.secondsPerEpoch),
    trainingBytes: of((size) => size.trainingBytes),
    peakBytes: of((size) => size.peakBytes),
  };
}

const sizes = options.rows.split(',').map(measure);
const perRow = sizes.map(({ rows, secondsPerEpoch }) => secondsPerEpoch / rows);
const usual = median(perRow);
const rows = sizes.map((size, k) => [
  size.rows.toLocaleString('en'),
  figure(size.secondsPerEpoch),
  figure((perRow[k] ?? 0) * 1e9),
  `${(((perRow[k] ?? 0) / usual - 1) * 100).toFixed(0)} %`,
  ...[size.matrixBytes, size.trainingBytes, size.peakBytes].map((bytes) => figure(bytes / 1e6)),
]);
const head = [
  'rows',
  's an epoch',
  'ns a row',
  'beside the median',
  'matrices, MB',
  'in training, MB',
  'peak, MB',
];
const title = `W2's network on ${options.threads} thread, ${sizes[0]?.isa}: medians of ${options.repetitions}; memory above the process at rest`;
console.log(asMarkdown({ title, head, rows }));

mkdirSync(options.out, { recursive: true });
writeFileSync(join(options.out, 'scale.json'), `${JSON.stringify(sizes, null, 2)}\n`);
const blue = '#3b82c4';
const tick = (/** @type {number} */ value) =>
  value >= 1e6
    ? `${value / 1e6} M`
    : value >= 1e3
      ? `${value / 1e3} k`
      : String(Number(value.toPrecision(3)));
writeFileSync(
  join(options.out, 'time.svg'),
  svgOf({
    title: 'Time of an epoch over rows',
    ...{ x: 'rows', y: 'seconds', tick },
    lines: [
      {
        ...{ label: `proportional: ${figure(usual * 1e9, 3)} ns a row`, color: '#9aa0a8', dashed: true },
        points: sizes.map(({ rows: count }) => [count, usual * count]),
      },
      {
        ...{ label: 'measured', color: blue },
        points: sizes.map(({ rows: count, secondsPerEpoch }) => [count, secondsPerEpoch]),
      },
    ],
  }),
);
writeFileSync(
  join(options.out, 'memory.svg'),
  svgOf({
    title: 'Memory of a training over rows',
    ...{ x: 'rows', y: 'MB above the process at rest', tick },
    lines: [
      {
        ...{ label: 'the matrices alone', color: '#9aa0a8', dashed: true },
        points: sizes.map(({ rows: count, matrixBytes }) => [count, matrixBytes / 1e6]),
      },
      {
        ...{ label: 'while it trains', color: blue },
        points: sizes.map(({ rows: count, trainingBytes }) => [count, trainingBytes / 1e6]),
      },
      {
        ...{ label: 'at most, as rows are copied into the engine', color: '#c4763b' },
        points: sizes.map(({ rows: count, peakBytes }) => [count, peakBytes / 1e6]),
      },
    ],
  }),
);
