// What both ways of reading a file's cells (engineScan.ts, duckDbScan.ts) take and return.
import type { TableEngine } from '../../contract/table/tableEngine.ts';
import type { Scan } from '../csv/scan.ts';
import type { PlainColumns } from './plainColumns.ts';

export interface ReadOptions {
  onFraction: (fraction: number) => void;
  signal?: AbortSignal | undefined;
  /** Without an engine DuckDB reads everything. */
  engine?: TableEngine | undefined;
  /** Keeps texts in DuckDB even where the table is small: for tests. */
  textsInDatabase?: boolean;
}

export interface ScanAndColumns {
  scan: Scan;
  /** null where DuckDB cannot read the file as it is. */
  plain: PlainColumns | null;
}
