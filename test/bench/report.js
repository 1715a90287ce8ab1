// Comparisons as tables: for a terminal, and for docs/performance.md.
import { bestSetting, groupBy, median, productName, ratio } from './comparison.js';

/** @typedef {import('./comparison.js').Measured} Measured */
/** @typedef {{ title: string, head: string[], rows: string[][] }} Table */

/** What is asked of each workload: times as fast as PyTorch at its best, and as plain C++ on oneDNN. */
const goals = /** @type {Record<string, [torch: number, cxx: number]>} */ ({
  W1: [700, 18],
  W2: [30, 3.5],
  W3: [4, 1.5],
  W4: [2.2, 1.25],
  W5: [27, 4],
  W6: [1_100, 16],
  W7: [15, 3.5],
});

const cxx = (/** @type {Measured} */ { engine }) => engine === 'cxxref';
const torch = (/** @type {Measured} */ { engine }) => engine.startsWith('torch');
const own = (/** @type {Measured} */ { engine }) => engine === 'chainrule';

/** @param {Measured[]} lines @returns {Table} */
export function trainingTable(lines) {
  const counts = [...new Set(lines.filter(own).map(({ threads }) => Number(threads)))].sort((a, b) => a - b);
  const head = [
    ...['workload', ...counts.map((count) => `Chainrule, ${count} thr.`), 'plain C++ on oneDNN'],
    ...['PyTorch, best setting', 'scikit-learn', 'TF.js wasm', 'x PyTorch (goal)', 'x plain C++ (goal)'],
    'final loss: ours, PyTorch',
  ];
  const rows = [...groupBy(lines, ({ workload }) => workload)].map(([workload, all]) => {
    const mine = all.filter(own);
    const [torchGoal, cxxGoal] = goals[workload] ?? [Number.NaN, Number.NaN];
    const cell = (/** @type {(line: Measured) => boolean} */ of) => settingCell(all.filter(of));
    return [
      String(workload),
      ...counts.map((count) => cell((line) => own(line) && line.threads === count)),
      ...[cell(cxx), cell(torch), cell(({ engine }) => engine === 'sklearn')],
      cell(({ engine }) => engine.startsWith('tfjs')),
      ratioCell(ratio(mine, all.filter(torch)), torchGoal),
      ratioCell(ratio(mine, all.filter(cxx)), cxxGoal),
      `${lossOf(mine)}, ${lossOf(all.filter(torch))}`,
    ];
  });
  return { title: 'Training: seconds, median (spread of the quartiles)', head, rows };
}

/** @param {Measured[]} lines */
function settingCell(lines) {
  const found = bestSetting(lines);
  if (found === null) return '-';
  const [engine = '', threads = ''] = found.setting.split(', ');
  // Which of several settings it was.
  const several = new Set(lines.map((line) => `${line.engine}, ${line.threads}`)).size > 1;
  const which = engine.startsWith('torch-') ? engine.slice('torch-'.length) : `${threads} thr.`;
  return `${figure(found.median)} (${percent(found.spread)}${several ? `; ${which}` : ''})`;
}

/** @param {number | null} value @param {number} goal */
function ratioCell(value, goal) {
  if (value === null) return '-';
  return Number.isNaN(goal) ? figure(value, 3) : `${figure(value, 3)} (${goal})`;
}

/** @param {Measured[]} lines */
function lossOf(lines) {
  const losses = lines.map((line) => line.final_loss).filter((loss) => typeof loss === 'number');
  return losses.length === 0 ? '-' : figure(median(losses), 3);
}

/** @param {Measured[]} lines @returns {Table} */
export function productTable(lines) {
  const products = lines.filter(
    ({ gflops_median, product }) => gflops_median !== undefined || product !== undefined,
  );
  const rate = (/** @type {Measured[]} */ all) =>
    all.length === 0 ? Number.NaN : median(all.map((line) => line.gflops_median ?? line.median));
  const rows = [...groupBy(products, productName)].flatMap(([name, all]) =>
    [...groupBy(all, ({ threads }) => threads)].flatMap(([threads, some]) => {
      const mine = some.filter(own);
      const others = [
        ...groupBy(
          some.filter((line) => !own(line)),
          ({ engine }) => engine,
        ),
      ];
      if (mine.length === 0) return [];
      const rates = others.map(([engine, theirs]) => ({ engine: String(engine), rate: rate(theirs) }));
      const best = rates.sort((a, b) => b.rate - a.rate)[0];
      const share = median(mine.map((line) => line.share));
      return [
        [
          ...[layerWords(String(name)), String(threads), rate(mine).toFixed(1), percent(share)],
          ...(best
            ? [`${best.rate.toFixed(1)} (${best.engine})`, (rate(mine) / best.rate).toFixed(2)]
            : ['-', '-']),
        ],
      ];
    }),
  );
  const head = [
    'rows x inputs x outputs',
    'threads',
    'Chainrule',
    'of the peak',
    'better of the others',
    'ratio',
  ];
  return { title: 'Matrix products: GFLOP/s, medians', head, rows };
}

/** @param {string} name */
function layerWords(name) {
  const [product = '', ...sizes] = name.split(' ');
  const words = product.replace(/[A-Z]/, (letter) => ` ${letter.toLowerCase()}`);
  return `${words} ${sizes.join(' x ')}`;
}

/** @param {Measured[]} lines @returns {Table} */
export function readingTable(lines) {
  const times = lines.filter(({ seconds }) => seconds !== undefined);
  const duckdb = times.filter(({ engine }) => engine.startsWith('duckdb'));
  const rows = [...groupBy(times, ({ engine }) => engine)].map(([engine, all]) => {
    const found = bestSetting(all);
    const slower = ratio(duckdb, all);
    const memory = all.map((line) => (line.peakBytes - line.restBytes) / line.matrixBytes);
    return [
      String(engine),
      found === null ? '-' : `${figure(found.median)} (${percent(found.spread)})`,
      slower === null ? '-' : figure(slower, 3),
      engine === 'chainrule' ? `${figure(median(memory), 3)} (2.2)` : '-',
    ];
  });
  const head = ['engine', 'seconds', "x DuckDB's time", 'memory above rest, x matrices (goal)'];
  return { title: 'Reading 1,000,000 x 20 numbers', head, rows };
}

/** @param {Measured[]} lines @returns {Table} */
export function searchTable(lines) {
  const rows = [...groupBy(lines, ({ table, threads }) => `${table}, ${threads}`)].map(([, all]) => {
    const mine = all.filter(own);
    const theirs = all.filter(({ engine }) => engine === 'sklearn');
    const { table, threads } = /** @type {Measured} */ (all[0]);
    const times = theirs.length > 0 && sameSearch(mine[0], theirs[0]) ? ratio(mine, theirs) : null;
    return [
      ...[String(table), String(threads), searchWords(mine[0]), searchWords(theirs[0])],
      ...[mine, theirs].map((some) => bestSetting(some)).map((found) => (found ? figure(found.median) : '-')),
      ...[times === null ? '-' : figure(times, 3), `${scoreOf(mine)}, ${scoreOf(theirs)}`],
    ];
  });
  const head = [
    ...['table', 'threads', 'Chainrule', "scikit-learn's random search", 'seconds', 'seconds', 'ratio'],
    "winner's RMSE or log loss over the folds",
  ];
  return { title: 'Search for the best network: seconds, medians', head, rows };
}

/** Whether both have compared as many candidates on as many folds of as many rows. @param {Measured | undefined} one @param {Measured | undefined} other */
const sameSearch = (one, other) => one !== undefined && searchWords(one) === searchWords(other);

/** @param {Measured | undefined} line */
function searchWords(line) {
  if (line === undefined) return 'missing';
  return `${line.candidates} candidates, ${line.folds} folds of ${line.rows} rows`;
}

/** @param {Measured[]} lines */
function scoreOf(lines) {
  const scores = lines.flatMap(({ score }) => (typeof score === 'number' ? [score] : []));
  return scores.length === 0 ? '-' : figure(median(scores), 3);
}

/** @param {number} value */
export function figure(value, digits = 4) {
  return Math.abs(value) >= 1_000 ? String(Math.round(value)) : String(Number(value.toPrecision(digits)));
}

/** @param {number} share */
const percent = (share) => `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;

/** @param {Table} table */
export function asText({ title, head, rows }) {
  const widths = head.map((_, k) => Math.max(...[head, ...rows].map((row) => (row[k] ?? '').length)));
  const line = (/** @type {string[]} */ row) =>
    row
      .map((cell, k) => cell.padEnd(widths[k] ?? 0))
      .join('  ')
      .trimEnd();
  return [title, ...[head, ...rows].map(line)].join('\n');
}

/** @param {Table} table */
export function asMarkdown({ title, head, rows }) {
  const line = (/** @type {string[]} */ row) => `| ${row.join(' | ')} |`;
  return [`**${title}**`, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
