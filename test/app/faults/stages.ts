// What a person does on the page between two starts of the program, on a home folder; each thing that was told as done is told on.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { WorkspaceState } from '../../../app/contract/workspace.ts';
import type { Backend } from '../../../app/workspace/backend.ts';

/** `named`, `removed`, `restored`, `cleared`, `imported`, `predicted`: a run's id is told. */
export interface Told {
  what:
    | 'finished'
    | 'unsaved'
    | 'named'
    | 'removed'
    | 'restored'
    | 'cleared'
    | 'imported'
    | 'predicted'
    | 'refused'
    | 'ended'
    | 'exited'
    | 'checked'
    | 'wrong';
  value: { id?: string; code?: string; fingerprint?: string } & string;
}

export type Tell = (what: Told['what'], value: unknown) => void;

/** What a stage begins with. The disk does not fail where the files are. */
export interface Given {
  table: string;
  /** Folder of an ended run. */
  run: string;
  epochs: number;
  seed: number;
}

const stageNames = [
  'train',
  'trainInSteps',
  'resume',
  'settings',
  'delete',
  'clear',
  'import',
  'predict',
] as const;
export type Stage = (typeof stageNames)[number];

export async function doStage(stage: Stage, backend: Backend, given: Given, tell: Tell): Promise<void> {
  const client = createRouterClient(backend.router);
  const now = async (): Promise<WorkspaceState> => {
    for await (const state of await client.workspace.watch()) return state;
    throw new Error('No state came.');
  };
  const toItsEnd = async (runId: string) => {
    for await (const _ of await client.training.watch({ runId }));
    const { run } = await now();
    if (run?.unsaved) tell('unsaved', run.notSaved?.message);
    else if (run?.metrics) tell('finished', { id: run.id, fingerprint: run.fingerprint });
  };
  const path = (file: string) => ({ kind: 'path' as const, path: file });
  const stages: Record<Stage, () => Promise<void>> = {
    async train() {
      await client.dataset.open({ file: path(given.table) });
      await client.spec.propose({
        targets: ['species'],
        epochs: given.epochs,
        patience: 0,
        seed: given.seed,
      });
      await toItsEnd((await client.training.start({ threads: 1 })).runId);
    },
    async trainInSteps() {
      await client.dataset.open({ file: path(given.table) });
      await client.spec.propose({
        targets: ['species'],
        epochs: given.epochs,
        patience: 0,
        seed: given.seed,
      });
      const { runId } = await client.training.start({ threads: 2 });
      for (let pauses = 0; pauses < 3; pauses++) {
        await client.training.pause();
        for await (const { progress } of await client.training.watch({ runId }))
          if (progress.state !== 'running') break;
        await client.training.resume().catch(() => {});
      }
      await toItsEnd(runId);
    },
    async resume() {
      const { run } = await now();
      if (run === null) return;
      await client.training.resume();
      await toItsEnd(run.id);
    },
    async settings() {
      for (const seed of [2, 3, 4]) {
        const { spec, revision } = await now();
        if (spec !== null) await client.spec.set({ revision, spec: { ...spec, seed } });
      }
    },
    async delete() {
      const [run] = await client.runs.list();
      if (run === undefined) return;
      await client.runs.note({ runId: run.id, name: 'mine' });
      tell('named', run.id);
      await client.runs.remove({ runId: run.id });
      tell('removed', run.id);
      await client.workspace.undo();
      tell('restored', run.id);
    },
    async clear() {
      await client.workspace.close();
      const { runIds } = await client.runs.clear({ olderThanDays: 0, atLeastBytes: 0 });
      for (const runId of runIds) {
        tell('cleared', runId);
        await client.runs.restore({ runId });
        tell('restored', runId);
      }
    },
    async import() {
      const names = await readdir(given.run);
      const ifThere = (name: string) => (names.includes(name) ? path(join(given.run, name)) : undefined);
      const { runId } = await client.runs.import({
        name: 'sent',
        files: {
          run: path(join(given.run, 'run.json')),
          best: path(join(given.run, 'best.safetensors')),
          evaluation: ifThere('evaluation.json'),
          history: ifThere('history.jsonl'),
        },
      });
      tell('imported', runId);
    },
    async predict() {
      let text = '';
      for await (const piece of await client.models.predict({
        model: path(given.run),
        file: path(given.table),
      }))
        text += piece;
      tell('predicted', text);
    },
  };
  await stages[stage]();
}
