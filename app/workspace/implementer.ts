// Prepares the contract for the routers, which implement it in parts: every call is registered with its session, and every
// error becomes the contract's one kind of error.
import { implement } from '@orpc/server';
import { contract } from '../contract/calls.ts';
import { toContractError } from './appErrors.ts';
import { refuseWriting } from './home/access.ts';
import type { WorkspaceSession } from './workspaceSession.ts';

export function implementerOf(session: WorkspaceSession) {
  return implement(contract).use(({ next, path, signal }, input) =>
    session.answer(async () => {
      try {
        if (session.looksOn) refuseWriting(path);
        return await next();
      } catch (error) {
        throw toContractError(error, { input, signal });
      }
    }),
  );
}

export type Implementer = ReturnType<typeof implementerOf>;
