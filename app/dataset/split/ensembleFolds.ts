// The rows of an ensemble: those of training and validation data together are divided into folds, each of which one network of each seed
// leaves out and uses as its validation rows. Test rows stay what they are. Each fold has its share of every class; groups stay together.
import type { Issue } from '../../contract/issues/issues.ts';
import type { DataSpec } from '../../contract/spec/spec.ts';
import { dataIssue } from '../issues/dataIssue.ts';
import { Random } from '../numbers/random.ts';
import type { Table } from '../table/table.ts';
import { targetRows } from '../table/targets.ts';
import { divided, type Split } from './split.ts';

/** Keeps the random numbers of the folds apart from those of the split. */
const ofFolds = 0x9e3779b9;

/** `split` with all rows of training and validation as training rows, and these in folds. The same on every platform. */
export async function withFolds(
  table: Table,
  data: DataSpec,
  split: Split,
  { seed, folds }: { seed: number; folds: number },
): Promise<Split> {
  const train = new Uint32Array(split.train.length + split.validation.length);
  train.set(split.train);
  train.set(split.validation, split.train.length);
  train.sort();
  const { classes } = await targetRows(table, data);
  const random = new Random((seed ^ ofFolds) >>> 0);
  const asked = { table, data, codes: classes?.codes ?? null, random };
  const shares = new Array<number>(folds).fill(1 / folds);
  return {
    ...split,
    ...{ train, validation: new Uint32Array(0) },
    folds: await divided(asked, train, shares, { trainFirst: false }),
  };
}

/** Reports folds without rows. */
export function checkEnsembleFolds({ train, folds = [] }: Split): Issue[] {
  if (folds.every((fold) => fold.length > 0)) return [];
  const rows = train.length;
  const message = `An ensemble of ${folds.length} folds needs at least ${folds.length} rows, or groups of rows, outside the test data; there are too few (${rows} ${rows === 1 ? 'row' : 'rows'}).`;
  return [
    dataIssue('ensemble_folds_empty', 'error', 'training.ensemble.folds', message, {
      folds: folds.length,
      rows,
    }),
  ];
}

/** The split of the member that leaves out the fold `fold`, from 0: it learns from all other folds, and is tested on nothing. */
export function splitOfMember({ train, folds = [] }: Split, fold: number): Split {
  const validation = folds[fold]!;
  const left = new Set(validation);
  return {
    train: train.filter((row) => !left.has(row)),
    validation,
    test: new Uint32Array(0),
    withoutTarget: 0,
    duplicates: 0,
  };
}
