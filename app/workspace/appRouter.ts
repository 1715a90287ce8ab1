// The call that tells which program answers.
import { implement } from '@orpc/server';
import { appCalls } from '../contract/calls/appCalls.ts';
import { programVersion } from './program.ts';
import type { WorkspaceSession } from './workspaceSession.ts';

const os = implement(appCalls);

export function appRouter({ options: { engine, home, allowPaths } }: WorkspaceSession) {
  return {
    info: os.info.handler(() => ({ version: programVersion, ...engine.info(), home, paths: allowPaths })),
  };
}
