// Tells main whether a run trains, so that it can ask before it quits: a watcher of the workspace like any page.

import { createRouterClient } from '@orpc/server';
import type { Backend } from '../../workspace/backend.ts';

/** Calls `tell` at the start and after each change. */
export async function noticeTraining(
  router: Backend['router'],
  tell: (training: boolean) => void,
): Promise<void> {
  const client = createRouterClient(router);
  let sent: boolean | null = null;
  for await (const { run } of await client.workspace.watch()) {
    const training = run?.progress.state === 'running';
    if (training !== sent) tell(training);
    sent = training;
  }
}
