// Whether the programs among exported files are our own: written again for their model and compared byte for byte. Golden rows that agree say
// nothing about what else a program does, and programs for Python are not run at all.
import type { ExportFormat } from '../../contract/exportFormats.ts';
import type { Checked } from '../../contract/kept.ts';
import type { Model } from '../../contract/model.ts';
import type { WrittenFile } from '../../export/format.ts';
import { formats } from '../../export/formats.ts';
import { portableModel } from '../../export/portable/portableModel.ts';
import { trainProgram } from '../../export/python/trainingFormat.ts';

export const isProgram = (name: string) => /\.(py|mjs|js|html?|h|sql)$/i.test(name);

/** @param files all of the format's folder that are programs. @param stem of their names. */
export async function ownPrograms(
  format: ExportFormat,
  files: readonly WrittenFile[],
  model: Model,
  stem: string,
): Promise<NonNullable<Checked['program']>> {
  const own = await writtenAgain(format, model, stem).catch(() => []);
  const isOwn = ({ name, bytes }: WrittenFile) =>
    own.some((file) => file.name === name && Buffer.compare(file.bytes, bytes) === 0);
  return files.every(isOwn) ? 'own' : 'other';
}

/** Of a training only the program, which is the same for every table. */
async function writtenAgain(format: ExportFormat, model: Model, stem: string): Promise<WrittenFile[]> {
  return format === 'pytorch' ? [trainProgram(stem)] : formats[format].write(portableModel(model), stem);
}
