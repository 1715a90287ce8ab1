// Opens DuckDB in memory, without extensions, with the dataset stage's limits for threads and memory. All files get DuckDB from
// here, because its allocator must be configured before the library is loaded.
import './allocator.ts';
import { availableParallelism, totalmem } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';

/** With more threads, reading is no faster: one thread collects all their results. */
const mostThreads = 8;

/** `settings` are added to the usual ones, such as the folder to spill to. */
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
