import { implement } from '@orpc/server';
import { expect, it } from 'vitest';
import { contract } from '../../../../app/contract/calls.ts';
import type { RunState } from '../../../../app/contract/run/training.ts';
import { noticeTraining } from '../../../../app/hosts/electron/trainingNotice.ts';
import type { Backend } from '../../../../app/workspace/backend.ts';
import { procedures } from '../../contract/procedures.ts';
import { sampleValue } from '../../contract/sampleValue.ts';

const schemaOf = (name: string) => procedures.find((procedure) => procedure.name === name)!.output;

/** A state of the workspace whose run is in `state`, or that has no run. */
function workspaceWith(state: RunState | null) {
  const workspace = sampleValue(schemaOf('workspace.watch')) as {
    run: { progress: { state: RunState } } | null;
  };
  if (!workspace.run) throw new Error('the sample has no run');
  if (state === null) workspace.run = null;
  else workspace.run.progress.state = state;
  return workspace as never;
}

it('main hears of each beginning and end of training, and of nothing else', async () => {
  const states: (RunState | null)[] = [null, 'ready', 'running', 'running', 'paused', 'running', 'finished'];
  const watch = implement(contract).workspace.watch.handler(async function* () {
    for (const state of states) yield workspaceWith(state);
  });
  const told: boolean[] = [];
  await noticeTraining({ workspace: { watch } } as unknown as Backend['router'], (training) =>
    told.push(training),
  );
  expect(told).toEqual([false, true, false, true, false]);
});
