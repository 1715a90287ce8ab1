// The specs of a training's repeats, each an ordinary one that can be trained alone: its fold as test data, or its seed on the rows
// that the training had.
import { limits } from '../../contract/limits.ts';
import type { RepeatKind } from '../../contract/run/repeats.ts';
import { foldSplit } from '../../contract/spec/folds.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';

/** The fold, from 1, or the seed of a repeat's spec. */
export function repeatNumber({ data, seed }: RunSpec, kind: RepeatKind): number {
  return kind === 'folds' && 'by' in data.split && data.split.by === 'fold' ? data.split.fold : seed;
}

export function repeatSpecs(spec: RunSpec, kind: RepeatKind, count: number): RunSpec[] {
  const numbers = Array.from({ length: count }, (_, k) => k);
  return kind === 'folds'
    ? numbers.map((k) => withFold(spec, count, k + 1))
    : numbers.map((k) => withSeed(spec, (spec.seed + k) % (limits.seed.max + 1)));
}

function withFold(spec: RunSpec, folds: number, fold: number): RunSpec {
  return { ...spec, data: { ...spec.data, split: foldSplit(spec.data.split, folds, fold) } };
}

function withSeed(spec: RunSpec, seed: number): RunSpec {
  return { ...spec, seed, data: { ...spec.data, splitSeed: spec.data.splitSeed ?? spec.seed } };
}
