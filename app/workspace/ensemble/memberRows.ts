// What each network of an ensemble is trained with: its own spec, and its rows. All share one preparation and one encoding of the rows;
// each learns from all folds but one, which is its validation data.

import { limits } from '../../contract/limits.ts';
import type { Floats } from '../../contract/model.ts';
import type { MemberPlace } from '../../contract/spec/ensemble.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { splitOfMember } from '../../dataset/split/ensembleFolds.ts';
import type { TrainingRows } from '../cohort/sharedRows.ts';
import { engineInputs, engineSettings, targetsAndWeights } from '../spec/engineConfig.ts';
import type { Ground } from '../table/ground.ts';

/** The spec of one network. Networks of the same seed begin from the same weights; the rows are those of the whole ensemble's split. */
export function memberSpec({ seed, data, training, ...rest }: RunSpec, place: MemberPlace): RunSpec {
  const { ensemble: _, epochFolds: __, ...own } = training;
  return {
    ...rest,
    seed: (seed + place.seed) % (limits.seed.max + 1),
    data: { ...data, splitSeed: data.splitSeed ?? seed },
    training: own,
  };
}

export class MemberRows {
  readonly #ground: Ground;
  /** Inputs of all rows that are in a fold, in the order of the split's training rows. */
  #inputs: Promise<Floats> | null = null;

  /** @param ground of the ensemble's spec */
  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** The ground and the rows of one network; the engine takes copies. */
  async of(place: MemberPlace): Promise<TrainingRows> {
    const { table, preparation, split: whole } = this.#ground;
    const spec = memberSpec(this.#ground.spec, place);
    const split = splitOfMember(whole, place.fold);
    const ground: Ground = { spec, table, split, preparation, settings: engineSettings(spec, preparation) };
    this.#inputs ??= engineInputs(table, preparation, whole.train, spec);
    const inputs = await this.#inputs;
    const rowsOf = async (rows: Uint32Array) => ({
      rows: rows.length,
      features: picked(inputs, whole.train, rows),
      ...(await targetsAndWeights(table, preparation, rows, ground)),
    });
    return { ground, train: await rowsOf(split.train), validation: await rowsOf(split.validation) };
  }
}

/** The inputs of `rows` among those of `all`; both ascend. */
function picked(inputs: Floats, all: Uint32Array, rows: Uint32Array): Floats {
  const width = inputs.length / all.length;
  const found = inputs.slice(0, rows.length * width);
  let at = 0;
  for (let k = 0; k < rows.length; k++, at++) {
    while (all[at] !== rows[k]) at++;
    found.set(inputs.subarray(at * width, (at + 1) * width), k * width);
  }
  return found;
}
