// A candidate's spec as it is searched, of one network, and as it is kept: one network for each fold, whose answers are averaged.
import type { RunSpec } from '../../contract/spec/spec.ts';
import { schedule } from './space.ts';

/** Folds of a search on so many rows. */
export function foldsFor(rows: number): number {
  const { folds, least, below } = schedule.foldsOfFewRows;
  return rows >= least && rows < below ? folds : schedule.folds;
}

export function asOneNetwork(spec: RunSpec): RunSpec {
  const { ensemble: _, ...training } = spec.training;
  return { ...spec, training };
}

/** Its networks are those that the search has trained on these folds, bit for bit. */
export function asEnsemble(spec: RunSpec, folds: number): RunSpec {
  // The fold that a network leaves out chooses its epoch.
  const { epochFolds: _, ...training } = spec.training;
  return { ...spec, training: { ...training, ensemble: { folds, seeds: 1 } } };
}
