// The simple models that a network is compared with: always guessing, and a linear model (least squares for numbers, logistic
// regression for classes) on the network's own inputs, training rows and row weights.
import {
  inputNames,
  type LayerWeights,
  type Model,
  outputCount,
  type Preparation,
} from '../../contract/model.ts';
import type { Baselines, LinearBaseline } from '../../contract/run/baselines.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';
import { encodeTargets } from '../../dataset/preparation/encode.ts';
import type { Split } from '../../dataset/split/split.ts';
import type { Table } from '../../dataset/table/table.ts';
import type { Engine } from '../../engine/engine.ts';
import { classShares, targetMeans } from '../../evaluation/guess.ts';
import { engineRows } from '../spec/engineConfig.ts';
import { thinned } from '../table/ground.ts';
import { leastSquaresFit, logisticFit } from './linearFit.ts';

/** Weights that are kept at most: they lie as text in the model file. */
const mostWeights = 50_000;
/** What the fit goes over in each step at most (rows x inputs x outputs): some milliseconds. */
const mostProducts = 5_000_000;

export async function fitBaselines(
  engine: Engine,
  model: Pick<Model, 'spec' | 'preparation'>,
  table: Table,
  split: Split,
): Promise<Baselines | null> {
  if (split.train.length === 0) return null;
  const { target } = model.preparation;
  const { truth } = await encodeTargets(table, target, split.train);
  return {
    guess:
      target.kind === 'class'
        ? classShares(truth, target.classes.length)
        : targetMeans(truth, target.columns.length),
    linear: await fitLinear(engine, model, table, split),
  };
}

/** null where there are too many weights to keep, or where they are not finite. */
async function fitLinear(
  engine: Engine,
  { spec, preparation }: Pick<Model, 'spec' | 'preparation'>,
  table: Table,
  split: Split,
): Promise<LinearBaseline | null> {
  const prepared = linearPreparation(preparation);
  const inputs = inputNames(prepared).length;
  const outputs = outputCount(prepared.target);
  if (inputs === 0 || inputs * outputs > mostWeights) return null;
  const chosen = thinned(split.train, Math.max(1, Math.floor(mostProducts / (inputs * outputs))));
  const rows = await engineRows(table, prepared, chosen, { spec, split });
  const solve = prepared.target.kind === 'numeric' ? leastSquaresFit : logisticFit;
  const { weight, bias } = await solve(engine, rows, inputs, outputs);
  if (![...weight, ...bias].every(Number.isFinite)) return null;
  const perOutput = Array.from({ length: outputs }, (_, k) => [
    ...weight.subarray(k * inputs, (k + 1) * inputs),
  ]);
  return { weight: perOutput, bias: [...bias], rows: chosen.length };
}

/** The baseline as a model without hidden layers, to predict and score with. */
export function linearModel(
  { spec, preparation }: Pick<Model, 'spec' | 'preparation'>,
  { weight, bias }: LinearBaseline,
): { spec: RunSpec; preparation: Preparation; members: LayerWeights[][] } {
  const layer = {
    inputs: weight[0]!.length,
    outputs: bias.length,
    weight: Float32Array.from(weight.flat()),
    bias: Float32Array.from(bias),
  };
  const { ensemble: _, ...training } = spec.training;
  const linear = { ...spec, model: { layers: [], output: spec.model.output }, training };
  return { spec: linear, preparation: linearPreparation(preparation), members: [[layer]] };
}

/** A Poisson network's output is a logarithm; the linear model predicts the value itself. */
function linearPreparation(preparation: Preparation): Preparation {
  const { target } = preparation;
  if (target.kind !== 'numeric') return preparation;
  return { ...preparation, target: { ...target, link: 'identity' } };
}
