// From a path to a Table: checks the file, scans it, reads its cells, types and summarises its columns.
import { basename, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ColumnSummary, Dialect } from '../contract/dataset.ts';
import type { Issue } from '../contract/issues.ts';
import { type CellFacts, CellStore } from './cellStore.ts';
import { type ColumnKind, idIssue, judgeColumn } from './columns.ts';
import { FileTable } from './fileTable.ts';
import { rowIssues, valueIssues } from './findings.ts';
import { uniqueNames } from './header.ts';
import { isRowNumber } from './rowNumber.ts';
import { type Scan, scanSource } from './scan.ts';
import { openSource, type SourceFile } from './sourceFile.ts';
import { summariseLevels, summariseNumbers } from './summary.ts';
import type { Table } from './table.ts';

export interface OpenOptions {
  /** The name to show, where the path is one of ours (an upload). */
  fileName?: string;
  /** Stops the reading; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** 0..1, null while unknown. */
  onProgress?: (fraction: number | null) => void;
}

/** Shares of the time that scanning, loading and summarising take on a large table of numbers. */
const scanned = 0.2;
const loaded = 0.6;

/** Reads a whole file. Rejects with an AppError `file_*`, `csv_unreadable` or `out_of_memory`; then nothing is left behind. */
export async function openTable(path: string, options: OpenOptions = {}): Promise<Table> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  onProgress?.(0);
  const source = await openSource(resolve(path), options.fileName ?? basename(path));
  let store: CellStore | null = null;
  try {
    const scan = await scanSource(source, signal, (fraction) => onProgress?.(scanned * fraction));
    store = await CellStore.load(source, scan, signal);
    onProgress?.(loaded);
    const table = await describe(source, scan, store, options);
    onProgress?.(1);
    return table;
  } catch (error) {
    store?.close();
    throw error;
  } finally {
    await source.handle.close();
  }
}

async function describe(
  source: SourceFile,
  scan: Scan,
  store: CellStore,
  options: OpenOptions,
): Promise<Table> {
  const { layout } = scan;
  const naming = uniqueNames(layout.names, layout.columns);
  const facts: CellFacts[] = [];
  const kinds: ColumnKind[] = [];
  const columns: ColumnSummary[] = [];
  const issues: Issue[] = rowIssues(scan, naming);
  for (const [index, name] of naming.names.entries()) {
    options.signal?.throwIfAborted();
    if (index === facts.length) facts.push(...(await store.facts(index)));
    const kind = await judgeColumn(store, { index, name, decimal: layout.decimal, facts: facts[index]! });
    // Sorting a million numbers takes a tenth of a second; others get their turn between two columns.
    await setImmediate();
    const summary = await summarise(store, index, name, kind);
    kinds.push(kind);
    columns.push(summary);
    issues.push(...kind.issues, ...valueIssues(summary));
    options.onProgress?.(loaded + ((1 - loaded) * (index + 1)) / layout.columns);
  }
  return new FileTable(store, kinds, {
    fileName: source.fileName,
    path: source.path,
    bytes: source.bytes,
    hash: scan.hash,
    dialect: dialectOf(source, scan, kinds),
    rows: scan.rows,
    rowsLeftOut: scan.long.count + scan.unreadable.count,
    columns,
    issues,
  });
}

async function summarise(
  store: CellStore,
  index: number,
  name: string,
  kind: ColumnKind,
): Promise<ColumnSummary> {
  if (kind.type !== 'number') return summariseLevels(name, kind);
  const values = await store.numbers(index);
  const inOrder = isRowNumber(name, values);
  const summary = summariseNumbers(name, values);
  if (inOrder) {
    kind.idLike = true;
    kind.issues.push(idIssue(name));
  }
  return summary;
}

function dialectOf(source: SourceFile, { layout }: Scan, kinds: ColumnKind[]): Dialect {
  const missing = new Set(kinds.flatMap((kind) => kind.missing));
  missing.delete('');
  return {
    delimiter: layout.delimiter,
    quote: '"',
    header: layout.header,
    encoding: source.encoding,
    decimal: layout.decimal,
    missing: [...missing].sort().slice(0, 100),
  };
}
