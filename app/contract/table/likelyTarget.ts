// A column that a person would probably want to predict, with the strongest reason for it.
import { z } from 'zod';
import { reasonSchema } from '../issues/reasons.ts';

export const likelyTargetSchema = z.object({ column: z.string(), reason: reasonSchema });
export type LikelyTarget = z.infer<typeof likelyTargetSchema>;
