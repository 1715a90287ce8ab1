// How good the predictions are beside scikit-learn's, on many tables with random splits: node test/quality/measure.js FOLDER
//   FOLDER holds CSV files, tables.json (a list of {file, target, task}) and reference.json, which scikit.py makes.
//   --search 24|30s     `chainrule search` with this budget (default: the network that `chainrule train` proposes)
//   --label NAME        a name for this way of training; its scores are kept in FOLDER/ours.NAME.json, so that a second call goes on
//   --against NAME      says what has changed from another label's scores
//   --splits 4   --tables a.csv,b.csv   --threads 2   --quiet (only the sums)
// Needs `npm run build`. A table without a reference is left out of the ranks.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { behind, changeOf, isLost, mean, meanRanks, standardError } from './standings.js';

/** @typedef {import('./standings.js').Task} Task */
/** @typedef {import('./standings.js').TableScores} TableScores */
/** @typedef {{ file: string, target: string, task: Task }} Table */
/** By file and split. @typedef {Record<string, Record<string, { testRows: number[], scores: Record<string, number> }>>} Reference */

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    search: { type: 'string' },
    label: { type: 'string' },
    against: { type: 'string' },
    splits: { type: 'string', default: '4' },
    tables: { type: 'string' },
    threads: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});
const folder = resolve(positionals[0] ?? '.');
const label = options.label ?? (options.search === undefined ? 'train' : `search-${options.search}`);
const others = ['mlp', 'forest', 'boosting', 'linear', 'machine'];

/** @param {string} name */
const keptOf = (name) => join(folder, `ours.${name}.json`);

/** @template Value @param {string} path @param {Value} without @returns {Value} */
const read = (path, without) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : without);

/** @param {Table} table @param {string} rows a file with the test rows @param {string} out */
function argumentsFor({ file, target, task }, rows, out) {
  const budget = options.search === undefined ? ['train'] : ['search', '--budget', options.search];
  const threads = options.threads === undefined ? [] : ['--threads', options.threads];
  return [
    ...['bin/chainrule.js', ...budget, join(folder, file), '--target', target, '--task', task],
    ...['--test-rows', rows, '--out', out, '--json', ...threads],
  ];
}

/** The score on the test rows. @param {Table} table @param {number[]} testRows @returns {Promise<number>} */
async function scoreOf(table, testRows) {
  const place = await mkdtemp(join(tmpdir(), 'chainrule-quality-'));
  try {
    const rows = join(place, 'rows.json');
    await writeFile(rows, JSON.stringify(testRows));
    const child = spawn(process.execPath, argumentsFor(table, rows, join(place, 'run')), {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, CHAINRULE_HOME: join(place, 'home') },
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    await new Promise((done) => child.once('close', done));
    const result = JSON.parse(said.trim().split('\n').at(-1) ?? '{}');
    const score = result.metrics?.test?.[table.task === 'regression' ? 'rmse' : 'accuracy'];
    if (typeof score !== 'number') throw new Error(`${table.file}: ${JSON.stringify(result).slice(0, 300)}`);
    return score;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** Trains what is not known yet. @param {Table[]} tables @param {Reference} reference */
async function measure(tables, reference) {
  /** @type {Record<string, Record<string, number>>} */
  const kept = read(keptOf(label), {});
  for (let split = 0; split < Number(options.splits); split++)
    for (const table of tables) {
      const at = reference[table.file]?.[split];
      const known = kept[table.file] ?? {};
      kept[table.file] = known;
      if (at === undefined || known[split] !== undefined) continue;
      try {
        known[split] = await scoreOf(table, at.testRows);
      } catch (error) {
        console.error(String(error));
        continue;
      }
      writeFileSync(keptOf(label), JSON.stringify(kept));
      console.error(`${table.file} ${split}: ${known[split]} beside ${JSON.stringify(at.scores)}`);
    }
  return kept;
}

/** @param {Table[]} tables @param {Reference} reference @param {Record<string, Record<string, Record<string, number>>>} ours by label
 * @returns {TableScores[]} tables with all scores, of the splits that all have */
function gathered(tables, reference, ours) {
  return tables.flatMap(({ file, task }) => {
    const splits = Object.keys(reference[file] ?? {})
      .slice(0, Number(options.splits))
      .filter((split) => Object.values(ours).every((kept) => kept[file]?.[split] !== undefined));
    if (splits.length === 0) return [];
    const theirs = others.map((name) => [
      name,
      splits.map((split) => reference[file]?.[split]?.scores[name] ?? Number.NaN),
    ]);
    const own = Object.entries(ours).map(([name, kept]) => [
      name,
      splits.map((split) => kept[file]?.[split]),
    ]);
    return [{ file, task, scores: Object.fromEntries([...theirs, ...own]) }];
  });
}

/** @param {TableScores[]} scores */
function report(scores) {
  const figure = (/** @type {number} */ value) => value.toPrecision(4);
  if (!options.quiet) {
    console.log(['table', 'score', label, ...others, 'behind'].join('\t'));
    for (const table of scores)
      console.log(
        [
          table.file.replace(/\.csv$/, ''),
          table.task === 'regression' ? 'RMSE' : 'accuracy',
          ...[label, ...others].map((name) => figure(mean(table.scores[name] ?? []))),
          `${(100 * behind(table, label, others)).toFixed(1)}${isLost(table, label, others) ? ' lost' : ''}`,
        ].join('\t'),
      );
  }
  const ranks = meanRanks(scores, [label, ...others]);
  console.log(`${scores.length} tables; mean ranks:`);
  for (const [name, rank] of Object.entries(ranks)) console.log(`  ${name}\t${rank.toFixed(2)}`);
  const lost = scores.filter((table) => isLost(table, label, others));
  console.log(`Lost: ${lost.length} (${lost.map(({ file }) => file).join(', ')})`);
}

/** @param {TableScores[]} scores @param {string} before */
function compare(scores, before) {
  for (const [what, isOf] of /** @type {[string, (task: Task) => boolean][]} */ ([
    ['RMSE in %', (task) => task === 'regression'],
    ['error rate in points', (task) => task !== 'regression'],
  ])) {
    const changes = scores.filter(({ task }) => isOf(task)).map((table) => changeOf(table, before, label));
    const better = changes.filter((change) => change < 0).length;
    const worse = changes.filter((change) => change > 0).length;
    const [middle, error] = [mean(changes).toFixed(2), standardError(changes).toFixed(2)];
    console.log(`${what}: ${middle} ± ${error}; ${better} better, ${worse} worse of ${changes.length}`);
  }
}

/** @type {Table[]} */
const all = read(join(folder, 'tables.json'), []);
const wanted = options.tables?.split(',');
const tables = wanted === undefined ? all : all.filter(({ file }) => wanted.includes(file));
/** @type {Reference} */
const reference = read(join(folder, 'reference.json'), {});
const own = await measure(tables, reference);
report(gathered(tables, reference, { [label]: own }));
if (options.against !== undefined)
  compare(
    gathered(tables, reference, { [label]: own, [options.against]: read(keptOf(options.against), {}) }),
    options.against,
  );
