// Runs what readers of exported files need inside this process: queries by DuckDB, and scripts, which the tests trust.
import { Script } from 'node:vm';
import { memoryQuery } from '../../../app/dataset/resources/memoryQuery.ts';
import type { Runners } from '../../../app/export/format.ts';

export const runnersHere: Runners = {
  query: memoryQuery,
  script: async (script) => String(new Script(script).runInNewContext(Object.create(null))),
};
