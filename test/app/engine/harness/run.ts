// How a run is made and brought to its end. A run that a test makes here is disposed of when the test is over.
import { onTestFinished } from 'vitest';
import type { EpochRecord } from '../../../../app/contract/run/training.ts';
import type { EngineRun, Snapshot } from '../../../../app/engine/engine.ts';
import { loadEngine } from '../../../../app/engine/load.ts';
import type { RunConfig } from '../../../../app/engine/runConfig.ts';

export function create(config: RunConfig): EngineRun {
  const run = loadEngine().createRun(config);
  onTestFinished(() => run.dispose());
  return run;
}

/** A new run, started and awaited. */
export async function train(config: RunConfig): Promise<Ended & { run: EngineRun }> {
  const run = create(config);
  return { run, ...(await finish(run)) };
}

/** Starts the run and resolves when it has ended. */
export function finish(run: EngineRun): Promise<Ended> {
  const end = ended(run);
  run.start();
  return end;
}

export interface Ended {
  last: Snapshot;
  records: EpochRecord[];
  states: Snapshot['state'][];
}

export const over: Snapshot['state'][] = ['finished', 'stopped', 'diverged'];

/** Resolves when the run has ended; `react` sees every snapshot before. Must be called before the run can end. */
export function ended(run: EngineRun, react: (snapshot: Snapshot) => void = () => {}): Promise<Ended> {
  const records: EpochRecord[] = [];
  const states: Snapshot['state'][] = [];
  return new Promise((resolve) => {
    run.onSnapshot((snapshot) => {
      records.push(...snapshot.records);
      if (states.at(-1) !== snapshot.state) states.push(snapshot.state);
      react(snapshot);
      if (over.includes(snapshot.state)) resolve({ last: snapshot, records, states });
    });
  });
}

/** Resolves with the first snapshot that is in `state`. */
export function reached(run: EngineRun, state: Snapshot['state']): Promise<Snapshot> {
  return new Promise((resolve) => {
    run.onSnapshot((snapshot) => {
      if (snapshot.state === state) resolve(snapshot);
    });
  });
}
