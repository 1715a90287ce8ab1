// `chainrule export`: writes a kept model as a file in a different format.
import type { exportFormats } from '../../../contract/calls.ts';
import { fileRef, withBackend } from '../inProcess.ts';
import { wrongUsage } from '../output/failure.ts';
import { counted } from '../output/figures.ts';
import { Output } from '../output/output.ts';
import { refuseOutput, writeOutput } from '../output/outputFile.ts';

export type Format = (typeof exportFormats)[number];

export async function exportModel(
  model: string,
  options: { format?: Format; out: string; force?: boolean; json?: boolean },
): Promise<void> {
  const { out } = options;
  const format = options.format ?? (out.toLowerCase().endsWith('.json') ? 'json' : 'safetensors');
  const toFile = out !== '-';
  if (options.json && !toFile) throw wrongUsage('--json needs a file as --out: stdout has the model.');
  if (toFile) await refuseOutput(out, [model], options.force);
  const output = new Output(options.json === true, toFile);
  await withBackend(async (client) => {
    const file = await client.models.export({ model: fileRef(model), format });
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (toFile) await writeOutput(out, [bytes]);
    else process.stdout.write(bytes);
    output.say(`The model is in ${toFile ? out : 'stdout'} (${format}, ${counted(bytes.length, 'byte')}).`);
    output.emit('result', { out, format, bytes: bytes.length });
  });
}
