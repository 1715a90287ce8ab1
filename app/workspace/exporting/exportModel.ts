// Writes a model in a format and checks what was written before anybody gets it.
import { basename } from 'node:path';
import type { ExportCheck, ExportFormat } from '../../contract/exportFormats.ts';
import type { ModelRef } from '../../contract/fileRef.ts';
import type { Model } from '../../contract/model.ts';
import type { WrittenFile } from '../../export/format.ts';
import { formats } from '../../export/formats.ts';
import { portableModel } from '../../export/portable/portableModel.ts';
import { withGoldenRows } from '../golden/withGoldenRows.ts';
import { readModel } from '../models/readModel.ts';
import { zipStream } from '../packs/zipStream.ts';
import { findRun } from '../runs/runList.ts';
import { resolveFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { checkFiles } from './checkFiles.ts';
import { portableTraining } from './portableTraining.ts';
import { runnersOf } from './runners.ts';

interface Exported {
  files: File[];
  check: ExportCheck | null;
}

/** Throws AppError run_not_found, run_needed, export_unsuited, export_differs, export_unchecked, and what reading a model throws. */
export async function exportModel(
  session: WorkspaceSession,
  { model: ref, format, each = false }: { model: ModelRef; format: ExportFormat; each?: boolean | undefined },
  signal?: AbortSignal,
): Promise<Exported> {
  const { model: kept, tableName } = await modelOf(session, ref);
  const model = await withGoldenRows(session, kept, tableName);
  const stem = stemOf(tableName);
  const training = format === 'pytorch' ? await portableTraining(session, ref, kept) : undefined;
  const files = await formats[format].write({ ...portableModel(model), ...(training && { training }) }, stem);
  signal?.throwIfAborted();
  const { goldenRows: golden } = model;
  const checking = { name: format, format: formats[format], files, model, signal };
  const checkers = { program: session.options.runProgram, runners: runnersOf(session.options) };
  const check = golden ? await checkFiles(checkers, { ...checking, golden }) : null;
  return {
    files: each || files.length === 1 ? files.map(fileOf) : [await zipped(files, `${stem}-${format}`)],
    check,
  };
}

async function modelOf(
  session: WorkspaceSession,
  ref: ModelRef,
): Promise<{ model: Model; tableName: string }> {
  if (ref.kind !== 'run') {
    const { path, fileName } = await resolveFile(ref, session.options);
    return { model: await readModel(path, session.options), tableName: fileName };
  }
  const live = session.live?.id === ref.id ? session.live : null;
  if (live === null) {
    const { folder } = await findRun(session.options.home, ref.id);
    const model = await readModel(folder.path);
    return { model, tableName: model.table?.name ?? basename(folder.path) };
  }
  const model = await live.keptModel();
  // Of several tables the first one.
  const [first] = model.spec.data.files ?? [];
  return { model, tableName: first === undefined ? live.fileName : basename(first.path) };
}

/** What is unsafe in a file's name on any system, or in a name of code, becomes `_`. */
function stemOf(tableName: string): string {
  const stem = tableName.replace(/\.[^.]*$/, '').replace(/[\p{Cc}<>:"/\\|?*]/gu, '_');
  return stem === '' || /^\.+$/.test(stem) ? 'model' : stem;
}

function fileOf({ name, type, bytes }: WrittenFile): File {
  return new File([Buffer.from(bytes)], name, { type });
}

async function zipped(files: readonly WrittenFile[], name: string): Promise<File> {
  async function* entries() {
    for (const file of files) yield { name: file.name, deflated: true, pieces: [file.bytes] };
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of zipStream(entries())) pieces.push(piece);
  return fileOf({ name: `${name}.zip`, type: 'application/zip', bytes: Buffer.concat(pieces) });
}
