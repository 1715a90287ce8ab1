// `chainrule bench csv`: from a file on disk to float32 matrices in the engine, through the same calls that a page makes; if asked for,
// DuckDB's own reading of the file in turn with it. Each repetition runs in its own process, so that its peak memory is measured
// separately.
import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { AppError } from '../../../contract/issues/errors.ts';
import { loadEngine } from '../../../engine/load.ts';
import { counted, figure, table } from '../output/figures.ts';
import { Output } from '../output/output.ts';
import { ScreenLine } from '../output/screenLine.ts';
import { writeTable } from './generatedTable.ts';
import { machineSentence, thisMachine } from './machine.ts';
import { percent, spreadOf } from './spread.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';
import { type DuckDbTimes, timeDuckDb } from './timeDuckDb.ts';
import { type ReadingTimes, timeReading } from './timeReading.ts';

export interface BenchCsvOptions {
  target?: string;
  rows: number;
  columns: number;
  repetitions: number;
  reader: Reader;
  json?: boolean;
}

/** Who reads the file. */
type Reader = 'chainrule' | 'duckdb' | 'both';

/** `file`: generated if absent. Throws what the backend throws, and AppError spec_refused. */
export async function benchCsv(file: string | undefined, options: BenchCsvOptions): Promise<void> {
  const output = new Output(options.json === true);
  const line = new ScreenLine(output.json ? { write: () => {} } : undefined);
  if (file !== undefined) return measure(file, options, output, line);
  await withTemporaryFolder(async (folder) => {
    const { rows, columns } = options;
    const made = join(folder, `${rows}x${columns}.csv`);
    await writeTable(made, { rows, columns, seed: 1 }, (share) => {
      line.draw(`writing a file: ${percent(share)}`);
    });
    await measure(made, options, output, line);
  });
}

async function measure(file: string, options: BenchCsvOptions, output: Output, line: ScreenLine) {
  const machine = thisMachine(loadEngine().info().isa);
  const { repetitions, target, reader } = options;
  const alone = repetitions === 1 && reader !== 'both';
  const found: ReadingTimes[] = [];
  const byDuckDb: DuckDbTimes[] = [];
  const workload = basename(file);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    line.draw(`reading: ${repetition + 1} of ${repetitions}`);
    if (reader !== 'duckdb') {
      const one = alone ? await timeReading(file, target) : await timeElsewhere<ReadingTimes>(file, target);
      output.emit('repetition', { engine: 'chainrule', workload, seconds: one.matrices, ...one });
      found.push(one);
    }
    if (reader !== 'chainrule') {
      const one = alone
        ? await timeDuckDb(file)
        : await timeElsewhere<DuckDbTimes>(file, undefined, 'duckdb');
      output.emit('repetition', { engine: 'duckdb', workload, ...one });
      byDuckDb.push(one);
    }
  }
  line.clear();
  const ours = found.length > 0 ? ['', ...phaseTable(found), '', ...sizeSentences(found)] : [];
  const theirs = byDuckDb.length > 0 ? ['', ...duckDbSentences(byDuckDb, found)] : [];
  output.say(machineSentence(machine), ...ours, ...theirs);
  output.emit('result', {
    ...{ machine, repetitions },
    ...(found.length > 0 && { phases: phasesOf(found), memory: memoryOf(found) }),
    ...(byDuckDb.length > 0 && { duckdb: duckDbFigures(byDuckDb, found) }),
  });
}

/** `timesOpened`: our time until the table is open, as a multiple of DuckDB's; medians. */
function duckDbFigures(theirs: DuckDbTimes[], ours: ReadingTimes[]) {
  const seconds = spreadOf(theirs.map((one) => one.seconds));
  const peakBytes = spreadOf(theirs.map((one) => one.peakBytes)).median;
  const opened = ours.length > 0 ? spreadOf(ours.map((one) => one.opened)).median : null;
  return { seconds, peakBytes, ...(opened !== null && { timesOpened: opened / seconds.median }) };
}

function duckDbSentences(theirs: DuckDbTimes[], ours: ReadingTimes[]): string[] {
  const { seconds, peakBytes, timesOpened } = duckDbFigures(theirs, ours);
  const lenient = theirs.some((one) => one.lenient)
    ? ' once told to leave out the lines that it refuses'
    : '';
  const spread = `spread ${percent(seconds.spread)}`;
  return [
    `DuckDB alone reads ${counted(theirs[0]?.rows ?? 0, 'row')} into memory in ${figure(seconds.median)} s${lenient} (best ${figure(seconds.best)} s, ${spread}; peak memory ${figure(peakBytes / 1e6)} MB).`,
    ...(timesOpened === undefined ? [] : [`Opening the table takes ${figure(timesOpened)} times as long.`]),
  ];
}

/** The output of a process that read the file once. */
async function timeElsewhere<Times>(
  file: string,
  target: string | undefined,
  reader: Reader = 'chainrule',
): Promise<Times> {
  const chosen = target === undefined ? [] : ['--target', target];
  const how = ['--repetitions', '1', '--json', '--reader', reader, ...chosen];
  const child = spawn(process.execPath, [process.argv[1]!, 'bench', 'csv', ...how, '--', file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more) => {
    text += more;
  });
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  const lines = text.split('\n').filter((one) => one !== '');
  for (const line of lines.map((one) => JSON.parse(one))) {
    if (line.type === 'repetition') return line;
    if (line.type === 'error') throw new AppError(line.code, line.message, {}, { issues: line.issues ?? [] });
  }
  throw new Error('the process that read the file printed nothing');
}

const phases = {
  firstScreen: 'first screen',
  opened: 'table open',
  profiled: 'all columns described',
  matrices: 'matrices in the engine',
} as const;

function phasesOf(found: ReadingTimes[]) {
  const names = Object.keys(phases) as (keyof typeof phases)[];
  return Object.fromEntries(names.map((name) => [name, spreadOf(found.map((one) => one[name]))]));
}

function phaseTable(found: ReadingTimes[]): string[] {
  const lines = Object.entries(phasesOf(found)).map(([name, { median, best, spread }]) => [
    phases[name as keyof typeof phases],
    ...[`${figure(median)} s`, `${figure(best)} s`, percent(spread)],
  ]);
  return table([['from the click to', 'median', 'best', 'spread'], ...lines], [false, true, true, true]);
}

/** Medians in bytes; `times` is the peak above the idle backend, as a multiple of the matrices' size. */
function memoryOf(found: ReadingTimes[]) {
  const median = (of: (one: ReadingTimes) => number) => spreadOf(found.map(of)).median;
  const matrixBytes = median((one) => one.matrixBytes);
  const restBytes = median((one) => one.restBytes);
  const peakBytes = median((one) => one.peakBytes);
  return { matrixBytes, restBytes, peakBytes, times: (peakBytes - restBytes) / matrixBytes };
}

function sizeSentences(found: ReadingTimes[]): string[] {
  const { matrixBytes, restBytes, peakBytes, times } = memoryOf(found);
  const mega = (bytes: number) => `${figure(bytes / 1e6)} MB`;
  return [
    `${counted(found[0]?.rows ?? 0, 'row')}; matrices of ${mega(matrixBytes)}; peak memory ${mega(peakBytes)}, ${mega(restBytes)} of it before reading:`,
    `${figure(times)} times the matrices above that. Seconds and bytes are medians of ${counted(found.length, 'repetition')}.`,
  ];
}
