// The rows of many trainings on one table, prepared once for all that train on the same rows: candidates on the same folds, or several
// seeds. Those used last are kept, up to a limit of memory; the engine takes copies.
import type { Floats } from '../../contract/model.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import type { Rows } from '../../engine/runConfig.ts';
import { withoutOff } from '../../model/switchedOff.ts';
import { engineRows, engineSettings } from '../spec/engineConfig.ts';
import { type Ground, groundOn } from '../table/ground.ts';
import type { OpenTable } from '../table/openTable.ts';
import { preparedBy } from '../table/prepareData.ts';

/** Bytes of inputs that are kept. */
const mostBytes = 128 * 2 ** 20;

export interface TrainingRows {
  /** Of the first spec that asked for these rows: its split and preparation hold for all of them. */
  ground: Ground;
  train: Rows;
  validation: Rows | null;
}

export class SharedRows {
  readonly #open: OpenTable;
  /** Used last at the end. */
  readonly #kept = new Map<string, Promise<TrainingRows>>();

  constructor(open: OpenTable) {
    this.#open = open;
  }

  /** The rows of a spec, and its own settings. Throws AppError spec_refused. */
  async of(whole: RunSpec): Promise<TrainingRows> {
    const spec = withoutOff(whole);
    const key = keyOf(spec);
    const found = this.#kept.get(key) ?? rowsOf(this.#open, spec);
    this.#kept.delete(key);
    this.#kept.set(key, found);
    try {
      const rows = await found;
      await this.#forgetOldest();
      const { table, split, preparation } = rows.ground;
      const ground = { spec, table, split, preparation, settings: engineSettings(spec, preparation) };
      return { ...rows, ground };
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  async #forgetOldest(): Promise<void> {
    let bytes = 0;
    for (const [key, rows] of [...this.#kept].reverse()) {
      bytes += bytesOf(await rows.catch(() => null));
      if (bytes > mostBytes) this.#kept.delete(key);
    }
  }
}

/** All that rows, their preparation, precision and weights depend on. */
function keyOf(spec: RunSpec): string {
  const { precision, lossSettings } = spec.training;
  return JSON.stringify([preparedBy(spec), precision, lossSettings.classWeights]);
}

async function rowsOf(open: OpenTable, spec: RunSpec): Promise<TrainingRows> {
  const ground = await groundOn(open, spec);
  const { table, preparation, split } = ground;
  const { train, validation } = split;
  return {
    ground,
    train: await engineRows(table, preparation, train, ground),
    validation: validation.length > 0 ? await engineRows(table, preparation, validation, ground) : null,
  };
}

function bytesOf(rows: TrainingRows | null): number {
  if (rows === null) return 0;
  return sizeOf(rows.train.features) + sizeOf(rows.validation?.features ?? null);
}

const sizeOf = (numbers: Floats | null) => numbers?.byteLength ?? 0;
