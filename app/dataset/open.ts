// From a path to a Table, stage by stage (README.md): opens the source, scans it, keeps its cells, and detects and summarises
// its columns.
import { basename, resolve } from 'node:path';
import type { Issue } from '../contract/issues/issues.ts';
import type { ColumnSummary } from '../contract/table/dataset.ts';
import { type Dialect, type Problem, problemsListed, type Reading } from '../contract/table/reading.ts';
import type { TableEngine } from '../contract/table/tableEngine.ts';
import { CellStore } from './cells/cellStore.ts';
import { type ColumnKind, idIssue } from './columns/columnKind.ts';
import { readColumn } from './columns/readColumn.ts';
import { isRowNumber } from './columns/rowNumber.ts';
import { summariseLevels, summariseNumbers } from './columns/summary.ts';
import { valueProblems } from './columns/valueProblems.ts';
import { uniqueNames } from './csv/header.ts';
import { repairIssues, ruledIssue } from './csv/repairIssues.ts';
import { type Scan, Scanner } from './csv/scan.ts';
import { FileTable } from './fileTable.ts';
import { footerFinding } from './findings/footerRows.ts';
import { insideFindings } from './findings/insideRows.ts';
import { joined } from './findings/joined.ts';
import { valueFindings } from './findings/valueFindings.ts';
import type { NumberFacts } from './numbers/numberFacts.ts';
import { mixtureIssue } from './source/encodings/mixedDecoder.ts';
import { decodeSource, openSource } from './source/openSource.ts';
import type { Joined, SourceFile } from './source/sourceFile.ts';
import type { StartUnpacker } from './source/unpacker/unpackerPort.ts';
import { NotPlainUtf8 } from './source/utf8Pieces.ts';
import type { Table } from './table/table.ts';
import type { ExpectedSigns } from './values/decimalSign.ts';
import { isMissing } from './values/spelling.ts';

export interface OpenOptions {
  /** What a person chose about reading the file; the rest is detected. */
  reading?: Reading;
  /** How an earlier table was read: it decides where this file leaves its decimal sign open. */
  expected?: ExpectedSigns | undefined;
  /** The name to show, where `path` is our own file (an upload). */
  fileName?: string;
  /** Stops the reading; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Makes slow steps faster, with the same result. */
  engine?: TableEngine;
  /** Keeps texts in DuckDB even where the table is small: for tests. */
  textsInDatabase?: boolean;
  /** Has JSON, Parquet and workbooks unpacked; without it they cannot be opened. */
  startUnpacker?: StartUnpacker | undefined;
  /** 0..1, null while unknown. */
  onProgress?: (fraction: number | null) => void;
}

/** Share of the total time that reading takes. */
const read = 0.9;
/** Tables with at most this many numbers are profiled before they are shown. */
const profiledAtOnce = 2_000_000;
/** Tables with at most this many cells are also examined before they are shown: 0.1 s. */
const examinedAtOnce = 500_000;

/** Reads a whole file. Rejects with an AppError `file_*`, `archive_*`, `unpack_*`, `csv_unreadable` or `out_of_memory` and then leaves no file behind. */
export async function openTable(path: string, options: OpenOptions = {}): Promise<Table> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  onProgress?.(0);
  const steps = new Steps(onProgress);
  const source = await openSource(resolve(path), {
    ...options,
    fileName: options.fileName ?? basename(path),
    onFraction: steps.before,
  });
  return tableFrom(source, options, steps);
}

/** Reads a source and takes ownership of it. */
export async function tableFrom(
  source: SourceFile,
  options: OpenOptions,
  steps = new Steps(options.onProgress),
): Promise<Table> {
  try {
    return await readSource(source, options, steps);
  } catch (error) {
    if (!(error instanceof NotPlainUtf8)) {
      await source.close();
      throw error;
    }
    const decoding = { ...options, onFraction: steps.before };
    return tableFrom(await decodeSource(source, error.offset, decoding), options, steps);
  }
}

async function readSource(source: SourceFile, options: OpenOptions, steps: Steps): Promise<Table> {
  const { signal } = options;
  const scanner = await Scanner.begin(source, signal, readingOf(source, options.reading), options.expected);
  const store = await CellStore.load(source, scanner, {
    ...options,
    onFraction: (fraction) => steps.reading(read * fraction),
  });
  try {
    const table = await describe(source, store, {
      ...options,
      onProgress: (done) => steps.reading(done ?? 0),
    });
    steps.reading(1);
    return table;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** We wrote the text of containers other than text and of several files, so its layout is known and no choice about it remains. */
function readingOf({ dropped: { settled } }: SourceFile, reading: Reading = {}): Reading {
  const types = { ...settled.types, ...reading.types };
  return { ...reading, ...settled, ...(Object.keys(types).length > 0 && { types }) };
}

/** Progress over the steps before reading (there may be none) and over reading. */
class Steps {
  private done = 0;
  private readonly tell: OpenOptions['onProgress'];

  constructor(tell: OpenOptions['onProgress']) {
    this.tell = tell;
  }

  /** For unpacking and decoding: each takes a third of the remaining progress. */
  readonly before = (fraction: number): void => {
    if (fraction < 1) this.tell?.(this.done + ((1 - this.done) * fraction) / 3);
    else this.done += (1 - this.done) / 3;
  };

  reading(fraction: number): void {
    this.tell?.(this.done + (1 - this.done) * fraction);
  }
}

async function describe(source: SourceFile, store: CellStore, options: OpenOptions): Promise<Table> {
  const { scan } = store;
  const { layout } = scan;
  const naming = uniqueNames(layout.names, layout.columns);
  const kinds: ColumnKind[] = [];
  const columns: ColumnSummary[] = [];
  const { dropped } = source;
  const { joined: several } = dropped;
  const reading = readingOf(source, options.reading);
  const repairs = several?.repairs ?? [
    ...repairIssues(scan, naming),
    ...dropped.decodingErrors.issues(dropped.encoding),
    ...(dropped.ruled ? [ruledIssue()] : []),
    ...(dropped.mixture === null ? [] : [mixtureIssue(dropped.mixture, dropped.encoding)]),
  ];
  const issues: Issue[] = [...repairs];
  for (const [index, name] of naming.names.entries()) {
    options.signal?.throwIfAborted();
    const kind = await readColumn(store, index, name, reading, options.expected);
    const summary = await summarise(store, index, name, kind);
    kinds.push(kind);
    columns.push(summary);
    issues.push(...kind.issues, ...valueFindings(summary));
    options.onProgress?.(read + ((1 - read) * (index + 1)) / layout.columns);
  }
  const footer = await footerFinding(store, kinds, reading);
  issues.push(...footer);
  if (several === undefined)
    issues.push(...(await insideFindings(store, footer[0]?.values.count ?? 0, reading)));
  const table = new FileTable(store, kinds, options.engine, {
    fileName: source.fileName,
    path: dropped.path,
    bytes: dropped.bytes,
    modified: dropped.modified,
    hash: dropped.hash ?? scan.hash,
    files: several?.files ?? [],
    fileColumn: several?.fileColumn ?? null,
    container: dropped.container,
    sheets: dropped.sheets,
    reading: options.reading ?? {},
    dialect: dialectOf(source, scan, kinds),
    rows: scan.rows,
    ...(several === undefined
      ? await problemsOf(source, store, kinds, naming.names, options)
      : problemsOfFiles(several)),
    columns,
    issues: several === undefined ? joined(issues) : issues,
    repairs,
  });
  const numbers = kinds.filter(({ type }) => type === 'number').length;
  if (numbers * scan.rows <= profiledAtOnce) await table.profile();
  if (layout.columns * scan.rows <= examinedAtOnce) await table.examine();
  return table;
}

type Problems = Pick<Table, 'rowsLeftOut' | 'problemRows'> & { problems: Problem[] };

/** The rows that could not be read as they are: by the scan, by the decoder, and by their columns' types. */
async function problemsOf(
  source: SourceFile,
  store: CellStore,
  kinds: ColumnKind[],
  names: string[],
  { signal }: OpenOptions,
): Promise<Problems> {
  const { scan } = store;
  const { decodingErrors, encoding } = source.dropped;
  const values = await valueProblems(source, store, kinds, names, signal);
  const problems = [...decodingErrors.problems(encoding), ...scan.problems, ...values.problems];
  return {
    rowsLeftOut: scan.leftOut,
    problemRows: scan.problemRows + values.rows + decodingErrors.lines,
    problems: problems.sort((a, b) => a.line - b.line).slice(0, problemsListed),
  };
}

/** Those of each file by itself. */
function problemsOfFiles({ files, problemRows, problems }: Joined): Problems {
  const rowsLeftOut = files.reduce((sum, file) => sum + file.rowsLeftOut, 0);
  return { rowsLeftOut, problemRows, problems: problems.slice(0, problemsListed) };
}

async function summarise(
  store: CellStore,
  index: number,
  name: string,
  kind: ColumnKind,
): Promise<ColumnSummary> {
  const found = {
    ...(kind.found === undefined ? {} : { found: kind.found }),
    ...(kind.unit === undefined ? {} : { unit: kind.unit }),
  };
  if (kind.type !== 'number') return { ...summariseLevels(name, kind), ...found };
  const facts = await store.numberFacts(index);
  const decimal = await signOf(store, index, kind, facts);
  if (await isRowNumber(name, facts, () => store.numbers(index))) {
    kind.idLike = true;
    kind.issues.push(idIssue(name, facts.rows));
  }
  return { ...summariseNumbers(name, facts), ...found, ...(decimal === undefined ? {} : { decimal }) };
}

/** The decimal sign by which a column's numbers were read; undefined where none of them has a sign. */
async function signOf(
  store: CellStore,
  index: number,
  { decimal }: ColumnKind,
  { whole }: NumberFacts,
): Promise<ColumnSummary['decimal']> {
  if (!whole) return decimal;
  if (!store.text.has(index)) return undefined;
  return (await store.text.firstMatch(index, '.*[0-9][.,][0-9].*')) === null ? undefined : decimal;
}

function dialectOf(source: SourceFile, { layout, counts }: Scan, kinds: ColumnKind[]): Dialect {
  const missing = new Set(kinds.flatMap((kind) => kind.missing));
  // What means missing in one column alone is told by the reading.
  for (const text of missing)
    if (text === '' || !isMissing(text, layout.format.missing)) missing.delete(text);
  const spellings = [...missing].sort().slice(0, 100);
  const { joined: several } = source.dropped;
  if (several !== undefined) return { ...several.files[0]!.dialect, missing: spellings };
  return {
    delimiter: layout.delimiter,
    quote: layout.syntax.quote,
    escape: layout.syntax.escape,
    comment: layout.syntax.comment,
    skipped: layout.skippedRecords,
    footer: layout.footer > 0 ? layout.footer : counts.footnote.count,
    header: layout.header,
    encoding: source.dropped.encoding,
    decimal: layout.format.decimal,
    thousands: layout.thousands,
    missing: spellings,
  };
}
