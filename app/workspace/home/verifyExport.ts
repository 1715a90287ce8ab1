// Checks files that left the app: a model file or an export in any other format that carries golden rows is read back, and its predictions
// are compared with those it carries; so is each format of a folder that `export --all` wrote. It only reads.
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  agreementLimit,
  type ExportFormat,
  type ExportIndex,
  exportIndexSchema,
} from '../../contract/exportFormats.ts';
import { AppError } from '../../contract/issues/errors.ts';
import type { Checked, KeptProblem } from '../../contract/kept.ts';
import type { Model } from '../../contract/model.ts';
import type { GoldenRows } from '../../contract/run/goldenRows.ts';
import { namesOfTables } from '../../export/csv/readTables.ts';
import { decodeModel } from '../../export/decodeModel.ts';
import type { Format, WrittenFile } from '../../export/format.ts';
import { formats } from '../../export/formats.ts';
import { keptFormat } from '../../export/keptFormat.ts';
import { isKeras } from '../../export/modelKind.ts';
import { type Agreement, agreement } from '../../export/portable/agreement.ts';
import { type Start, startOf } from '../../export/python/startFile.ts';
import { damaged } from '../../export/tensors.ts';
import { FormulaError } from '../../export/xlsx/formulaTree.ts';
import { readBack } from '../exporting/checkFiles.ts';
import { type HostRunners, runnersFor } from '../exporting/runners.ts';
import { isProgram, ownPrograms } from './ownPrograms.ts';
import { problem, problemOfError } from './verifyRun.ts';

/** Formats that are read as models, too, with the rules and the checksum of the model file. */
const models: readonly (ExportFormat | null)[] = [
  'safetensors',
  'json',
  'numpy',
  'onnx',
  'onnxNetwork',
  null,
];

const ofKeras =
  'it is a file of Keras, which carries nothing that it can be checked against; "chainrule export FILE --format safetensors" makes a model file of it';

/** A file: a model file, or an export. Of CSV tables it is the JSON file beside them. */
export async function checkExport(path: string, runners: HostRunners): Promise<Checked> {
  return checking(path, async () => {
    const file = await fileAt(path);
    if (isKeras(file.bytes)) throw damaged(path, ofKeras);
    const format = keptFormat(file.name, file.bytes);
    const start = format === 'numpy' ? startOf(file.bytes, path) : null;
    if (start !== null) return { start };
    const isModel = models.includes(format);
    if (isModel) decodeModel(file.bytes, path);
    if (format === null) return {};
    const files = format === 'csv' ? [file, ...(await tablesBeside(path, file.bytes))] : [file];
    const golden = await goldenRowsIn(formats[format], files, runners);
    if (golden !== null)
      return {
        ...(await found(formats[format], files, golden, runners)),
        ...(isProgram(file.name) && { program: 'unknown' }),
      };
    // The golden rows may be what was cut off.
    if (!isModel) await readBack(formats[format], files, { values: [], predictions: [] }, runners);
    return {};
  });
}

/** What reading a file's predictions back has found. */
interface Found {
  golden?: Agreement | undefined;
  stored?: Agreement | undefined;
  start?: Start;
  program?: Checked['program'];
}

async function found(
  format: Format,
  files: readonly WrittenFile[],
  golden: GoldenRows,
  runners: HostRunners,
): Promise<Found> {
  const stored = format.stored?.(files) ?? null;
  return {
    golden: await readBack(format, files, golden, runners),
    ...(stored && { stored: agreement(stored.computed, stored.stored) }),
  };
}

/** Null where the file carries none, or where this host cannot read it. */
async function goldenRowsIn(
  format: Format,
  files: readonly WrittenFile[],
  runners: HostRunners,
): Promise<GoldenRows | null> {
  const found = runnersFor(format, runners);
  return found === undefined ? null : ((await format.goldenRows?.(files, found)) ?? null);
}

type Indexed = Pick<ExportIndex[number], 'format' | 'files'>;

/** The folder's index where `export --all` wrote it; else null. */
export async function readExportIndex(folder: string): Promise<Indexed[] | null> {
  const text = await readFile(join(folder, 'index.json'), 'utf8').catch(() => '');
  try {
    return exportIndexSchema.parse(JSON.parse(text)).filter(({ files }) => files.length > 0);
  } catch {
    return null;
  }
}

/** One answer for each format. A format that carries no golden rows is checked by those of the model file beside it. */
export async function checkExports(
  folder: string,
  index: readonly Indexed[],
  runners: HostRunners,
): Promise<Checked[]> {
  const beside = await modelBeside(folder, index);
  const checked: Checked[] = [];
  for (const { format, files } of index) {
    const place = join(folder, format);
    const path = files.length === 1 ? join(place, files[0]!.name) : place;
    checked.push(
      await checking(path, async () => {
        const read = await filesIn(
          place,
          files.map(({ name }) => name),
        );
        const program = await programIn(format, place, beside);
        if (format === 'pytorch') return { start: startIn(read), program };
        const golden = (await goldenRowsIn(formats[format], read, runners)) ?? beside?.model.goldenRows;
        return golden === undefined
          ? { program }
          : { ...(await found(formats[format], read, golden, runners)), program };
      }),
    );
  }
  return checked;
}

interface Beside {
  model: Model;
  /** The name of its file without the ending, with which the names of the other files begin. */
  stem: string;
}

async function modelBeside(folder: string, index: readonly Indexed[]): Promise<Beside | null> {
  const [file] = index.find(({ format }) => format === 'safetensors')?.files ?? [];
  try {
    const [{ name, bytes }] = (await filesIn(join(folder, 'safetensors'), [file!.name])) as [WrittenFile];
    return { model: decodeModel(bytes, name), stem: basename(name, '.safetensors') };
  } catch {
    // What is wrong with it is told when its turn comes.
    return null;
  }
}

/** Of all programs in the folder of a format: one that the index does not name may be found by one that it does. */
async function programIn(
  format: ExportFormat,
  place: string,
  beside: Beside | null,
): Promise<Checked['program']> {
  const names = (await readdir(place)).filter(isProgram);
  if (names.length === 0) return undefined;
  return beside === null
    ? 'unknown'
    : ownPrograms(format, await filesIn(place, names), beside.model, beside.stem);
}

/** Throws AppError model_damaged. */
function startIn(files: readonly WrittenFile[]): Start {
  const { name, bytes } = files.find((file) => file.name.endsWith('.npz'))!;
  const start = startOf(bytes, name);
  if (start === null) throw damaged(name, 'it does not say which run train.py repeats');
  return start;
}

async function checking(path: string, check: () => Promise<Found>): Promise<Checked> {
  try {
    const { golden, stored, start, program } = await check();
    const problems = [
      ...(golden && golden.largest > agreementLimit ? [goldenDiffer(path, golden.largest)] : []),
      ...(stored && stored.largest > agreementLimit ? [storedDiffer(path, stored.largest)] : []),
    ];
    return {
      kind: 'model',
      path,
      problems,
      ...(golden && { golden: told(golden) }),
      ...(stored && { stored: told(stored) }),
      ...(start && { start }),
      ...(program && { program }),
    };
  } catch (error) {
    return { kind: 'model', path, problems: [problemOf(error, path)] };
  }
}

/** Without the row, and as JSON can say it. */
const told = ({ rows, largest }: Agreement) => ({ rows, largest: Number.isFinite(largest) ? largest : null });

/** A reader stops at whatever does not fit, with an error of any kind. */
function problemOf(error: unknown, file: string): KeptProblem {
  if (error instanceof AppError || (error instanceof Error && 'syscall' in error))
    return problemOfError(error, file);
  const reason =
    error instanceof FormulaError
      ? `its formulas cannot be computed. ${error.message.replace(/\.$/, '')}`
      : 'its golden rows cannot be computed';
  return problem('damaged', `${file} is damaged: ${reason}.`, { file, reason });
}

function goldenDiffer(file: string, largest: number): KeptProblem {
  const sentence = `${file} has golden rows whose predictions are not those of its weights: they differ by ${largest.toExponential(1)}, where at most ${agreementLimit} is allowed.`;
  return problem('goldenDiffer', sentence, {
    file,
    largest: largest.toExponential(1),
    limit: agreementLimit,
  });
}

function storedDiffer(file: string, largest: number): KeptProblem {
  const sentence = `${file} stores predictions that are not those of its formulas: they differ by ${largest.toExponential(1)}, where at most ${agreementLimit} is allowed. Open it in the spreadsheet, have everything computed again, and save it.`;
  return problem('storedDiffer', sentence, {
    file,
    largest: largest.toExponential(1),
    limit: agreementLimit,
  });
}

async function fileAt(path: string): Promise<WrittenFile> {
  return { name: basename(path), type: '', bytes: new Uint8Array(await readFile(path)) };
}

function tablesBeside(path: string, json: Uint8Array): Promise<WrittenFile[]> {
  return filesIn(dirname(path), namesOfTables(json));
}

/** Only what the folder lists is read: a name from a file is no path. Throws AppError file_not_found. */
async function filesIn(folder: string, names: readonly string[]): Promise<WrittenFile[]> {
  const there = new Set(await readdir(folder));
  const lacking = names.find((name) => !there.has(name));
  if (lacking !== undefined)
    throw new AppError('file_not_found', `There is no file ${join(folder, lacking)}.`, { file: lacking });
  return Promise.all(names.map((name) => fileAt(join(folder, name))));
}
