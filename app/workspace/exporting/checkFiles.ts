// Checks a written export: its predictions of the model's golden rows, by the format's own program where it is on this computer, else by the
// app's reader of the format, are compared with the app's own. The reader also compares the intervals that the file gives or carries.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { agreementLimit, type ExportCheck } from '../../contract/exportFormats.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { GoldenRows } from '../../contract/run/goldenRows.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../dataset/resources/temporaryFolder.ts';
import type { Format, FormatProgram, RawRows, WrittenFile } from '../../export/format.ts';
import { type Agreement, agreement } from '../../export/portable/agreement.ts';
import { expectedIntervals, type IntervalFacts } from './expectedIntervals.ts';
import type { ProgramOutcome, RunProgram } from './programPort.ts';
import { type HostRunners, readerOf } from './runners.ts';

interface Checking {
  /** As errors name it. */
  name: string;
  format: Format;
  files: readonly WrittenFile[];
  golden: GoldenRows;
  /** What was written. */
  model: IntervalFacts;
  signal?: AbortSignal | undefined;
}

/** What a host has to check a file with. */
export interface Checkers {
  program?: RunProgram | undefined;
  runners: HostRunners;
}

/** Null where neither a reader nor a program is at hand. Throws AppError export_differs, and script_stopped. */
export async function checkFiles(
  { program: run, runners }: Checkers,
  checking: Checking,
): Promise<ExportCheck | null> {
  const { format, golden } = checking;
  const own = await readWhole(checking, runners);
  if (own !== undefined) refuseDifferent(checking, own.largest, own);
  const rows = golden.predictions.length;
  const { program } = format;
  const found = program === undefined || run === undefined ? null : await byProgram(run, program, checking);
  if (found !== null) {
    refuseDifferent(checking, found);
    return { rows, largest: found, program: program!.name, lacking: null };
  }
  if (own === undefined) return null;
  // A query is computed by a database, the app's own.
  const reader = format.needs === 'query' ? 'DuckDB' : null;
  return { rows, largest: own.largest, program: reader, lacking: program?.name ?? null };
}

/** The predictions, by the app's own reader of the format; undefined where it has none on this host. Throws what reading throws. */
export async function readBack(
  format: Format,
  files: readonly WrittenFile[],
  golden: GoldenRows,
  runners: HostRunners,
): Promise<Agreement | undefined> {
  const predict = readerOf(format, runners);
  if (predict === undefined) return undefined;
  const { predictions } = await predict(files, rowsOf(golden));
  return agreement(golden.predictions, predictions);
}

/** The predictions and the intervals, whichever are farther from the app's. */
async function readWhole(
  { format, files, golden, model }: Checking,
  runners: HostRunners,
): Promise<Agreement | undefined> {
  const predict = readerOf(format, runners);
  if (predict === undefined) return undefined;
  const { predictions, intervals } = await predict(files, rowsOf(golden));
  const predicted = agreement(golden.predictions, predictions);
  const found = intervals ?? predictions.map(() => []);
  const held = agreement(expectedIntervals(model, predictions), found);
  return held.largest > predicted.largest ? held : predicted;
}

/** Raw values as readers take them. */
export function rowsOf({ values }: GoldenRows): RawRows {
  return values.map((row) => row.map((value) => value ?? Number.NaN));
}

function refuseDifferent({ name, golden }: Checking, largest: number, found?: Agreement): void {
  if (largest <= agreementLimit) return;
  const where = found?.worst ? ` (row ${found.worst.row + 1} of ${golden.predictions.length})` : '';
  throw new AppError(
    'export_differs',
    `The file for ${name} makes other predictions than the app: they differ by ${largest.toExponential(1)}${where}, where at most ${agreementLimit} is allowed. It was not saved; please report this as a bug.`,
    { format: name, largest, limit: agreementLimit },
  );
}

/** The largest difference that the program tells; null where it is not at hand. */
async function byProgram(
  run: RunProgram,
  { steps }: FormatProgram,
  { files, name, signal }: Checking,
): Promise<number | null> {
  const folder = await temporaryFolder();
  try {
    for (const file of files) await writeFile(join(folder, file.name), file.bytes, { mode: 0o600 });
    let output = '';
    for (const [index, alternatives] of steps(files).entries()) {
      const outcome = await firstAtHand(run, alternatives, folder, signal);
      if (outcome.kind !== 'ended' || (outcome.code !== 0 && index === 0)) return null;
      if (outcome.code !== 0) throw failed(name, outcome.output);
      output = outcome.output;
    }
    const told = /\d+ golden rows, largest difference (\S+)/.exec(output);
    if (told === null) throw failed(name, output);
    return Number(told[1]);
  } finally {
    await removeTemporaryFolder(folder);
  }
}

async function firstAtHand(
  run: RunProgram,
  alternatives: [string, ...string[]][],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<ProgramOutcome> {
  for (const command of alternatives) {
    const outcome = await run({ command, folder, signal });
    if (outcome.kind !== 'missing') return outcome;
  }
  return { kind: 'missing' };
}

function failed(name: string, output: string): AppError {
  const reason = output.trim().split('\n').at(-1) ?? '';
  return new AppError(
    'export_unchecked',
    `The file for ${name} was written, but the program that should open it failed: ${reason || 'it said nothing'}. It was not saved; please report this as a bug.`,
    { format: name, reason },
  );
}
