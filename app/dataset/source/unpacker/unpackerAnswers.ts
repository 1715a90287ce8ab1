// What the unpacking process says, checked against a schema when it arrives: the process has read foreign bytes.
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../../contract/issues/errors.ts';
import { valuesSchema } from '../../../contract/issues/values.ts';

/** Errors that a file, or the disk that its text is written to, can cause. */
const codes = [
  'file_not_found',
  'file_unreadable',
  'file_not_regular',
  'file_is_folder',
  'file_empty',
  'file_not_text',
  'file_too_large',
  'file_changed',
  'archive_bomb',
  'archive_damaged',
  'unpack_refused',
  'sheet_unknown',
  'csv_unreadable',
  'model_damaged',
  'disk_full',
  'disk_write_failed',
] as const satisfies ErrorCode[];

/** A list of all sheets can be in a message: longer ones are no sentence. */
const longestText = 65_536;
const mostSheets = 10_000;
const longestName = 1_000;

const text = z.string().max(longestText);

export const answerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('progress'), fraction: z.number().min(0).max(1) }),
  /** The text is written. `sheets`: names of a workbook's sheets. */
  z.strictObject({
    type: z.literal('done'),
    sheets: z.array(z.string().max(longestName)).max(mostSheets),
  }),
  /** The file is not of this kind but may be text. */
  z.strictObject({ type: z.literal('otherKind') }),
  z.strictObject({
    type: z.literal('failed'),
    code: z.enum(codes),
    message: text,
    values: valuesSchema.refine((values) =>
      Object.values(values).every((value) => String(value).length <= longestText),
    ),
  }),
  /** A bug in the process. */
  z.strictObject({ type: z.literal('bug'), message: text, stack: text }),
]);
export type UnpackerAnswer = z.infer<typeof answerSchema>;
type Failed = Extract<UnpackerAnswer, { type: 'failed' }>;

export function errorOf({ code, message, values }: Failed): AppError {
  // The values belong to the code where the process made them; a sentence of the page shows what is there.
  return new AppError<ErrorCode>(code, message, values as never);
}
