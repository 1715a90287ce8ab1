// Whether the parts of a model that was read from a file fit each other: layers, spec, preparation, and what was measured with them.
// Each function throws AppError model_damaged; `path` is only for the sentence.
import {
  inputNames,
  type LayerWeights,
  type Model,
  outputCount,
  scalesOf,
  type TargetPreparation,
} from '../contract/model.ts';
import { rawInputsOf } from './portable/rawInputs.ts';
import { damaged } from './tensors.ts';

export function checkModel(model: Model, path: string): void {
  checkPreparation(model, path);
  checkShapes(model, path);
  for (const layers of model.members) checkLayers(model, layers, path);
  checkBaselines(model, path);
  checkCalibration(model, path);
  checkGoldenRows(model, path);
  const { threshold, preparation } = model;
  if (threshold !== undefined && outputNames(preparation.target).length !== 2)
    throw damaged(path, 'it has a threshold, which only two classes have');
}

/** Whether the layers of a member are those of the spec. */
function checkLayers({ spec, preparation }: Model, layers: LayerWeights[], path: string): void {
  const outputs = [...spec.model.layers.map((layer) => layer.units), outputCount(preparation.target)];
  const inputs = inputNames(preparation).length;
  if (layers[0]!.inputs !== inputs) {
    throw damaged(path, `its first layer takes ${layers[0]!.inputs} inputs; its preparation makes ${inputs}`);
  }
  layers.forEach((layer, i) => {
    if (layer.outputs === outputs[i]) return;
    throw damaged(path, `layer ${i} has ${layer.outputs} units; its spec says ${outputs[i]}`);
  });
  layers.forEach(({ normalization }, i) => {
    const said = spec.model.layers[i]?.normalization ?? 'none';
    const found = normalization?.kind ?? 'none';
    if (found !== said)
      throw damaged(path, `layer ${i} has the normalization ${found}; its spec says ${said}`);
  });
}

function checkShapes({ spec, preparation, meanInputs }: Model, path: string): void {
  const inputs = inputNames(preparation).length;
  if (meanInputs !== undefined && meanInputs.length !== inputs)
    throw damaged(path, `it has the means of ${meanInputs.length} inputs; its preparation makes ${inputs}`);
  const named = new Set(
    spec.data.columns.filter((c) => c.role === 'feature' || c.role === 'target').map((c) => c.name),
  );
  const { target } = preparation;
  const used = [
    ...preparation.inputs.map((input) => input.column),
    ...(target.kind === 'class' ? [target.column] : target.columns.map((column) => column.name)),
  ];
  const stranger = used.find((column) => !named.has(column));
  if (stranger !== undefined) {
    throw damaged(path, `its preparation reads column "${stranger}", which its spec does not`);
  }
  if ((target.kind === 'numeric') !== (spec.data.task === 'regression')) {
    throw damaged(path, `its target does not fit the task ${spec.data.task}`);
  }
  const link = spec.training.loss === 'poisson' ? 'log' : 'identity';
  if (target.kind === 'numeric' && target.link !== link) {
    throw damaged(
      path,
      `its target has the link ${target.link}; the loss ${spec.training.loss} needs ${link}`,
    );
  }
}

function checkBaselines({ preparation, baselines }: Model, path: string): void {
  if (baselines === undefined) return;
  const { target } = preparation;
  const guesses = outputNames(target).length;
  const outputs = outputCount(target);
  const inputs = inputNames(preparation).length;
  const { guess, linear } = baselines;
  const fits =
    guess.length === guesses &&
    (linear === null ||
      (linear.bias.length === outputs &&
        linear.weight.length === outputs &&
        linear.weight.every((row) => row.length === inputs)));
  if (!fits) throw damaged(path, 'its baselines do not fit its preparation');
}

function checkCalibration({ preparation, calibration }: Model, path: string): void {
  if (calibration === undefined) return;
  const { target } = preparation;
  const { rows, ranks, scores } = calibration;
  const ascending = (values: readonly number[]) =>
    values.every((value, i) => i === 0 || values[i - 1]! <= value);
  const fits =
    scores.length === (target.kind === 'class' ? 1 : target.columns.length) &&
    scores.every((of) => of.length === ranks.length && ascending(of)) &&
    ascending(ranks) &&
    ranks.at(-1)! <= rows;
  if (!fits) throw damaged(path, 'its calibration does not fit its preparation');
}

function checkGoldenRows({ preparation, goldenRows }: Model, path: string): void {
  if (goldenRows === undefined) return;
  const { values, predictions } = goldenRows;
  const inputs = rawInputsOf(preparation);
  const outputs = outputNames(preparation.target).length;
  const fits =
    values.length === predictions.length &&
    predictions.every((row) => row.length === outputs) &&
    values.every(
      (row) =>
        row.length === inputs.length &&
        row.every((value, k) => (typeof value === 'string') === (inputs[k]!.kind === 'category')),
    );
  if (!fits) throw damaged(path, 'its golden rows do not fit its preparation');
}

/** What is predicted: targets, or the probability of each class. */
function outputNames(target: TargetPreparation): string[] {
  return target.kind === 'class' ? target.classes : target.columns.map(({ name }) => name);
}

/** A divisor of 0 would make every input infinite, and what is named twice has two meanings. */
function checkPreparation({ preparation: { inputs, target } }: Model, path: string): void {
  const columns = target.kind === 'numeric' ? target.columns.map(({ name }) => name) : [];
  refuseTwice([...inputs.map(({ column }) => column), ...columns], 'reads or predicts the column', path);
  for (const input of inputs) {
    if (input.kind === 'oneHot')
      refuseTwice([...input.levels, ...(input.others ?? [])], `has for "${input.column}" the category`, path);
    const edges = (input.kind === 'numeric' && input.edges) || [];
    if (edges.some((edge, k) => k > 0 && edge <= edges[k - 1]!))
      throw damaged(path, `the edges of the bins of "${input.column}" do not ascend`);
    const scales = input.kind === 'oneHot' ? [] : scalesOf(input);
    if (scales.some(({ scale }) => scale === 0)) throw damaged(path, `it divides "${input.column}" by 0`);
  }
  if (target.kind === 'numeric') return;
  refuseTwice(target.classes, 'has the class', path);
  if (target.classes.length < 2) throw damaged(path, 'it has fewer than two classes');
}

function refuseTwice(names: readonly string[], has: string, path: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw damaged(path, `its preparation ${has} "${name}" twice`);
    seen.add(name);
  }
}
