// Measures how fast one file gets into the engine, through the contract's calls in a separate backend. It ends before training:
// when `training.start` returns, the engine has its matrices.

import { type Client, fileRef, withBackend } from '../inProcess.ts';
import { refuseBlocked } from '../options/chosenSpec.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';

/** Seconds since the file was given, and bytes. */
export interface ReadingTimes {
  /** Until the page can show something of the file: a sample of a large one. */
  firstScreen: number;
  /** Until the table is open: its rows can be looked at and a target chosen. */
  opened: number;
  /** Until every column is described whole. */
  profiled: number;
  /** Until the engine has its matrices, of all rows. */
  matrices: number;
  rows: number;
  matrixBytes: number;
  restBytes: number;
  peakBytes: number;
}

const bytesPerNumber = 4;

/** `target`: the column to predict; the last one by default. */
export function timeReading(file: string, target: string | undefined): Promise<ReadingTimes> {
  return withTemporaryFolder((home) => withBackend((client) => read(client, file, target), home));
}

async function read(client: Client, file: string, target: string | undefined): Promise<ReadingTimes> {
  const restBytes = process.memoryUsage.rss();
  let seconds = since();
  const opening = client.dataset.open({ file: fileRef(file) });
  // Whichever comes first: the state that every page gets, or the result of the call.
  const shown = Promise.race([firstScreen(client), opening]).then(seconds);
  // A file that cannot be opened fails below, where it is awaited.
  shown.catch(() => {});
  const { columns, rows } = await opening;
  const opened = seconds();
  const last = columns.at(-1)?.name ?? '';
  const split = { train: 1, validation: 0, test: 0 };
  const { plan } = await client.spec.propose({ targets: [target ?? last], hidden: [], epochs: 1, split });
  refuseBlocked(plan);
  const { runId } = await client.training.start({});
  const matrices = seconds();
  const peakBytes = process.resourceUsage().maxRSS * 1_024;
  const numbers = plan.rows.train * (plan.inputs.length + 1);

  // Once more: while a person looks at the columns nothing else is asked for.
  for await (const _ of await client.training.watch({ runId }));
  await client.workspace.close();
  seconds = since();
  await client.dataset.open({ file: fileRef(file) });
  await client.dataset.profile();
  return {
    ...{ firstScreen: await shown, opened, profiled: seconds(), matrices, rows },
    ...{ matrixBytes: numbers * bytesPerNumber, restBytes, peakBytes },
  };
}

function since(): () => number {
  const began = performance.now();
  return () => (performance.now() - began) / 1_000;
}

async function firstScreen(client: Client): Promise<void> {
  for await (const { dataset, activity } of await client.workspace.watch())
    if (dataset !== null || (activity !== null && 'sample' in activity)) return;
}
