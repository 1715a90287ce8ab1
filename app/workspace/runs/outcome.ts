// What an ended run leaves: its best weights, its scores, its history and its record. All of it stays in memory until it is on
// disk. The record is written last, so that a folder says "finished" only when it holds everything else.
import type { Model } from '../../contract/model.ts';
import type { Evaluation } from '../../contract/run/evaluation.ts';
import type { EpochRecord } from '../../contract/run/training.ts';
import { encodeModel } from '../../export/encodeModel.ts';
import { RunFolder } from '../../storage/runFolder.ts';
import { readRunNotes, writeRunNotes } from '../../storage/runNotes.ts';
import type { RunRecord } from '../../storage/runRecord.ts';
import { inBackground } from '../bugs.ts';

export interface Outcome {
  model: Model;
  /** null where scoring failed: the run is scored when it is opened next. */
  evaluation: Evaluation | null;
  /** As it is after the last step. */
  record: RunRecord;
  /** The whole history where a part of it is not in the folder yet. */
  history: readonly EpochRecord[] | null;
}

/** Throws AppError disk_full or disk_write_failed; what was on disk stays usable, and a later call may succeed. */
export async function writeOutcome(
  folder: RunFolder,
  { model, evaluation, record, history }: Outcome,
): Promise<void> {
  if (history !== null) await folder.writeHistory(history);
  await folder.writeBest(encodeModel(model));
  if (evaluation !== null) await folder.writeEvaluation(evaluation);
  await folder.writeRun(record);
  // They are of no use any more; a failure only costs disk space.
  await inBackground('while checkpoints were removed', () => folder.removeCheckpoints());
}

/** Writes the outcome to the new folder `out`, with notes and initial weights of the folder `from`, which is removed. Throws what
 *  RunFolder.create throws, too. */
export async function moveOutcome(from: RunFolder, out: string, outcome: Outcome): Promise<RunFolder> {
  const folder = await RunFolder.create({ out, id: from.id });
  try {
    const notes = await readRunNotes(from.path);
    if (notes.name !== '' || notes.notes !== '' || notes.starred) await writeRunNotes(folder.path, notes);
    const initial = await from.readInitial();
    if (initial !== null) await folder.writeInitial(initial);
    const search = await from.readSearch();
    if (search !== null) await folder.writeSearch(search);
    await writeOutcome(folder, outcome);
  } catch (error) {
    await folder.discard();
    throw error;
  }
  await inBackground('while a folder was removed', () => from.discard());
  return folder;
}
