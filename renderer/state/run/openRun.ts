// Opens a kept run and shows its evaluation, or its training if the test score was never viewed, so that it is not seen by accident.

import type { Run, RunSummary } from '../../../app/contract/run/training.ts';
import type { Navigation } from '../navigation.svelte.ts';
import type { Workspace } from '../workspace.svelte.ts';

/** Whether the run has a test score that nobody has viewed. */
export function hidesTestScore({ metrics, testViews }: Pick<Run, 'metrics' | 'testViews'>): boolean {
  return testViews === 0 && metrics?.test != null;
}

/** @param title name of the run in the question whether to stop a run in progress first. */
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
