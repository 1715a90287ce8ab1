// Tells the main process what quitting would cost now, so that it can ask before it quits: a run that is training, or weights that
// are only in memory. It follows the workspace's state as a page does.

import { createRouterClient } from '@orpc/server';
import type { Backend } from '../../workspace/backend.ts';

export type AtStake = 'training' | 'unsaved';

/** Calls `tell` at the start and after each change; null: quitting costs nothing. */
export async function noticeTraining(
  router: Backend['router'],
  tell: (atStake: AtStake | null) => void,
): Promise<void> {
  const client = createRouterClient(router);
  let sent: AtStake | null | undefined;
  for await (const { run } of await client.workspace.watch()) {
    const atStake = run?.unsaved ? 'unsaved' : run?.progress.state === 'running' ? 'training' : null;
    if (atStake !== sent) tell(atStake);
    sent = atStake;
  }
}
