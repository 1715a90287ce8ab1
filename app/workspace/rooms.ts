// Prepares the rooms of the router, each a part of the contract that is loaded with its first call: every call is registered with its
// session, and every error becomes the contract's one kind of error.
import { type AnyRouter, os } from '@orpc/server';
import { toContractError } from './appErrors.ts';
import { refuseWriting } from './home/lookingOn.ts';
import { once } from './once.ts';
import type { WorkspaceSession } from './workspaceSession.ts';

export function roomsOf(session: WorkspaceSession) {
  const registered = os.use(({ next, path, signal }, input) =>
    session.answer(async () => {
      try {
        if (session.looksOn) refuseWriting(path);
        return await next();
      } catch (error) {
        throw await toContractError(error, { input, signal });
      }
    }),
  );
  return <Calls extends AnyRouter>(load: () => Promise<Calls>) =>
    registered.lazy(once(async () => ({ default: await load() })));
}
