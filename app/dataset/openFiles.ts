// From the paths of one or several files to a Table. Each file is opened by itself, with its own encoding, delimiter and decimal sign.
// If their columns match, their rows are written below each other into a text (joining/), which is opened as any other.
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { AppError } from '../contract/issues/errors.ts';
import type { Issue } from '../contract/issues/issues.ts';
import type { Reading } from '../contract/table/reading.ts';
import { fileColumnName, mostFiles, type TableFile } from '../contract/table/tableFiles.ts';
import { dateOrders } from './joining/dateOrders.ts';
import { distinctNames } from './joining/fileNames.ts';
import {
  columnOfFiles,
  issuesOfFile,
  leftOutIssue,
  rewrittenIssue,
  sharedIssues,
  unitlessIssues,
} from './joining/joinedIssues.ts';
import { type JoinedForm, JoinedText, joinedDelimiter } from './joining/joinedText.ts';
import { type FileColumns, type Match, matchColumns } from './joining/matchColumns.ts';
import { numberForm } from './joining/numberForm.ts';
import { type OpenOptions, openTable, tableFrom } from './open.ts';
import { removeTemporaryFolder, temporaryFolder } from './resources/temporaryFolder.ts';
import { DecodingErrors } from './source/encodings/decodingErrors.ts';
import { changedFile, openFile } from './source/openFile.ts';
import { ownTable } from './source/ownText.ts';
import type { Joined, SourceFile } from './source/sourceFile.ts';
import type { Table } from './table/table.ts';

export interface FileToOpen {
  path: string;
  /** The name to show. */
  fileName: string;
  /** The path that a person knows, which tells files of one name apart; not that of an upload. */
  place?: string | undefined;
}

type FilesOptions = Omit<OpenOptions, 'fileName'>;

/** At most so many files are kept open until their rows are written; further ones are opened again, so that a thousand files do
 *  not take a thousand databases. */
const keptOpen = 8;
/** Shares of the progress: the files are read by themselves, their rows are written, the text is read. */
const steps = { files: 0.5, writing: 0.1 };

/** Opens files as one table. Rejects as `openTable` does, and with AppError files_differ,
 *  files_share_no_column and file_given_twice. */
export async function openFiles(files: readonly FileToOpen[], options: FilesOptions = {}): Promise<Table> {
  const [first] = files;
  if (first === undefined) throw new RangeError('there is no file to open');
  if (files.length > mostFiles) throw tooManyFiles(files.length);
  if (files.length === 1) return openTable(first.path, { ...options, fileName: first.fileName });
  refuseTwice(files);
  const names = distinctNames(files.map(({ place, fileName }) => (place === undefined ? fileName : place)));
  const parts: Part[] = [];
  try {
    for (const [k, file] of files.entries()) {
      const share = steps.files / files.length;
      const how = { ...within(options, k * share, share), ...expectedOf(parts[0]) };
      parts.push(await Part.open(names[k]!, file, how, k < keptOpen));
    }
    const source = await joinedSource(parts, options);
    const before = steps.files + steps.writing;
    return await tableFrom(source, within(options, before, 1 - before));
  } finally {
    for (const part of parts) part.close();
  }
}

/** Further files are read as the first where they leave their decimal sign open. */
function expectedOf(first: Part | undefined): Pick<OpenOptions, 'expected'> {
  if (first === undefined) return {};
  const signs = first.columns.columns.flatMap(({ name, decimal }): [string, '.' | ','][] =>
    decimal === undefined ? [] : [[name, decimal]],
  );
  return { expected: { by: 'file', columns: new Map(signs) } };
}

function tooManyFiles(count: number): AppError {
  const sentence = `${count} files are too many for one table: at most ${mostFiles} can be joined. Leave some out.`;
  return new AppError('files_too_many', sentence, { count, most: mostFiles });
}

function refuseTwice(files: readonly FileToOpen[]): void {
  const seen = new Set<string>();
  for (const { path, fileName } of files) {
    const place = resolve(path);
    if (seen.has(place)) {
      const sentence = `${fileName} is given twice. Give each file once.`;
      throw new AppError('file_given_twice', sentence, { file: fileName });
    }
    seen.add(place);
  }
}

/** The options for a step that begins at `from` and takes `share` of the whole, both 0..1. */
function within(options: FilesOptions, from: number, share: number): FilesOptions {
  const { onProgress } = options;
  if (onProgress === undefined) return options;
  return { ...options, onProgress: (done) => onProgress(done === null ? null : from + share * done) };
}

/** One of the files: what is known of it, and its table while it is kept open. */
class Part {
  readonly file: TableFile;
  readonly columns: FileColumns;
  readonly table: Pick<Table, 'container' | 'sheets' | 'modified' | 'problemRows' | 'problems'>;
  /** Issues that only the file itself shows. */
  readonly own: readonly Issue[];
  private readonly from: FileToOpen;
  private readonly options: FilesOptions;
  private open: Table | null;

  private constructor(
    name: string,
    from: FileToOpen,
    options: FilesOptions,
    table: Table,
    dates: FileColumns['dates'],
  ) {
    const { bytes, hash, dialect, rows, rowsLeftOut, columns } = table;
    const { container, sheets, modified, problemRows, problems } = table;
    this.from = from;
    this.options = options;
    this.open = table;
    this.file = { name, bytes, hash, dialect, rows, rowsLeftOut };
    this.columns = { name, columns, rows, dates };
    this.table = { container, sheets, modified, problemRows, problems };
    this.own = issuesOfFile(table);
  }

  static async open(name: string, from: FileToOpen, options: FilesOptions, keep: boolean): Promise<Part> {
    const table = await read(from, options);
    try {
      const part = new Part(name, from, options, table, await dateOrders(table));
      if (!keep) part.close();
      return part;
    } catch (error) {
      table.close();
      throw error;
    }
  }

  /** Adds its rows to a text; returns how many numbers were written in another way. */
  async addTo(text: JoinedText): Promise<number> {
    this.open ??= await read(this.from, { ...this.options, onProgress: () => {} });
    if (this.open.hash !== this.file.hash) throw changedFile(this.from.fileName);
    const changed = await text.add(this.file.name, this.open, this.options.signal);
    this.close();
    return changed;
  }

  close(): void {
    this.open?.close();
    this.open = null;
  }
}

function read({ path, fileName }: FileToOpen, options: FilesOptions): Promise<Table> {
  return openTable(path, { ...options, fileName });
}

async function joinedSource(parts: readonly Part[], options: FilesOptions): Promise<SourceFile> {
  const { reading = {} } = options;
  const match = matchColumns(
    parts.map(({ columns }) => columns),
    reading.columns,
  );
  const fileColumn = freeName(match.names);
  const folder = await temporaryFolder();
  try {
    const path = join(folder, 'joined.csv');
    const { dialect } = parts[0]!.file;
    const { names, units } = match;
    const form = { delimiter: joinedDelimiter(dialect), numbers: numberForm(dialect), names, units };
    const text = await JoinedText.begin(path, form, fileColumn);
    const rewritten: number[] = [];
    try {
      for (const [k, part] of parts.entries()) {
        rewritten.push(await part.addTo(text));
        options.onProgress?.(steps.files + (steps.writing * (k + 1)) / parts.length);
      }
    } finally {
      await text.close();
    }
    const joined = joinedOf(parts, match, fileColumn, rewritten);
    return await sourceOf(parts, joined, {
      folder,
      path,
      settled: settledReading(form, match, fileColumn, reading),
    });
  } catch (error) {
    removeTemporaryFolder(folder);
    throw error;
  }
}

function freeName(names: readonly string[]): string {
  let name = fileColumnName;
  for (let n = 2; names.includes(name); n++) name = `${fileColumnName}_${n}`;
  return name;
}

/** The text is ours, so there is nothing to detect about how it is cut and how its numbers are written. */
function settledReading(
  { delimiter, numbers }: JoinedForm,
  { categories, units }: Match,
  fileColumn: string,
  { formats = {} }: Reading,
): Reading {
  const own: NonNullable<Reading['formats']> = {};
  for (const [name, { missing, unit }] of Object.entries(formats))
    own[name] = { ...(missing !== undefined && { missing }), ...(unit === null && { unit }) };
  for (const [name, unit] of units) if (!categories.includes(name)) own[name] = { ...own[name], unit };
  return {
    ...ownTable,
    delimiter,
    ...numbers,
    formats: own,
    types: Object.fromEntries([...categories, fileColumn].map((name) => [name, 'category'])),
  };
}

function joinedOf(parts: readonly Part[], match: Match, column: string, rewritten: number[]): Joined {
  const { decimal } = parts[0]!.file.dialect;
  const { shared, own } = sharedIssues(parts.map((part) => part.own));
  const repairs = parts.flatMap(({ file: { name }, columns }, k) =>
    [...own[k]!, ...rewrittenIssue(rewritten[k]!, decimal), ...unitlessIssues(columns, match)].map(
      (issue): Issue => ({ ...issue, file: name }),
    ),
  );
  return {
    files: parts.map(({ file }) => file),
    fileColumn: column,
    repairs: [columnOfFiles(column, parts.length), ...leftOutIssue(match), ...shared, ...repairs],
    problemRows: parts.reduce((sum, { table }) => sum + table.problemRows, 0),
    problems: parts.flatMap(({ file: { name }, table }) =>
      table.problems.map((problem) => ({ ...problem, file: name })),
    ),
  };
}

interface Written {
  folder: string;
  path: string;
  settled: Reading;
}

/** The text as a source, with the facts of all files in place of those of one. Closing it removes the text. */
async function sourceOf(
  parts: readonly Part[],
  joined: Joined,
  { folder, path, settled }: Written,
): Promise<SourceFile> {
  const fileName = shownName(joined.files);
  const first = parts[0]!.table;
  const alike = parts.every(({ table }) => table.container === first.container);
  const text = await openFile(path, fileName);
  const close = async () => {
    await text.handle.close().catch(() => {});
    removeTemporaryFolder(folder);
  };
  const dropped = {
    ...text,
    bytes: joined.files.reduce((sum, { bytes }) => sum + bytes, 0),
    modified: Math.max(...parts.map(({ table }) => table.modified)),
    hash: hashOf(joined.files),
    // What can be chosen about reading is that of the first file, where all are of one kind.
    container: alike ? first.container : ('text' as const),
    sheets: alike ? [...first.sheets] : [],
    encoding: joined.files[0]!.dialect.encoding,
    decodingErrors: new DecodingErrors(),
    mixture: null,
    ruled: false,
    settled,
    joined,
  };
  return { ...text, encoding: 'utf-8', dropped, close };
}

/** `a.csv + b.csv`, of more files `a.csv + 4`. */
function shownName([first, ...others]: readonly TableFile[]): string {
  return `${first!.name} + ${others.length === 1 ? others[0]!.name : others.length}`;
}

/** Of names and hashes: the names are cells of the table. */
function hashOf(files: readonly TableFile[]): string {
  const hash = createHash('sha256');
  for (const { name, hash: own } of files) hash.update(JSON.stringify([name, own]));
  return hash.digest('hex');
}
