// Our side and the peers', in turn, on one machine: node test/bench/compare.js --peers FOLDER
//   --only training,gemm,csv,search   what to compare (default: training,gemm); search needs no peers, but scikit-learn
//   --workloads W1,W2          (default: all)    --threads 1,2    --rounds 5    --candidates 24 (of search)
//   --out FILE                 every line that was printed, as JSON       --from FILE   no run, only its tables
//   --write docs/performance.md    puts the tables there, between its two marks
// One line of each program of each round goes to stderr as it comes.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { hasPeers, productPrograms, readingPrograms, searchPrograms, trainingPrograms } from './programs.js';
import { asMarkdown, asText, productTable, readingTable, searchTable, trainingTable } from './report.js';
import { runProgram } from './runProgram.js';

/** @typedef {import('./comparison.js').Measured} Measured */

const { values: options } = parseArgs({
  options: {
    peers: { type: 'string', default: process.env.CHAINRULE_PEERS ?? '' },
    only: { type: 'string', default: 'training,gemm' },
    workloads: { type: 'string', default: 'W1,W2,W3,W4,W5,W6,W7' },
    threads: { type: 'string', default: '1,2' },
    rounds: { type: 'string', default: '5' },
    candidates: { type: 'string', default: '24' },
    out: { type: 'string' },
    from: { type: 'string' },
    write: { type: 'string' },
  },
});

const marks = { begin: '<!-- measured: begin -->', end: '<!-- measured: end -->' };

/** @typedef {{ comparison: string, programs: import('./programs.js').Program[] }} Step */

/** What one round does. @returns {Step[]} */
function plan() {
  const { peers } = options;
  const threads = options.threads.split(',').map(Number);
  const workloads = options.workloads.split(',');
  const steps = [
    ...workloads.map((workload) => ({
      comparison: 'training',
      programs: trainingPrograms(peers, workload, threads),
    })),
    { comparison: 'gemm', programs: productPrograms(peers, threads) },
    { comparison: 'csv', programs: readingPrograms(peers) },
    { comparison: 'search', programs: searchPrograms(threads, Number(options.candidates)) },
  ];
  const wanted = options.only.split(',');
  return steps.filter(({ comparison }) => wanted.includes(comparison));
}

/** Round by round, so that each engine meets the same moods of the machine. */
async function measure() {
  /** @type {Record<string, Measured[]>} */
  const found = { training: [], gemm: [], csv: [], search: [] };
  /** @type {Record<string, any> | null} */
  let machine = null;
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const { comparison, programs } of plan()) {
      for (const program of programs) {
        if (program.once && round > 0) continue;
        const lines = await runProgram(program).catch((error) => {
          console.error(`${comparison}: ${program.engine} was left out: ${error.message}`);
          return [];
        });
        machine ??= lines.find((line) => line.machine)?.machine ?? null;
        const measured = lines.filter(({ engine, type }) => engine !== undefined || type === 'product');
        const named = measured.map((line) => ({ engine: program.engine, ...line, round }));
        found[comparison]?.push(...named);
        const last = named.at(-1);
        console.error(
          `round ${round + 1}, ${comparison}, ${program.engine}: ${JSON.stringify(last ?? null)}`,
        );
      }
    }
  }
  return { machine: machine ?? { cpu: cpus()[0]?.model }, rounds: Number(options.rounds), found };
}

/** @param {Awaited<ReturnType<typeof measure>>} measured */
function report({ machine, rounds, found }) {
  const tables = [
    ...(found.training?.length ? [trainingTable(found.training)] : []),
    ...(found.gemm?.length ? [productTable(found.gemm)] : []),
    ...(found.csv?.length ? [readingTable(found.csv)] : []),
    ...(found.search?.length ? [searchTable(found.search)] : []),
  ];
  const { cpu, cores, isa, node } = machine;
  const where = `${cpu}, ${cores} cores; ${isa}, Node ${node}; ${rounds} ${rounds === 1 ? 'round' : 'rounds'} in turn.`;
  console.log([where, ...tables.map(asText)].join('\n\n'));
  if (options.write === undefined) return;
  const middle = [where, ...tables.map(asMarkdown)].join('\n\n');
  writeFileSync(options.write, betweenMarks(readFileSync(options.write, 'utf8'), options.write, middle));
}

/** @param {string} page @param {string} file @param {string} text */
function betweenMarks(page, file, text) {
  const [begin, end] = [page.indexOf(marks.begin), page.indexOf(marks.end)];
  if (begin < 0 || end < begin) fail(`${file} must have a place between ${marks.begin} and ${marks.end}.`);
  return `${page.slice(0, begin)}${marks.begin}\n\n${text}\n\n${page.slice(end)}`;
}

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}

if (options.from === undefined && options.only !== 'search' && !hasPeers(options.peers)) {
  fail(`--peers (or CHAINRULE_PEERS) must name the peers' folder; "${options.peers}" has no workloads.json.`);
}
const measured =
  options.from === undefined ? await measure() : JSON.parse(readFileSync(options.from, 'utf8'));
if (options.out !== undefined) writeFileSync(options.out, JSON.stringify(measured));
report(measured);
