// `chainrule bench training`: how long the engine trains the seven workloads, or a network of any other shape. In each repetition all
// thread counts take turns, so that other work on the machine affects them equally; with `--busy` in a quiet round and then in one among
// disturbers.

import { loadEngine } from '../../../engine/load.ts';
import type { Rows } from '../../../engine/runConfig.ts';
import { counted, figure, table } from '../output/figures.ts';
import { Output } from '../output/output.ts';
import { ScreenLine } from '../output/screenLine.ts';
import { amongDisturbers } from './disturbers.ts';
import { generateRows } from './generatedRows.ts';
import { machineSentence, thisMachine } from './machine.ts';
import { type OwnShape, ownWorkload } from './ownWorkload.ts';
import { readRows } from './rowsFiles.ts';
import { percent, type Spread, spreadOf } from './spread.ts';
import { type TimedTraining, TrainingClock } from './timeTraining.ts';
import { type Workload, workloads } from './workloads.ts';

export interface BenchTrainingOptions extends OwnShape {
  threads: number[];
  repetitions: number;
  data?: string;
  /** Measure among disturbers too. */
  busy?: boolean;
  json?: boolean;
}

interface Summary extends Spread {
  workload: string;
  title: string;
  threads: number;
  /** Whether among disturbers; absent where nothing was. */
  busy?: boolean;
  /** Rows per second at the median time. */
  rowsPerSecond: number;
  finalLoss: number;
}

/** `names`: of workloads; none for all. Throws CommanderError, AppError file_not_found, file_unreadable, spec_refused,
 *  training_diverged, out_of_memory. */
export async function benchTraining(names: string[], options: BenchTrainingOptions): Promise<void> {
  const chosen = chooseWorkloads(names, options);
  const output = new Output(options.json === true);
  const engine = loadEngine();
  const machine = thisMachine(engine.info().isa);
  const line = new ScreenLine(output.json ? { write: () => {} } : undefined);
  output.say(machineSentence(machine), '');
  const found: Summary[] = [];
  for (const workload of chosen) {
    line.draw(`${workload.name}: reading its rows`);
    const rows = await rowsOf(workload, options);
    const clock = new TrainingClock(engine, workload, rows);
    found.push(...(await timeWorkload(clock, workload, options, output, line)));
  }
  line.clear();
  output.say(
    ...summaryTable(found, options.busy === true),
    '',
    `Seconds of all epochs, ${counted(options.repetitions, 'repetition')}; the spread is that of the quartiles.`,
  );
  output.emit('result', { machine, repetitions: options.repetitions, workloads: found });
}

function chooseWorkloads(names: string[], options: BenchTrainingOptions): Workload[] {
  const own = ownWorkload(names, options);
  if (own !== null) return [own];
  return workloads.filter(({ name }) => names.length === 0 || names.includes(name));
}

function rowsOf(workload: Workload, { data }: BenchTrainingOptions): Rows | Promise<Rows> {
  return data === undefined ? generateRows(workload, workload.spec.seed) : readRows(workload, data);
}

/** One combination that is timed in every repetition. */
interface Timed {
  threads: number;
  /** undefined where there are no disturbers at all. */
  busy: boolean | undefined;
  times: TimedTraining[];
}

async function timeWorkload(
  clock: TrainingClock,
  { name, title, spec }: Workload,
  { threads: counts, repetitions, busy }: BenchTrainingOptions,
  output: Output,
  line: ScreenLine,
): Promise<Summary[]> {
  const round = (among: boolean | undefined) =>
    counts.map((threads): Timed => ({ threads, busy: among, times: [] }));
  const rounds = busy ? [round(false), round(true)] : [round(undefined)];
  line.draw(`${name}: warming up`);
  for (const threads of counts) await clock.warmUp(threads);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    line.draw(`${name}: repetition ${repetition + 1} of ${repetitions}`);
    const time = async (all: Timed[]) => {
      for (const one of all) {
        const timed = await clock.time(one.threads, spec.seed + repetition);
        one.times.push(timed);
        output.emit('repetition', { ...repetitionFields(name, one.threads, timed), ...busyField(one) });
      }
    };
    for (const all of rounds) await (all[0]?.busy ? amongDisturbers(() => time(all)) : time(all));
  }
  return rounds
    .flat()
    .map((one) => ({ ...summaryOf(name, title, one.threads, one.times), ...busyField(one) }));
}

function busyField({ busy }: Timed): { busy?: boolean } {
  return busy === undefined ? {} : { busy };
}

/** Field names as in the output of other programs. */
function repetitionFields(
  workload: string,
  threads: number,
  { seconds, rowsPerSecond, finalLoss }: TimedTraining,
) {
  return {
    ...{ engine: 'chainrule', workload, threads, seconds },
    ...{ samples_per_s: rowsPerSecond, final_loss: finalLoss },
  };
}

function summaryOf(workload: string, title: string, threads: number, times: TimedTraining[]): Summary {
  const seconds = spreadOf(times.map((one) => one.seconds));
  const rowsPerSecond = spreadOf(times.map((one) => one.rowsPerSecond)).median;
  const finalLoss = spreadOf(times.map((one) => one.finalLoss)).median;
  return { workload, title, threads, ...seconds, rowsPerSecond, finalLoss };
}

function summaryTable(found: Summary[], withBusy: boolean): string[] {
  const lines = found.map(
    ({ workload, title, threads, busy, median, best, spread, rowsPerSecond, finalLoss }) => [
      ...[`${workload} ${title}`, String(threads)],
      ...(withBusy ? [busy ? 'busy' : 'quiet'] : []),
      ...[`${figure(median)} s`, `${figure(best)} s`, percent(spread)],
      ...[figure(rowsPerSecond), figure(finalLoss)],
    ],
  );
  const head = ['median', 'best', 'spread', 'rows/s', 'final loss'];
  const machine = withBusy ? ['machine'] : [];
  const right = head.map(() => true);
  return table(
    [['workload', 'threads', ...machine, ...head], ...lines],
    [false, true, ...machine.map(() => false), ...right],
  );
}
