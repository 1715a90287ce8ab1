// `chainrule bench search`: how many candidates a search compares in what time, through the same calls that page and terminal make. The
// table is generated unless one is named; the home folder is a temporary one, so that no search goes on from another.
import { basename, join } from 'node:path';
import type { SearchUpdate } from '../../../contract/run/search.ts';
import { loadEngine } from '../../../engine/load.ts';
import { fileRef, withBackend } from '../inProcess.ts';
import { counted, duration, figure, table } from '../output/figures.ts';
import { Output } from '../output/output.ts';
import { ScreenLine } from '../output/screenLine.ts';
import { writeTable } from './generatedTable.ts';
import { machineSentence, thisMachine } from './machine.ts';
import { percent, spreadOf } from './spread.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

export interface BenchSearchOptions {
  target?: string;
  candidates: number;
  /** Of the generated table, that are searched on. */
  rows: number;
  columns: number;
  threads: number[];
  repetitions: number;
  json?: boolean;
}

interface Timed {
  /** The file's name. */
  table: string;
  threads: number;
  /** Searched on. */
  rows: number;
  folds: number;
  seconds: number;
  /** Trainings of a candidate on a fold that have ended a rung. */
  trainings: number;
  candidates: number;
  winner: number | null;
  /** The winner's over the folds; lower is better. */
  score: number | null;
}

/** Of the generated table, beside the rows that are searched on. */
const testRows = 10;

/** `file`: generated if absent. Throws what the backend throws. */
export async function benchSearch(file: string | undefined, options: BenchSearchOptions): Promise<void> {
  const output = new Output(options.json === true);
  const line = new ScreenLine(output.json ? { write: () => {} } : undefined);
  const machine = thisMachine(loadEngine().info().isa);
  await withTemporaryFolder(async (folder) => {
    const searched = file ?? join(folder, 'search.csv');
    const { rows, columns, repetitions, threads } = options;
    if (file === undefined) await writeTable(searched, { rows: rows + testRows, columns, seed: 1 }, () => {});
    const found: Timed[] = [];
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const count of threads) {
        line.draw(`searching: ${repetition + 1} of ${repetitions}, ${counted(count, 'thread')}`);
        const one = await timeSearch(searched, join(folder, `${repetition}-${count}`), count, options);
        output.emit('repetition', { engine: 'chainrule', ...one });
        found.push(one);
      }
    }
    line.clear();
    const summaries = threads.map((count) => summaryOf(found.filter((one) => one.threads === count)));
    output.say(machineSentence(machine), '', ...summaryTable(summaries));
    output.emit('result', { machine, repetitions, searches: summaries });
  });
}

async function timeSearch(
  file: string,
  home: string,
  threads: number,
  { target, candidates, rows, columns }: BenchSearchOptions,
): Promise<Timed> {
  return withBackend(async (client) => {
    const dataset = await client.dataset.open({ file: fileRef(file) });
    const name = target ?? dataset.columns.at(-1)!.name;
    const isGenerated = target === undefined && dataset.columns.length === columns;
    const split = isGenerated
      ? { testRows: Array.from({ length: testRows }, (_, k) => rows + k) }
      : undefined;
    await client.spec.propose({ targets: [name], ...(split && { split }) });
    const began = performance.now();
    await client.search.start({ budget: { candidates }, threads });
    let last: SearchUpdate | null = null;
    const scores = new Map<number, number | null>();
    for await (const update of await client.search.watch()) {
      for (const { index, score } of update.candidates) scores.set(index, score?.mean ?? null);
      last = update;
    }
    const seconds = (performance.now() - began) / 1_000;
    const { trainings, rungs, folds, rows: parts } = last!.search!;
    const winner = last!.winner?.candidate ?? null;
    return {
      ...{ table: basename(file), threads, rows: parts.searched, folds, seconds, trainings },
      ...{ candidates: rungs[0]!.ended, winner, score: scores.get(winner ?? -1) ?? null },
    };
  }, home);
}

interface Summary extends ReturnType<typeof spreadOf> {
  threads: number;
  candidates: number;
  trainings: number;
  trainingsPerSecond: number;
}

function summaryOf(times: readonly Timed[]): Summary {
  const spread = spreadOf(times.map(({ seconds }) => seconds));
  const { threads, candidates, trainings } = times[0]!;
  return { ...spread, threads, candidates, trainings, trainingsPerSecond: trainings / spread.median };
}

function summaryTable(summaries: readonly Summary[]): string[] {
  const head = ['threads', 'candidates', 'trainings', 'median', 'best', 'spread', 'trainings/s'];
  const rows = summaries.map((one) => [
    String(one.threads),
    String(one.candidates),
    String(one.trainings),
    duration(one.median),
    duration(one.best),
    percent(one.spread),
    figure(one.trainingsPerSecond),
  ]);
  return table([head, ...rows], [true, true, true, true, true, true, true]);
}
