// The calls of the workspace as a whole: its state, undo, and opening a file by what it is.
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { openedSchema } from '../arrivals.ts';
import { fileRefSchema } from '../fileRef.ts';
import { undoableSchema } from '../undo.ts';
import { workspaceStateSchema } from '../workspace.ts';
import { call, done } from './call.ts';

const undone = done.extend({ what: undoableSchema.nullable() });

export const workspaceCalls = {
  /** The whole state now, and again after every change (coalesced to 10 a second). */
  watch: call.output(eventIterator(workspaceStateSchema)),
  /** Undoes the last action: a change of table or spec, or the deletion of a run. `redo` repeats it. `what` is null where
   *  there was nothing to undo. */
  undo: call.output(undone),
  redo: call.output(undone),
  /** Opens a file by what it is (arrivals.ts): a table as `dataset.open` does, a trained model as a run. Refused while a run is in
   *  progress; a failure leaves what was open before as it was. Of packed runs it only says what is in the file. */
  open: call.input(z.object({ file: fileRefSchema })).output(openedSchema),
  /** Keeps a file that is not on this computer's disk, such as a pasted table, among the uploads. */
  keep: call.input(z.object({ file: z.file() })).output(fileRefSchema),
  dismiss: call.input(z.object({ notice: z.string() })).output(done),
  /** Back to the start screen: closes dataset, spec and run; what is on disk stays. */
  close: call.output(done),
};
