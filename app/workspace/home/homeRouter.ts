// The calls about the home folder: how large it is, and whether what it keeps is whole.
import { AppError } from '../../contract/issues/errors.ts';
import { sizesOf } from '../../storage/homeSizes.ts';
import type { Implementer } from '../implementer.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { verify } from './verify.ts';

export function homeRouter(os: Implementer['home'], { options }: WorkspaceSession) {
  return {
    sizes: os.sizes.handler(() => sizesOf(options.home)),
    verify: os.verify.handler(({ input }) => {
      if (input.place !== undefined && !options.allowPaths)
        throw new AppError('not_allowed_here', 'A page in a browser verifies its home folder only.', {
          reason: 'path',
        });
      return verify(input.place ?? options.home);
    }),
  };
}
