// Tells the main process whether a run is training, so that it can ask before it quits. It follows the workspace's state as a page does.

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
