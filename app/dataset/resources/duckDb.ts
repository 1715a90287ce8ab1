// A DuckDB in memory that fetches no extension, with as many threads and as much memory as the dataset stage allows one. Its allocator
// needs settings before the library is loaded, so every file gets DuckDB from here.
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
