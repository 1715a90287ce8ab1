// The formats that a model is exported as, and what a check of a written file says.
import { z } from 'zod';

/** Each format with the ending of its only or first file. */
export const formatEndings = {
  safetensors: 'safetensors',
  json: 'json',
  onnx: 'onnx',
  onnxNetwork: 'network.onnx',
  csv: 'csv',
  c: 'h',
  javascript: 'mjs',
  html: 'html',
  sql: 'sql',
  xlsx: 'xlsx',
  numpy: 'npz',
  torch: 'safetensors',
  keras: 'npz',
  pytorch: 'start.npz',
} as const;
export type ExportFormat = keyof typeof formatEndings;
export const exportFormats = Object.keys(formatEndings) as [ExportFormat, ...ExportFormat[]];
export const exportFormatSchema = z.enum(exportFormats);

/** The first format whose files have the longest ending of `name`. */
export function formatOfName(name: string): ExportFormat | undefined {
  const fitting = exportFormats.filter((format) => name.toLowerCase().endsWith(`.${formatEndings[format]}`));
  const longest = Math.max(...fitting.map((format) => formatEndings[format].length));
  return fitting.find((format) => formatEndings[format].length === longest);
}

/** The largest relative difference between a file's predictions and the app's own, which are float32, that is no fault. */
export const agreementLimit = 1e-5;

/** A written file was read back, and made the predictions of the model's golden rows. */
export const exportCheckSchema = z.object({
  rows: z.number().int(),
  /** The largest relative difference from the app's own predictions. */
  largest: z.number(),
  /** The program that made them, such as `python3 with numpy`; null: the app's own reader of this format. */
  program: z.string().nullable(),
  /** The program of the format that would have been asked, but is not on this computer. */
  lacking: z.string().nullable(),
});
export type ExportCheck = z.infer<typeof exportCheckSchema>;

/** `index.json` of a folder of all formats: `reason` says why a format was left out, which then has no files. */
export const exportIndexSchema = z.array(
  z.object({
    format: exportFormatSchema,
    files: z.array(z.object({ name: z.string(), bytes: z.number().int() })),
    check: exportCheckSchema.nullable(),
    reason: z.string().nullable(),
  }),
);
export type ExportIndex = z.infer<typeof exportIndexSchema>;
