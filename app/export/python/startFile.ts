// The file that train.py begins from (trainingFormat.ts): an .npz file like a model's, whose metadata also says the run.
import { z } from 'zod';
import { modelFormat } from '../modelKind.ts';
import { damaged } from '../tensors.ts';
import { type NpzContent, readNpz } from './npz.ts';

const runSchema = z.object({
  table: z.object({ name: z.string(), hash: z.string() }),
  networks: z.array(z.object({ seed: z.number().int(), weights: z.string(), rows: z.string() })).min(1),
});

export interface Start {
  /** The name of the table that is trained on. */
  table: string;
  networks: number;
}

/** By its metadata. */
export const isStart = ({ metadata }: Pick<NpzContent, 'metadata'>) =>
  metadata.format === modelFormat && metadata.run !== undefined;

/** Null for another .npz file. Throws AppError model_damaged. */
export function startOf(bytes: Uint8Array, path: string): Start | null {
  const content = readNpz(bytes, path);
  if (!isStart(content)) return null;
  const run = runSchema.safeParse(jsonOrNull(content.metadata.run ?? ''));
  if (!run.success) throw damaged(path, 'it does not say which run train.py repeats');
  const { table, networks } = run.data;
  const names = content.arrays.map(({ name }) => name);
  for (const { weights, rows } of networks)
    for (const needed of [`${weights}layers.0.weight`, `${rows}train`, `${rows}validation`])
      if (!names.includes(needed)) throw damaged(path, `array "${needed}" is missing`);
  return { table: table.name, networks: networks.length };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
