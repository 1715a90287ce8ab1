// What a program needs beside the model to repeat the training that made it: the rows of each part, the weights before the first step, how
// the table is read.
import type { Floats, LayerWeights } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Dialect, Reading } from '../../contract/table/reading.ts';

/** Row numbers from 0, counted in the table as read. */
export type PortableRows = Record<'train' | 'validation', Uint32Array>;

export interface PortableTraining {
  /** Of an ensemble, `train` has the rows of all its folds. */
  rows: PortableRows & { test: Uint32Array };
  /** Of an ensemble, for each fold the rows of the networks that leave it out; else empty. */
  folds: PortableRows[];
  /** Weights before the first step, in the training's precision: of one network, or of an ensemble those of each seed. */
  starts: LayerWeights<Floats>[][];
  /** The networks in their order: the seed of order and dropout, and which of `starts` and `folds` (null: all rows) are its own. */
  networks: { seed: number; start: number; fold: number | null }[];
  table: {
    name: string;
    /** SHA-256 of the file's bytes, hex. */
    hash: string;
    dialect: Dialect;
    reading: Reading;
    /** Names of all columns, in the file's order. */
    columns: string[];
  };
  /** Where folds found the number of epochs: these settings in place of the spec's. */
  ending?: Pick<RunSpec['training'], 'epochs' | 'patience' | 'stopping'> | undefined;
  /** The content of a new run's run.json; the program fills in what it finds. */
  record: object;
}
