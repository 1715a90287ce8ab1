// What every call of the contract has: an error that carries a code of errors.ts with its values.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorCodes } from '../issues/errors.ts';
import { issueSchema } from '../issues/issues.ts';
import { valuesSchema } from '../issues/values.ts';

export const call = oc.errors({
  APP_ERROR: {
    status: 400,
    data: z.object({
      code: z.enum(errorCodes),
      values: valuesSchema,
      issues: z.array(issueSchema).default([]),
    }),
  },
});

/** What a call answers that changed the workspace: its state's new number. */
export const done = z.object({ revision: z.number().int() });
