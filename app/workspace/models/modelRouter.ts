// The calls of trained models: scored and used on any file.
import { implement } from '@orpc/server';
import { modelCalls } from '../../contract/calls/modelCalls.ts';
import type { FileRef } from '../../contract/fileRef.ts';
import { withContractErrors } from '../appErrors.ts';
import { reportOf } from '../reports/reportOf.ts';
import { resolveFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { modelCoefficients, modelContributions, modelImportance } from './explainModel.ts';
import { cellReading } from './fileForModel.ts';
import { evaluateModel, predictModel } from './modelCalls.ts';
import { readModel } from './readModel.ts';

const os = implement(modelCalls);

export function modelsRouter(session: WorkspaceSession) {
  const chosen = (file: FileRef) => resolveFile(file, session.options);
  return {
    reading: os.reading.handler(async ({ input }) =>
      cellReading(await readModel((await chosen(input.model)).path, session.options)),
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
    report: os.report.handler(({ input }) => reportOf(session, input.model)),
  };
}
