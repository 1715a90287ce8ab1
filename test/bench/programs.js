// The programs that are compared: ours, and those in a folder of peers (see docs/performance.md for where they come from).
// Each prints JSON lines {engine, workload, threads, seconds, ...} or {engine, shape, threads, gflops_median, ...}.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ours = fileURLToPath(new URL('../../bin/chainrule.js', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const python = process.env.PYTHON ?? '/usr/bin/python3';

/**
 * @typedef {object} Program
 * @property {string} engine What its lines are told apart by.
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string>} [env]
 * @property {boolean} [once] Runs in the first round only: it informs, and takes long.
 */

/** @param {number} count @returns {Record<string, string>} */
const blasThreads = (count) => ({ OPENBLAS_NUM_THREADS: String(count) });

/**
 * One training of `workload` by each, several times.
 * @param {string} peers
 * @param {string} workload
 * @param {number[]} threads
 * @returns {Program[]}
 */
export function trainingPrograms(peers, workload, threads) {
  const mlp = (/** @type {string} */ name) => join(peers, 'mlp', name);
  const times = ['--reps', '3', workload];
  const own = ['bench', 'training', workload, '--threads', threads.join(','), '--repetitions', '3'];
  /** @type {Program[]} */
  const programs = [
    {
      engine: 'chainrule',
      command: process.execPath,
      args: [ours, ...own, '--data', join(peers, 'data'), '--json'],
    },
  ];
  for (const count of threads) {
    const env = { OMP_NUM_THREADS: String(count) };
    programs.push({ engine: 'cxxref', command: mlp('cxxref'), args: times, env });
  }
  for (const [torch, blas] of torchThreads(threads)) {
    for (const foreach of [[], ['--foreach']]) {
      const label = `torch-${torch}+${blas}`;
      const args = [
        mlp('bench_torch.py'),
        '--threads',
        String(torch),
        '--label',
        label,
        ...foreach,
        ...times,
      ];
      const engine = foreach.length > 0 ? `${label}_foreach` : label;
      programs.push({ engine, command: python, args, env: blasThreads(blas) });
    }
  }
  const sklearn = [mlp('bench_sklearn.py'), '--threads', '1', '--reps', '1', workload];
  programs.push({ engine: 'sklearn', command: python, args: sklearn, env: blasThreads(1), once: true });
  const tfjs = [mlp('bench_tfjs.cjs'), '--backend', 'wasm', '--threads', '1', '--reps', '1', workload];
  programs.push({ engine: 'tfjs-wasm', command: process.execPath, args: tfjs, once: true });
  return programs;
}

/**
 * PyTorch's own threads and its BLAS's: with both on all cores they would get in each other's way.
 * @param {number[]} threads
 * @returns {[torch: number, blas: number][]}
 */
function torchThreads(threads) {
  return threads.flatMap(
    (count) =>
      /** @type {[number, number][]} */ (
        count === 1
          ? [[1, 1]]
          : [
              [count, 1],
              [1, count],
            ]
      ),
  );
}

/**
 * Matrix products of all shapes.
 * @param {string} peers
 * @param {number[]} threads
 * @returns {Program[]}
 */
export function productPrograms(peers, threads) {
  const own = [ours, 'bench', 'gemm', '--threads', threads.join(','), '--json'];
  /** @type {Program[]} */
  const programs = [{ engine: 'chainrule', command: process.execPath, args: own }];
  for (const count of threads) {
    for (const [engine, variable] of [
      ['openblas', 'OPENBLAS_NUM_THREADS'],
      ['dnnl', 'OMP_NUM_THREADS'],
    ]) {
      const command = join(peers, 'sgemm', `sgemm_${engine}`);
      const env = { THREADS: String(count), [String(variable)]: String(count) };
      programs.push({ engine: String(engine), command, args: ['15'], env });
    }
  }
  return programs;
}

/**
 * A file into memory.
 * @param {string} peers
 * @returns {Program[]}
 */
export function readingPrograms(peers) {
  const file = join(peers, 'csv', 'data', 'num.csv');
  const own = [ours, 'bench', 'csv', file, '--repetitions', '1', '--json'];
  return [
    { engine: 'chainrule', command: process.execPath, args: own },
    {
      engine: 'duckdb',
      command: process.execPath,
      args: [join(peers, 'csv', 'bench_duckdb.cjs'), file, '2'],
    },
    { engine: 'pandas', command: python, args: [join(peers, 'csv', 'bench_pandas.py'), file, 'default'] },
  ];
}

/** What is searched on, beside the test rows, in how many folds, and the columns that our proposal leaves out; scikit-learn's search gets the same. */
const searched = [
  { file: 'examples/cars.csv', target: 'Miles_per_Gallon', rows: 338, folds: 5, without: 'Name,Year' },
  { file: 'examples/wine.csv', target: 'cultivar', rows: 151, folds: 10, without: '' },
];

/**
 * A search for the best network, and scikit-learn's random search over its own networks.
 * @param {number[]} threads
 * @param {number} candidates
 * @returns {Program[]}
 */
export function searchPrograms(threads, candidates) {
  return searched.flatMap(({ file, target, rows, folds, without }) => {
    const table = join(root, file);
    const times = ['--candidates', String(candidates), '--repetitions', '1', '--json'];
    const own = [ours, 'bench', 'search', table, '--target', target, '--threads', threads.join(',')];
    const shape = ['--rows', String(rows), '--folds', String(folds), '--candidates', String(candidates)];
    const inputs = ['--without', without];
    return [
      { engine: 'chainrule', command: process.execPath, args: [...own, ...times] },
      ...threads.map((count) => ({
        engine: 'sklearn',
        command: python,
        args: [
          join(root, 'test/bench/search.py'),
          table,
          target,
          ...shape,
          ...inputs,
          '--threads',
          String(count),
        ],
        env: blasThreads(1),
      })),
    ];
  });
}

/** @param {string} peers */
export function hasPeers(peers) {
  return existsSync(join(peers, 'workloads.json'));
}
