// Edits of the split. Pure functions: each takes a split and returns one that the contract allows.

import { defaultSplit, type SplitSpec } from '../../../../app/contract/spec/spec.ts';
import type { Dataset } from '../../../../app/contract/table/dataset.ts';

export interface Shares {
  train: number;
  validation: number;
  test: number;
}
export type SplitKind = 'share' | 'group' | 'time' | 'column' | 'fold' | 'rows';
export type SplitBy<Kind> = Extract<SplitSpec, { by: Kind }>;

export function kindOfSplit(split: SplitSpec): SplitKind {
  if ('by' in split) return split.by;
  return 'testRows' in split ? 'rows' : 'share';
}

/** null where the parts are not shares. */
export function sharesOf(split: SplitSpec): Shares | null {
  return 'train' in split ? { train: split.train, validation: split.validation, test: split.test } : null;
}

export function withShares(split: SplitSpec, shares: Shares): SplitSpec {
  return 'train' in split ? { ...split, ...shares } : split;
}

/** Shares by the ends of training and validation data in percent, rounded to whole percent; training keeps at least 1 %. */
export function sharesAt(trainEnd: number, validationEnd: number): Shares {
  const first = Math.min(100, Math.max(1, Math.round(trainEnd)));
  const second = Math.min(100, Math.max(first, Math.round(validationEnd)));
  return { train: first / 100, validation: (second - first) / 100, test: (100 - second) / 100 };
}

/** Sets one share; the difference comes from or goes to the training share, then the other one. Training keeps at least 1 %. */
export function withShare(shares: Shares, part: 'validation' | 'test', percent: number): Shares {
  const other = part === 'validation' ? 'test' : 'validation';
  const share = Math.min(0.99, Math.max(0, percent / 100));
  const left = Math.min(shares[other], 0.99 - share);
  const whole = (value: number) => Math.round(value * 1e6) / 1e6;
  return { [part]: share, [other]: whole(left), train: whole(1 - share - left) } as unknown as Shares;
}

/** A split of another kind with the same shares and, where it needs one, a likely column; null where the table has none. */
export function splitOfKind(kind: SplitKind, split: SplitSpec, dataset: Dataset): SplitSpec | null {
  const shares = sharesOf(split) ?? { ...defaultSplit };
  switch (kind) {
    case 'share':
      return shares;
    case 'group':
      return { by: 'group', ...shares };
    case 'time': {
      const column = timeColumns(dataset)[0];
      return column === undefined ? null : { by: 'time', column, ...shares };
    }
    case 'column': {
      const column = partColumns(dataset)[0];
      return column === undefined ? null : { by: 'column', column, validation: [], test: [] };
    }
    case 'fold':
      return { by: 'fold', folds: 5, fold: 1, validation: 0.15 };
    case 'rows':
      return 'testRows' in split ? split : null;
  }
}

/** Names of columns that may tell the order in time: dates first, then numbers. */
export function timeColumns({ columns }: Dataset): string[] {
  const named = (type: string) => columns.filter((column) => column.type === type).map(({ name }) => name);
  return [...named('date'), ...named('number')];
}

/** Names of columns that may tell a row's part: at least 2 levels, all known here; the column of files comes first, then
 *  those named like a split. */
export function partColumns({ columns, fileColumn }: Dataset): string[] {
  const few = columns.filter(({ levels, distinct }) => distinct >= 2 && distinct <= levels.length);
  const named = /split|part|set|fold|subset/i;
  const others = few
    .toSorted((a, b) => Number(named.test(b.name)) - Number(named.test(a.name)))
    .map(({ name }) => name)
    .filter((name) => name !== fileColumn);
  return fileColumn === null ? others : [fileColumn, ...others];
}

/** Puts one value of the column into a part; the other values stay where they are. */
export function withValueIn(
  split: SplitBy<'column'>,
  value: string,
  part: 'train' | 'validation' | 'test',
): SplitBy<'column'> {
  const without = (list: readonly string[]) => list.filter((one) => one !== value);
  const put = (list: readonly string[], here: boolean) => (here ? [...without(list), value] : without(list));
  return {
    ...split,
    validation: put(split.validation, part === 'validation'),
    test: put(split.test, part === 'test'),
  };
}
