// Which runs are shown and in what order.

import type { RunSummary } from '../../../app/contract/run/training.ts';
import { runScore, runTitle } from '../../wording/runTitle.ts';

export type OrderBy = 'name' | 'network' | 'optimizer' | 'best' | 'result' | 'when';
export interface Order {
  by: OrderBy;
  descending: boolean;
}

/** Every word must be found in what a row says, in any case; equal ones stay newest first. */
export function ordered(runs: readonly RunSummary[], words: string, { by, descending }: Order): RunSummary[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = runs.filter((run) => {
    const text = searchable(run);
    return wanted.every((word) => text.includes(word));
  });
  const sign = descending ? -1 : 1;
  return found.toSorted((a, b) => sign * compared(a, b, by) || b.startedAt.localeCompare(a.startedAt));
}

function searchable(run: RunSummary): string {
  return [
    runTitle(run),
    run.fileName,
    run.target,
    run.optimizer.type,
    run.state,
    run.notes,
    run.widths.join('-'),
  ]
    .join(' ')
    .toLowerCase();
}

function compared(a: RunSummary, b: RunSummary, by: OrderBy): number {
  switch (by) {
    case 'name':
      return runTitle(a).localeCompare(runTitle(b));
    case 'network':
      return (a.parameters ?? 0) - (b.parameters ?? 0);
    case 'optimizer':
      return a.optimizer.type.localeCompare(b.optimizer.type);
    case 'best':
      return (a.best?.epoch ?? 0) - (b.best?.epoch ?? 0);
    case 'result':
      return order(runScore(a), runScore(b));
    case 'when':
      return a.startedAt.localeCompare(b.startedAt);
  }
}

/** Difference of numbers that may both be the same infinity. */
function order(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
