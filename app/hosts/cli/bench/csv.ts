// `chainrule bench csv`: from a file on disk to float32 matrices in the engine, through the same calls that a page makes. Each
// repetition runs in its own process, so that its peak memory is measured separately.
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
import { type ReadingTimes, timeReading } from './timeReading.ts';

export interface BenchCsvOptions {
  target?: string;
  rows: number;
  columns: number;
  repetitions: number;
  json?: boolean;
}

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
  const { repetitions, target } = options;
  const found: ReadingTimes[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    line.draw(`reading: ${repetition + 1} of ${repetitions}`);
    const one = repetitions === 1 ? await timeReading(file, target) : await timeElsewhere(file, target);
    output.emit('repetition', {
      engine: 'chainrule',
      workload: basename(file),
      seconds: one.matrices,
      ...one,
    });
    found.push(one);
  }
  line.clear();
  output.say(machineSentence(machine), '', ...phaseTable(found), '', ...sizeSentences(found));
  output.emit('result', { machine, repetitions, phases: phasesOf(found), memory: memoryOf(found) });
}

/** The output of a process that read the file once. */
async function timeElsewhere(file: string, target: string | undefined): Promise<ReadingTimes> {
  const how = ['--repetitions', '1', '--json', ...(target === undefined ? [] : ['--target', target])];
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
