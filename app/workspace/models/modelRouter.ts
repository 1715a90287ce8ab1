// The calls of trained models: scored and used on any file, and written as files.
import type { FileRef } from '../../contract/workspace.ts';
import { withContractErrors } from '../appErrors.ts';
import type { Implementer } from '../implementer.ts';
import { reportOf } from '../reports/reportOf.ts';
import { runOf } from '../runs/runCalls.ts';
import { resolveFile } from '../table/fileRef.ts';
import { exportPrepared } from '../table/preparedTable.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { modelCoefficients, modelContributions, modelImportance } from './explainModel.ts';
import { cellReading } from './fileForModel.ts';
import { evaluateModel, exportModel, predictModel } from './modelCalls.ts';
import { readModel } from './readModel.ts';

export function modelsRouter(os: Implementer['models'], session: WorkspaceSession) {
  const chosen = (file: FileRef) => resolveFile(file, session.options);
  return {
    reading: os.reading.handler(async ({ input }) =>
      cellReading(await readModel((await chosen(input.model)).path)),
    ),
    evaluate: os.evaluate.handler(async ({ input }) =>
      evaluateModel(session, await chosen(input.model), await chosen(input.file), input),
    ),
    predict: os.predict.handler(({ input: { model, file, ...options }, signal }) => {
      // Finding the files is a part of the stream, too: its errors come after the call was answered.
      async function* predicted() {
        return yield* predictModel(session, await chosen(model), await chosen(file), {
          ...options,
          signal,
        });
      }
      return withContractErrors(predicted());
    }),
    importance: os.importance.handler(({ input: { model, file }, signal }) => {
      async function* updates() {
        yield* modelImportance(session, await chosen(model), await chosen(file), signal);
      }
      return withContractErrors(updates());
    }),
    contributions: os.contributions.handler(async ({ input: { model, file, row }, signal }) =>
      modelContributions(session, await chosen(model), await chosen(file), row, signal),
    ),
    coefficients: os.coefficients.handler(async ({ input: { model, file }, signal }) =>
      modelCoefficients(session, await chosen(model), await chosen(file), signal),
    ),
    export: os.export.handler(async ({ input }) => {
      const file = await chosen(input.model);
      return exportModel(await readModel(file.path), input.format, file.fileName);
    }),
    report: os.report.handler(({ input }) => reportOf(session, input.model)),
  };
}

export function exportRouter(os: Implementer['export'], session: WorkspaceSession) {
  return {
    file: os.file.handler(async ({ input }) => {
      const run = runOf(session, input.runId);
      const model = await run.keptModel();
      // Of several tables the first one.
      const [first] = model.spec.data.files ?? [];
      return exportModel(model, input.format, first?.path.split('/').at(-1) ?? run.fileName);
    }),
    prepared: os.prepared.handler(async function* ({ input }) {
      return yield* withContractErrors(exportPrepared(session, input.raw === true));
    }),
  };
}
