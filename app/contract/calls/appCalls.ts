// About the program that answers.
import { z } from 'zod';
import { call } from './call.ts';

const appInfoSchema = z.object({
  version: z.string(),
  isa: z.enum(['scalar', 'avx2', 'avx512', 'neon']),
  /** Threads the engine uses unless set otherwise. */
  threads: z.number().int(),
  /** Where runs and settings are kept. */
  home: z.string(),
  /** Whether FileRef may be a path. */
  paths: z.boolean(),
});

export const appCalls = {
  info: call.output(appInfoSchema),
};
