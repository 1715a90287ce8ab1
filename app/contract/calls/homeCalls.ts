// The calls of the home folder.
import { z } from 'zod';
import { checkedSchema, homeSizesSchema } from '../kept.ts';
import { call } from './call.ts';

export const homeCalls = {
  /** Where everything is kept, and how large it is. */
  sizes: call.output(homeSizesSchema),
  /** Reads everything that is kept, or one run's folder, packed file or model file, and changes nothing. */
  verify: call.input(z.object({ place: z.string().min(1).optional() })).output(z.array(checkedSchema)),
};
