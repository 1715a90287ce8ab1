// The calls of packed runs: written as one file, looked at, and added.
import { implement } from '@orpc/server';
import { packCalls } from '../../contract/calls/packCalls.ts';
import { AppError } from '../../contract/issues/errors.ts';
import { withContractErrors } from '../appErrors.ts';
import { resolveFile } from '../table/fileRef.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { makePack } from './makePack.ts';
import { openPack } from './openPack.ts';
import { packContents } from './packContents.ts';

const os = implement(packCalls);

export function packsRouter(session: WorkspaceSession) {
  const { home, allowPaths } = session.options;
  return {
    make: os.make.handler(({ input, signal }) => {
      if (input.place !== undefined && !allowPaths)
        throw new AppError('not_allowed_here', 'A page in a browser packs runs of its list only.', {
          reason: 'path',
        });
      return withContractErrors(makePack(home, input, signal));
    }),
    look: os.look.handler(async ({ input }) => {
      const { path, fileName } = await resolveFile(input.file, session.options);
      return packContents(home, path, fileName);
    }),
    open: os.open.handler(async ({ input, signal }) =>
      openPack(session, await resolveFile(input.file, session.options), signal),
    ),
  };
}
