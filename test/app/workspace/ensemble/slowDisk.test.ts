// An ensemble whose disk is slower than its training: the store is a disk whose writes end when the test says so.
import { resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import { endedStates } from '../../../../app/contract/run/training.ts';
import { memberPlaces } from '../../../../app/contract/spec/ensemble.ts';
import { openTable } from '../../../../app/dataset/open.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import { EnsembleTraining } from '../../../../app/workspace/ensemble/ensembleTraining.ts';
import { MemberRows } from '../../../../app/workspace/ensemble/memberRows.ts';
import { memberWork } from '../../../../app/workspace/ensemble/trainEnsemble.ts';
import { groundOn } from '../../../../app/workspace/table/ground.ts';
import { Preparer } from '../../../../app/workspace/table/preparer.ts';
import { currentSpec, opened } from '../table/openedTable.ts';

it('has not ended before the last of its writes, which may begin while another one ends', async () => {
  const iris = resolve('examples/iris.csv');
  const engine = loadEngine();
  const spec = await currentSpec(await opened(iris, { targets: ['species'], hidden: [4], epochs: 2 }));
  const table = await openTable(iris, { fileName: 'iris.csv', reading: {}, engine });
  const ensemble = { folds: 2, seeds: 1 };
  const open = { table, files: [], stamp: null, preparer: new Preparer(table) };
  const ground = await groundOn(open, { ...spec, training: { ...spec.training, ensemble } });
  const rows = new MemberRows(ground);

  const saved: number[] = [];
  const finish: (() => void)[] = [];
  const training = new EnsembleTraining({
    works: memberPlaces(ensemble).map((place) => memberWork(engine, rows, place, 1)),
    ...{ kept: new Map(), earlier: [], earlierSeconds: 0, atOnce: 1, epochs: 2, onChange: () => {} },
    store: {
      appendHistory: async () => {},
      saveProgress: async () => {},
      async saveEnded(members) {
        await new Promise<void>((end) => finish.push(end));
        saved.push(members.length);
      },
    },
  });
  let ended = false;
  void training.ended.then(() => {
    ended = true;
  });
  training.start();
  await vi.waitFor(() => expect(finish).toHaveLength(1));
  await vi.waitFor(() => expect(endedStates).toContain(training.progress.state));
  finish[0]!();
  await vi.waitFor(() => expect(finish).toHaveLength(2));
  expect([ended, saved]).toEqual([false, [1]]);
  finish[1]!();
  await training.ended;
  expect(saved).toEqual([1, 2]);
  table.close();
});
