// The rows of a search: those that are not test rows, in equal parts. Candidates that prepare columns in the same way share one
// preparation, fitted on all searched rows, and the matrices of each fold; the engine takes copies.
import type { Floats, Preparation } from '../../contract/model.ts';
import { inputNames, outputCount } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { fitPreparation } from '../../dataset/preparation/fitPreparation.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Rows } from '../../engine/runConfig.ts';
import { layerShapes, networkOf } from '../../model/network.ts';
import { engineRows } from '../spec/engineConfig.ts';
import type { OpenTable } from '../table/openTable.ts';
import { preparedBy } from '../table/prepareData.ts';

/** Bytes of inputs beyond which the folds of a preparation are cut anew for each training. */
const mostBytes = 256 * 2 ** 20;

export interface FoldRows {
  train: Rows;
  validation: Rows;
}

/** All searched rows as one preparation makes them. */
export interface PreparedRows {
  preparation: Preparation;
  /** From 0. The fold's own rows are its validation rows; it learns from all others. */
  fold(fold: number): FoldRows;
}

export class SearchRows {
  readonly #open: OpenTable;
  readonly #prepared = new Map<string, Promise<PreparedRows>>();
  /** Positions in `rows` of each fold's own rows, ascending. */
  readonly folds: readonly Uint32Array[];
  /** Rows of the table that are searched on, ascending. */
  readonly rows: Uint32Array;
  readonly testRows: number;

  private constructor(open: OpenTable, rows: Uint32Array, folds: readonly Uint32Array[], testRows: number) {
    this.#open = open;
    this.rows = rows;
    this.folds = folds;
    this.testRows = testRows;
  }

  /** `split` is that of the base spec as an ensemble. */
  static of(open: OpenTable, { train: rows, folds = [], test }: Split): SearchRows {
    const position = new Map(Array.from(rows, (row, k) => [row, k]));
    return new SearchRows(
      open,
      rows,
      folds.map((fold) => fold.map((row) => position.get(row)!)),
      test.length,
    );
  }

  /** Rows that the networks of the largest fold learn from. */
  get learned(): number {
    return this.rows.length - Math.max(...this.folds.map(({ length }) => length));
  }

  of(spec: RunSpec): Promise<PreparedRows> {
    const { precision, lossSettings } = spec.training;
    const key = JSON.stringify([preparedBy(spec), precision, lossSettings.classWeights]);
    const found = this.#prepared.get(key) ?? this.#prepare(spec);
    this.#prepared.set(key, found);
    return found;
  }

  async #prepare(spec: RunSpec): Promise<PreparedRows> {
    const { table } = this.#open;
    const { rows, folds } = this;
    const link = spec.training.loss === 'poisson' ? 'log' : 'identity';
    const preparation = await fitPreparation(table, spec.data, rows, link);
    const none = new Uint32Array(0);
    const split = { train: rows, validation: none, test: none, withoutTarget: 0, duplicates: 0 };
    const all = await engineRows(table, preparation, rows, { spec, split });
    const keeps = all.features.byteLength * folds.length <= mostBytes;
    const kept: FoldRows[] = [];
    const widths = { inputs: inputNames(preparation).length, targets: all.targets.length / rows.length };
    return {
      preparation,
      fold: (fold) => {
        const found = kept[fold] ?? foldRows(all, widths, folds[fold]!);
        if (keeps) kept[fold] = found;
        return found;
      },
    };
  }
}

interface Widths {
  inputs: number;
  targets: number;
}

function foldRows(all: Rows, widths: Widths, own: Uint32Array): FoldRows {
  const isOwn = new Uint8Array(all.rows);
  for (const row of own) isOwn[row] = 1;
  const others = new Uint32Array(all.rows - own.length);
  for (let row = 0, k = 0; row < all.rows; row++) if (isOwn[row] === 0) others[k++] = row;
  return { train: picked(all, widths, others), validation: picked(all, widths, own) };
}

function picked({ features, targets, weights }: Rows, widths: Widths, rows: Uint32Array): Rows {
  return {
    rows: rows.length,
    features: rowsOf(features, widths.inputs, rows),
    targets: rowsOf(targets, widths.targets, rows),
    weights: weights && rowsOf(weights, 1, rows),
  };
}

function rowsOf<Numbers extends Floats>(all: Numbers, width: number, rows: Uint32Array): Numbers {
  const found = new (all.constructor as new (length: number) => Numbers)(rows.length * width);
  for (let k = 0; k < rows.length; k++)
    found.set(all.subarray(rows[k]! * width, (rows[k]! + 1) * width), k * width);
  return found;
}

/** Of one network. */
export function parametersOf(spec: RunSpec, { inputs, target }: Preparation): number {
  const network = networkOf(spec, inputNames({ inputs, target }).length, outputCount(target));
  return layerShapes(network).reduce((sum, { parameters }) => sum + parameters, 0);
}
