// Opens a kept run and goes to where it is looked at: its evaluation, or its training while its test score is not to be seen by accident.

import type { Run, RunSummary } from '../../../app/contract/run/training.ts';
import type { Navigation } from '../navigation.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** Whether there is a test score that nobody has looked at. */
export function hidesTestScore({ metrics, testViews }: Pick<Run, 'metrics' | 'testViews'>): boolean {
  return testViews === 0 && metrics?.test != null;
}

/** @param title as the question says it where a run in progress has to be stopped first. */
export async function openRun(
  { workspace, navigation }: { workspace: Workspace; navigation: Navigation },
  run: RunSummary,
  title: string,
): Promise<void> {
  const done = await workspace.command((client) => client.runs.open({ runId: run.id }), {
    kind: 'openRun',
    run: title,
  });
  if (done) navigation.go(run.metrics && !hidesTestScore(run) ? 'evaluation' : 'training');
}
