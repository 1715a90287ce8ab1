// Opens DuckDB in memory, without extensions, with the dataset stage's limits for threads and memory. All files get DuckDB from
// here, because its allocator must be configured before the library is loaded, and because it is loaded only for the first database: a
// small table needs none, and loading takes longer than reading it.
import './allocator.ts';
import { availableParallelism, totalmem } from 'node:os';
import type { DuckDBInstance } from '@duckdb/node-api';

/** With more threads, reading is no faster: one thread collects all their results. */
const mostThreads = 8;

/** `settings` are added to the usual ones, such as the folder to spill to. */
export async function createDuckDb(settings: Record<string, string> = {}): Promise<DuckDBInstance> {
  const { DuckDBInstance: Instance } = await import('@duckdb/node-api');
  return Instance.create(':memory:', {
    threads: String(Math.min(availableParallelism(), mostThreads)),
    memory_limit: `${Math.max(512, Math.floor(totalmem() / 2 ** 20 / 2))}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    ...settings,
  });
}
