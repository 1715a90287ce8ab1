// Which format an exported file has that is checked again later: by its first bytes, and code by the ending of its name.
import type { ExportFormat } from '../contract/exportFormats.ts';
import { describesTables } from './csv/readTables.ts';
import { isModelJson, isModelNpz, isOnnx, isSafetensors } from './modelKind.ts';
import { isNetworkOnly } from './onnx/evaluate/predictOnnx.ts';

const byEnding: Record<string, ExportFormat> = {
  mjs: 'javascript',
  js: 'javascript',
  html: 'html',
  htm: 'html',
  h: 'c',
  xlsx: 'xlsx',
};

/** Null for a file that is none of those that carry golden rows. */
export function keptFormat(name: string, bytes: Uint8Array): ExportFormat | null {
  if (isSafetensors(bytes, bytes.length)) return 'safetensors';
  if (isModelNpz(bytes)) return 'numpy';
  if (isModelJson(bytes)) return describesTables(bytes) ? 'csv' : 'json';
  if (isOnnx(bytes)) return isNetworkOnly(bytes) ? 'onnxNetwork' : 'onnx';
  return byEnding[name.toLowerCase().split('.').at(-1)!] ?? null;
}
