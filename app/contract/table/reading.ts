// How a file is cut into cells and what the cells mean. A `Reading` is what a person has chosen, a `Dialect` what was done: what
// the reading leaves out is detected. The reading is part of the data spec, so that the same file gives the same table again.
import { z } from 'zod';
import { columnTypeSchema } from './columnType.ts';
import { unitSchema } from './unit.ts';

/** Encoding names as IANA and Python use them: `utf-8-sig` and `utf-16` begin with a byte-order mark, `utf-16le` and `utf-16be`
 *  do not; `cp949` is EUC-KR with Microsoft's additional syllables. */
export const encodings = [
  'utf-8',
  'utf-8-sig',
  'utf-16',
  'utf-16le',
  'utf-16be',
  'euc-kr',
  'cp949',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-15',
  'koi8-r',
  'macintosh',
  'ibm866',
] as const;
export const encodingSchema = z.enum(encodings);
export type Encoding = z.infer<typeof encodingSchema>;

/** Kinds of files that can be opened; all but `text` are first unpacked to text. */
export const containers = ['text', 'gzip', 'workbook', 'parquet', 'json', 'jsonLines'] as const;
export const containerSchema = z.enum(containers);
export type Container = z.infer<typeof containerSchema>;

const character = z
  .string()
  .refine((text) => [...text].length === 1 && !/[\r\n\0\ufeff]/.test(text), 'one character, not a line end');
/** One character, or a short text such as `, ` or `||`. */
const delimiter = z
  .string()
  .min(1)
  .max(8)
  .refine((text) => !/[\r\n\0"]/.test(text), 'neither a line end nor a quote');

export const thousandsMarks = [',', '.', ' ', "'"] as const;

export const decimalSchema = z.enum(['.', ',']);

export const dialectSchema = z.object({
  /** null: no delimiter, a single column. */
  delimiter: z.string().nullable(),
  /** null: quoting is off. */
  quote: z.string().nullable(),
  /** The character that escapes a quote inside a quoted field (`\`); null where quotes are doubled instead. */
  escape: z.string().nullable(),
  /** The text that a comment line begins with; null without comments. */
  comment: z.string().nullable(),
  /** Number of records above the header (or above the data, without a header) that are not part of the table. */
  skipped: z.number().int(),
  /** Number of records at the end that are not part of the table. */
  footer: z.number().int(),
  /** Whether the first line names the columns; without it they are called `column_1`, ... */
  header: z.boolean(),
  encoding: encodingSchema,
  decimal: decimalSchema,
  thousands: z.enum(thousandsMarks).nullable(),
  /** Spellings that were read as missing in this file, besides the empty cell. */
  missing: z.array(z.string()),
});
export type Dialect = z.infer<typeof dialectSchema>;

/** How the cells of one column are written, where it differs from the rest of the file or from what was detected. */
export const columnFormatSchema = z.strictObject({
  unit: unitSchema
    .nullable()
    .optional()
    .describe('the sign beside the numbers; null: only cells without one are numbers'),
  decimal: decimalSchema.optional().describe('the decimal sign; the other of the two groups digits'),
  missing: z
    .array(z.string().max(100))
    .max(100)
    .optional()
    .describe('spellings of a missing value in this column, besides those of the file'),
});
export type ColumnFormat = z.infer<typeof columnFormatSchema>;

export const readingSchema = z.strictObject({
  encoding: encodingSchema.optional().describe('character encoding of the file'),
  delimiter: delimiter
    .nullable()
    .optional()
    .describe('what separates the fields of a line, 1 to 8 characters; null for a single column'),
  quote: character
    .nullable()
    .optional()
    .describe('one character that encloses a field; null without quoting'),
  escape: character
    .nullable()
    .optional()
    .describe('one character that escapes a quote in a quoted field, where it is not doubled'),
  comment: character
    .nullable()
    .optional()
    .describe('one character that a comment line begins with; null without such lines'),
  skipped: z
    .number()
    .int()
    .min(0)
    .max(100_000)
    .optional()
    .describe('records above the header that are not part of the table; blank lines are not counted'),
  footer: z
    .number()
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe(
      'records at the end that are not part of the table, such as totals; blank lines are not counted',
    ),
  without: z
    .array(z.string().max(200))
    .max(100)
    .optional()
    .describe(
      'texts of rows that are not part of the table, such as Total: the first filled cell of such a row is one of them',
    ),
  header: z.boolean().optional().describe('whether the first record names the columns'),
  decimal: decimalSchema.optional().describe('the decimal sign'),
  thousands: z
    .enum(thousandsMarks)
    .nullable()
    .optional()
    .describe('the character that groups the digits of a number; null for none'),
  missing: z
    .array(z.string().max(100))
    .max(100)
    .optional()
    .describe(
      'spellings of a missing value, instead of the usual ones; trimmed, upper and lower case alike. An empty cell is always missing',
    ),
  shortRows: z
    .enum(['pad', 'leaveOut'])
    .optional()
    .describe('a row with too few fields: padded with missing cells (the default), or left out'),
  longRows: z
    .enum(['leaveOut', 'cut'])
    .optional()
    .describe('a row with too many fields: left out (the default), or cut to its first fields'),
  types: z
    .record(z.string(), columnTypeSchema)
    .optional()
    .describe('types of columns by name, instead of the detected ones'),
  formats: z
    .record(z.string(), columnFormatSchema)
    .optional()
    .describe('how the cells of columns are written, by name, instead of what was detected'),
  sheet: z.string().max(255).optional().describe('the sheet of a workbook; the first one by default'),
  columns: z
    .enum(['same', 'shared', 'first'])
    .optional()
    .describe(
      'of several files: they must have the same columns (the default), or only those that all of them have are read, or those of the first one, which the others may exceed',
    ),
});
export type Reading = z.infer<typeof readingSchema>;

/** What is wrong with a record: too few or too many fields, a quote that is never closed, bytes that are invalid in the file's
 *  encoding, or a value that does not match its column's type. */
export const problemKinds = ['short', 'long', 'quote', 'bytes', 'value'] as const;

/** A record that could not be read as it is. */
export const problemSchema = z.object({
  /** The file of that line, in a table of several files. */
  file: z.string().optional(),
  /** 1-based line of the file on which the record begins. */
  line: z.number().int(),
  kind: z.enum(problemKinds),
  /** The record as written, cut off after 200 characters. */
  text: z.string(),
  /** The English sentence; `values` for other languages: `fields`, `expected` of short and long; `column`, `value`, `type` of a value. */
  reason: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Problem = z.infer<typeof problemSchema>;
/** How many problems are listed one by one; further ones are only counted. */
export const problemsListed = 100;
