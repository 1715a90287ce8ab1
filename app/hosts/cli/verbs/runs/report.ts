// `chainrule report`: everything about an ended run, or what a model file keeps, as one HTML or Markdown file.
import { stat } from 'node:fs/promises';
import type { ModelRef } from '../../../../contract/fileRef.ts';
import type { ReportForm, ReportLanguage } from '../../../../contract/report.ts';
import { loadWriteReport } from '../../../pageCode.ts';
import { fileRef, withBackend } from '../../inProcess.ts';
import { wrongUsage } from '../../output/failure.ts';
import { counted } from '../../output/figures.ts';
import { Output } from '../../output/output.ts';
import { refuseOutput, writeOutput } from '../../output/outputFile.ts';

interface ReportOptions {
  language: ReportLanguage;
  markdown?: boolean;
  out?: string;
  force?: boolean;
  json?: boolean;
}

/** Throws AppError run_not_found, run_needed, and what reading a model throws. */
export async function report(run: string, options: ReportOptions): Promise<void> {
  const { language, out = '-' } = options;
  const toFile = out !== '-';
  if (options.json && !toFile)
    throw wrongUsage('--json needs --out here: without it the report itself goes to stdout.');
  if (toFile) await refuseOutput(out, [run], options.force);
  const form: ReportForm = options.markdown || /\.(md|markdown)$/i.test(out) ? 'markdown' : 'html';
  const output = new Output(options.json === true, toFile);
  const writeReport = await loadWriteReport();
  await withBackend(async (client) => {
    const told = await client.models.report({ model: await placeOf(run) });
    const text = writeReport(told, { language, form, now: new Date().toISOString() });
    if (!toFile) {
      process.stdout.write(text);
      return;
    }
    await writeOutput(out, [text]);
    const bytes = Buffer.byteLength(text);
    output.say(`The report is in ${out} (${counted(bytes, 'byte')}).`);
    output.emit('result', { out, form, language, bytes, fingerprint: told.fingerprint });
  });
}

/** A file or folder, or else the id of a run under the home folder. */
async function placeOf(run: string): Promise<ModelRef> {
  const isThere = await stat(run).then(
    () => true,
    () => false,
  );
  return isThere ? fileRef(run) : { kind: 'run', id: run };
}
