// The calls that use the current run's model on rows that are new to it: one that a person makes up, or a file.
import { implement } from '@orpc/server';
import { predictionCalls } from '../../contract/calls/predictionCalls.ts';
import { withContractErrors } from '../appErrors.ts';
import { resolveFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { formOf } from './form.ts';
import { formRow } from './formRow.ts';
import { modelInUse } from './modelInUse.ts';
import { closeNewFile, newFileOf } from './newFile.ts';
import { predictFile } from './predictFile.ts';
import { contributionsOfCells, whatIf } from './whatIf.ts';

const os = implement(predictionCalls);

export function predictionRouter(session: WorkspaceSession) {
  return {
    form: os.form.handler(({ input }) => formOf(session, input.runId)),
    row: os.row.handler(({ input }) => formRow(session, input.runId, input.row)),
    whatIf: os.whatIf.handler(async ({ input: { runId, cells, level } }) =>
      whatIf(session.options.engine, await modelInUse(session, runId), cells, level),
    ),
    contributions: os.contributions.handler(async ({ input: { runId, cells, of }, signal }) =>
      contributionsOfCells(session.options.engine, await modelInUse(session, runId), cells, of, signal),
    ),
    open: os.open.handler(({ input: { file, runId, level }, signal }) => {
      // Finding the file is a part of the stream, too: its errors come after the call was answered.
      async function* predicting() {
        yield* predictFile(session, await resolveFile(file, session.options), { runId, level }, signal);
      }
      return withContractErrors(predicting());
    }),
    rows: os.rows.handler(({ input: { id, offset, limit, level } }) =>
      newFileOf(session, id).rows(offset, limit, level),
    ),
    save: os.save.handler(({ input: { id, ...columns }, signal }) => {
      async function* pieces() {
        return yield* newFileOf(session, id).save(columns, signal);
      }
      return withContractErrors(pieces());
    }),
    close: os.close.handler(({ input }) => {
      closeNewFile(session, input.id);
      return {};
    }),
  };
}
