// The calls of the open table: opened, read again, viewed.
import { implement, lazy } from '@orpc/server';
import { datasetCalls } from '../../contract/calls/datasetCalls.ts';
import { sampleOfHead } from '../../dataset/sample.ts';
import { openTableForModel } from '../models/tableForModel.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { pairOf, previewDataset, profileDataset, readRows, targetsOf } from './datasetCalls.ts';
import { exampleFile, listExamples } from './examples.ts';
import { resolveFile } from './fileRef.ts';

const os = implement(datasetCalls);

export function datasetRouter(session: WorkspaceSession) {
  return {
    examples: os.examples.handler(() => listExamples()),
    openExample: os.openExample.handler(async ({ input, signal }) =>
      openTableForModel(session, [await exampleFile(input.file)], {}, signal),
    ),
    open: os.open.handler(async ({ input, signal }) =>
      openTableForModel(
        session,
        await Promise.all(
          [input.file, ...(input.more ?? [])].map((ref) => resolveFile(ref, session.options)),
        ),
        input.reading ?? {},
        signal,
      ),
    ),
    // These two propose a spec anew, as inspecting a table does not.
    addFiles: lazy(async () => {
      const { addFiles } = await import('./addFiles.ts');
      return { default: os.addFiles.handler(({ input, signal }) => addFiles(session, input, signal)) };
    }),
    reread: lazy(async () => {
      const { rereadDataset } = await import('./reread.ts');
      return {
        default: os.reread.handler(({ input, signal }) => rereadDataset(session, input.reading, signal)),
      };
    }),
    glimpse: os.glimpse.handler(async ({ input: { head } }) =>
      sampleOfHead(await head.bytes(), head.name, session.options.startUnpacker),
    ),
    preview: os.preview.handler(({ input }) => previewDataset(session, input.reading)),
    profile: os.profile.handler(() => profileDataset(session)),
    rows: os.rows.handler(({ input }) => readRows(session, input)),
    likelyTargets: os.likelyTargets.handler(() => targetsOf(session)),
    pair: os.pair.handler(({ input }) => pairOf(session, input.first, input.second)),
  };
}
