// What both ways of reading a file's cells (engineScan.ts, duckDbScan.ts) take and return.
import type { TableEngine } from '../../contract/table/tableEngine.ts';
import type { Scan } from '../csv/scan.ts';
import type { PlainColumns } from './plainColumns.ts';

export interface ReadOptions {
  onFraction: (fraction: number) => void;
  signal?: AbortSignal | undefined;
  /** Without an engine DuckDB reads everything. */
  engine?: TableEngine | undefined;
}

export interface ScanAndColumns {
  scan: Scan;
  /** null where DuckDB cannot read the file as it is. */
  plain: PlainColumns | null;
}
