// The only file of an export.
import type { ExportFormat } from '../../app/contract/exportFormats.ts';
import type { ModelRef } from '../../app/contract/fileRef.ts';
import type { Client } from '../../app/hosts/cli/inProcess.ts';

export async function exportedFile(
  client: Pick<Client, 'export'>,
  model: ModelRef,
  format: ExportFormat,
): Promise<File> {
  const { files } = await client.export.file({ model, format });
  if (files.length !== 1) throw new Error(`The format ${format} gave ${files.length} files.`);
  return files[0]!;
}
