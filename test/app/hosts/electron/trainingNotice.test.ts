import { implement } from '@orpc/server';
import { expect, it } from 'vitest';
import { contract } from '../../../../app/contract/calls.ts';
import type { RunState } from '../../../../app/contract/run/training.ts';
import { type AtStake, noticeTraining } from '../../../../app/hosts/electron/trainingNotice.ts';
import type { Backend } from '../../../../app/workspace/backend.ts';
import { procedures } from '../../contract/procedures.ts';
import { sampleValue } from '../../contract/sampleValue.ts';

const schemaOf = (name: string) => procedures.find((procedure) => procedure.name === name)!.output;

/** A state of the workspace whose run is in `state`, or that has no run. */
function workspaceWith(state: RunState | null, unsaved: boolean) {
  const workspace = sampleValue(schemaOf('workspace.watch')) as {
    run: { progress: { state: RunState }; unsaved: boolean } | null;
  };
  if (!workspace.run) throw new Error('the sample has no run');
  workspace.run.unsaved = unsaved;
  if (state === null) workspace.run = null;
  else workspace.run.progress.state = state;
  return workspace as never;
}

async function toldOf(states: readonly (RunState | null)[], unsaved: boolean) {
  const watch = implement(contract).workspace.watch.handler(async function* () {
    for (const state of states) yield workspaceWith(state, unsaved);
  });
  const told: (AtStake | null)[] = [];
  await noticeTraining({ workspace: { watch } } as unknown as Backend['router'], (atStake) =>
    told.push(atStake),
  );
  return told;
}

it('main hears of each beginning and end of training, and of nothing else', async () => {
  const states = [null, 'ready', 'running', 'running', 'paused', 'running', 'finished'] as const;
  expect(await toldOf(states, false)).toEqual([null, 'training', null, 'training', null]);
});

it('main hears that weights are only in memory', async () => {
  expect(await toldOf(['finished', 'finished'], true)).toEqual(['unsaved']);
});
