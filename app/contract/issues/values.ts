// Values of a message as they are sent.
import { z } from 'zod';

/** Numbers stay numbers so that a language can format them. */
export const valuesSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type Values = z.infer<typeof valuesSchema>;
