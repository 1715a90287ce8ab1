// Why results are not shown yet: they are of a training that has ended.

import { endedStates } from '../../../../app/contract/run/training.ts';
import { m } from '../../../paraglide/messages.js';
import type { CurrentRun } from '../../../state/run/currentRun.svelte.ts';
import type { Workspace } from '../../../state/workspace.svelte.ts';

/** null once there are results, or while they are computed. */
export function waitsForEnd({ run }: Workspace, { progress }: CurrentRun): string | null {
  const ended = run !== null && progress !== null && endedStates.includes(progress.state);
  return ended ? null : m.lesson_no_result();
}
