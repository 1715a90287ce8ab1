// The calls about the home folder: how large it is, and whether what it keeps is whole.

import { resolve } from 'node:path';
import { implement } from '@orpc/server';
import { homeCalls } from '../../contract/calls/homeCalls.ts';
import { AppError } from '../../contract/issues/errors.ts';
import { sizesOf } from '../../storage/homeSizes.ts';
import { runnersOf } from '../exporting/runners.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { isThere, verify, verifyHome } from './verify.ts';

const os = implement(homeCalls);

export function homeRouter({ options }: WorkspaceSession) {
  return {
    sizes: os.sizes.handler(() => sizesOf(options.home)),
    verify: os.verify.handler(async ({ input }) => {
      if (input.place !== undefined && !options.allowPaths)
        throw new AppError('not_allowed_here', 'A page in a browser verifies its home folder only.', {
          reason: 'path',
        });
      if (input.place !== undefined) return verify(input.place, runnersOf(options));
      // Before anything was kept there is no home folder.
      return (await isThere(options.home)) ? verifyHome(resolve(options.home)) : [];
    }),
  };
}
