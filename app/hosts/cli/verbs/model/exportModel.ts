// `chainrule export`: writes a model in one format or in all of them, and says how its predictions were checked.
import fs from 'node:fs/promises';
import path from 'node:path';
import { ORPCError } from '@orpc/client';
import {
  type ExportCheck,
  type ExportFormat,
  type ExportIndex,
  exportFormats,
  formatOfName,
} from '../../../../contract/exportFormats.ts';
import { AppError } from '../../../../contract/issues/errors.ts';
import { type Client, fileRef, withBackend } from '../../inProcess.ts';
import { wrongUsage } from '../../output/failure.ts';
import { bytes as byteText, counted, difference } from '../../output/figures.ts';
import { Output } from '../../output/output.ts';
import { refuseOutput, writeOutput } from '../../output/outputFile.ts';

export interface ExportOptions {
  format?: ExportFormat;
  all?: boolean;
  out: string;
  force?: boolean;
  json?: boolean;
}

export async function exportModel(model: string, options: ExportOptions): Promise<void> {
  const { out, all, json } = options;
  if (json && out === '-') throw wrongUsage('--json needs a file as --out: stdout has the model.');
  if (all && options.format !== undefined) throw wrongUsage('--all writes every format: leave --format out.');
  if (all && out === '-') throw wrongUsage('--all writes a folder: name it as --out.');
  const output = new Output(json === true, out !== '-');
  await withBackend((client) =>
    all ? exportAll(client, model, options, output) : exportOne(client, model, options, output),
  );
}

async function exportOne(
  client: Client,
  model: string,
  { format: asked, out, force }: ExportOptions,
  output: Output,
): Promise<void> {
  const format = asked ?? formatOfName(out) ?? exportFormats[0];
  if (out !== '-') await refuseOutput(out, [model], force);
  const each = out !== '-' && !out.toLowerCase().endsWith('.zip');
  const { files, check } = await client.export.file({ model: fileRef(model), format, each });
  if (out === '-') {
    process.stdout.write(await bytesOf(files[0]!));
    return;
  }
  const bytes = await writeFiles(files, out, force);
  const noun = files.length === 1 ? '' : `${files.length} files, `;
  output.say(
    `The model is in ${out} (${format}, ${noun}${counted(bytes, 'byte')}).`,
    checkLine(format, check),
  );
  output.emit('result', {
    out,
    format,
    bytes,
    ...(files.length > 1 && { files: files.map(({ name }) => name) }),
    check,
  });
}

/** One file as `out` itself, several into the folder `out`. Returns how many bytes were written. */
async function writeFiles(files: readonly File[], out: string, force: boolean | undefined): Promise<number> {
  if (files.length === 1) await writeOutput(out, [await bytesOf(files[0]!)]);
  else {
    const places = files.map(({ name }) => path.join(out, name));
    await refuseFile(out);
    for (const place of places) await refuseOutput(place, [], force);
    await fs.mkdir(out, { recursive: true });
    for (const [k, place] of places.entries()) await writeOutput(place, [await bytesOf(files[k]!)]);
  }
  return files.reduce((sum, { size }) => sum + size, 0);
}

async function refuseFile(folder: string): Promise<void> {
  const there = await fs.stat(folder).catch(() => null);
  if (there === null || there.isDirectory()) return;
  throw new AppError(
    'file_exists',
    `${folder} is a file, and a folder is needed here: choose another name.`,
    {
      path: folder,
    },
  );
}

type Written = ExportIndex[number];

/** A folder for each format, and an index. A format that cannot say what the model does is left out, with its reason. */
async function exportAll(
  client: Client,
  model: string,
  { out, force }: ExportOptions,
  output: Output,
): Promise<void> {
  await refuseFile(out);
  await refuseOutput(path.join(out, 'index.json'), [], force);
  const written: Written[] = [];
  for (const format of exportFormats) {
    const one = await writtenIn(client, model, { format, out: path.join(out, format), force });
    output.say(`${format.padEnd(14)} ${one.reason ?? checkLine(format, one.check)}`);
    output.emit('format', { ...one });
    written.push(one);
  }
  await writeOutput(path.join(out, 'index.json'), [`${JSON.stringify(written, null, 1)}\n`]);
  await writeOutput(path.join(out, 'README.md'), [indexText(written)]);
  output.emit('result', { out, formats: written });
}

async function writtenIn(
  client: Client,
  model: string,
  { format, out, force }: { format: ExportFormat; out: string; force: boolean | undefined },
): Promise<Written> {
  try {
    const { files, check } = await client.export.file({ model: fileRef(model), format, each: true });
    await fs.mkdir(out, { recursive: true });
    for (const file of files) {
      const place = path.join(out, file.name);
      await refuseOutput(place, [model], force);
      await writeOutput(place, [await bytesOf(file)]);
    }
    return { format, files: files.map(({ name, size }) => ({ name, bytes: size })), check, reason: null };
  } catch (error) {
    if (!(error instanceof ORPCError) || error.data?.code !== 'export_unsuited') throw error;
    return { format, files: [], check: null, reason: error.message };
  }
}

function indexText(written: readonly Written[]): string {
  const lines = written.map(({ format, files, check, reason }) => {
    const names = files
      .map(({ name, bytes }) => `[${name}](<${format}/${name}>) (${byteText(bytes)})`)
      .join(', ');
    return `| ${format} | ${names || '-'} | ${reason ?? checkLine(format, check)} |`;
  });
  return [
    '# The model in every format',
    '',
    '| format | files | check |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

function checkLine(format: ExportFormat, check: ExportCheck | null): string {
  if (format === 'pytorch') return 'Nothing to compare: it holds the weights before training.';
  if (check === null) return 'Not checked: the model has no golden rows.';
  const { rows, largest, program, lacking } = check;
  const by =
    program ?? `Chainrule's own reader${lacking === null ? '' : `; ${lacking} is not on this computer`}`;
  return `${counted(rows, 'golden row')}, largest difference ${difference(largest)} (by ${by}).`;
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
