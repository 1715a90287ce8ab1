// Opens DuckDB in memory, without extensions, with the threads and the memory that the dataset stage allows. All files get DuckDB from
// here, because its allocator needs settings before the library is loaded.
import './allocator.ts';
import { availableParallelism, totalmem } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';

/** More threads than these read no faster than one takes their results. */
const mostThreads = 8;

/** `settings` come on top, such as the folder to spill to. */
export function createDuckDb(settings: Record<string, string> = {}): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    threads: String(Math.min(availableParallelism(), mostThreads)),
    memory_limit: `${Math.max(512, Math.floor(totalmem() / 2 ** 20 / 2))}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    ...settings,
  });
}
