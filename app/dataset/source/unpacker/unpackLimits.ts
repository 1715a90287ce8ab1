// How much unpacking one file may take. What a file may take grows with its size, so that a small hostile file stays small and
// a large table still opens.

export interface UnpackLimits {
  /** Bytes of memory of the process, all of it (resident set). */
  memory: number;
  seconds: number;
  /** Levels of nesting in JSON. */
  depth: number;
  columns: number;
  /** Bytes of one object of JSON. */
  record: number;
}

const mebi = 2 ** 20;
/** A Node process with DuckDB takes about 100 MiB before it reads anything. */
const leastMemory = 256 * mebi;
/** The shared texts of a workbook take up to seven times the size of the file; the first of these fit into the above. Parquet and
 *  JSON are streamed and need far less. */
const memoryPerByte = 6;
const leastSeconds = 60;
/** A slow computer unpacks 2 MiB of a workbook per second. */
const secondsPerByte = 1 / mebi;

/** Tables are nested a few levels deep. */
const depth = 500;
/** Those of a sheet; wider tables take minutes to read. */
const columns = 16_384;
/** Rows have some kilobytes. */
const record = 32 * mebi;

export function limitsFor(bytes: number): UnpackLimits {
  return {
    memory: leastMemory + memoryPerByte * bytes,
    seconds: Math.round(leastSeconds + secondsPerByte * bytes),
    depth,
    columns,
    record,
  };
}
