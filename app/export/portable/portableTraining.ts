// What a program needs beside the model to repeat the training that made it: the rows of each part, the weights before the first step, how
// the table is read.
import type { Floats, LayerWeights } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Dialect, Reading } from '../../contract/table/reading.ts';

export interface PortableTraining {
  /** Row numbers from 0, counted in the table as read. */
  rows: Record<'train' | 'validation' | 'test', Uint32Array>;
  /** In the training's precision. */
  initialLayers: LayerWeights<Floats>[];
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
