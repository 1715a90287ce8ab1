// The numbers of a step as table rows: the terms of a sum, gradients with the parameters by which they are measured, or parameters
// before and after the update.

import type { ParameterIndex } from '../../../app/contract/run/parameterIndex.ts';
import { m } from '../../paraglide/messages.js';
import { layerOf } from './stepWords.ts';
import { flowInto, hasBias, type Walked } from './walkedRow.ts';
import type { Step } from './walkSteps.ts';

export type StepTable =
  | {
      kind: 'terms';
      rows: { name: string; one: number; other: number; followed: boolean }[];
      more: number;
      bias: number | null;
      sum: number;
    }
  | {
      kind: 'gradients';
      rows: { name: string; parameter: ParameterIndex; gradient: number; followed: boolean }[];
      more: number;
    }
  | {
      kind: 'update';
      /** One entry per layer: the parameters of its followed unit. */
      layers: { name: string; rows: UpdatedRow[] }[];
      more: number;
    };
interface UpdatedRow {
  name: string;
  before: number;
  after: number;
  followed: boolean;
}

export function stepTable(walked: Walked, step: Step): StepTable | null {
  switch (step.kind) {
    case 'sums':
      return sumTerms(walked, step.layer);
    case 'dActivations':
      return gradientTerms(walked, step.layer);
    case 'dLoss':
      return unitGradients(walked, step.layer, 'bias');
    case 'dActivate':
      return unitGradients(walked, step.layer, walked.shape.layers[step.layer]?.normalized ? 'beta' : 'bias');
    case 'dNormalize':
      return unitGradients(walked, step.layer, 'bias');
    case 'dWeights':
      return weightGradients(walked, step.layer);
    case 'update':
      return updated(walked);
    default:
      return null;
  }
}

function sumTerms(walked: Walked, layer: number): StepTable {
  const [from, to] = [walked.columns[layer]!, walked.columns[layer + 1]!];
  const { weight, bias, z } = walked.walk.layers[layer]!;
  const [j, into] = [to.followed, flowInto(walked, layer)];
  const rows = from.shown.map((i) => ({
    name: from.names[i] ?? '',
    one: into[i]!,
    other: weight[j]![i]!,
    followed: i === from.followed,
  }));
  return {
    kind: 'terms',
    rows,
    more: from.units - rows.length,
    bias: hasBias(walked, layer) ? bias[j]! : null,
    sum: z[j]!,
  };
}

function gradientTerms(walked: Walked, layer: number): StepTable {
  const [from, to] = [walked.columns[layer + 1]!, walked.columns[layer + 2]!];
  const { weight, dZ } = walked.walk.layers[layer + 1]!;
  const j = from.followed;
  const rows = to.shown.map((k) => ({
    name: to.names[k] ?? '',
    one: weight[k]![j]!,
    other: dZ[k]!,
    followed: k === to.followed,
  }));
  return {
    kind: 'terms',
    rows,
    more: to.units - rows.length,
    bias: null,
    sum: walked.walk.layers[layer]!.dA[j]!,
  };
}

/** The gradient of a pre-activation equals that of its bias, and after a normalisation that of beta: it is measured by moving these. */
function unitGradients(walked: Walked, layer: number, tensor: 'bias' | 'beta'): StepTable {
  const column = walked.columns[layer + 1]!;
  const { dZ, normalization } = walked.walk.layers[layer]!;
  const gradients = tensor === 'beta' ? (normalization?.dShifted ?? dZ) : dZ;
  const rows = column.shown.map((unit) => ({
    name: column.names[unit] ?? '',
    parameter: { layer, tensor, unit, input: null },
    gradient: gradients[unit]!,
    followed: unit === column.followed,
  }));
  return { kind: 'gradients', rows, more: column.units - rows.length };
}

function weightGradients(walked: Walked, layer: number): StepTable {
  const [from, to] = [walked.columns[layer]!, walked.columns[layer + 1]!];
  const { dWeight, dZ } = walked.walk.layers[layer]!;
  const j = to.followed;
  const rows: Extract<StepTable, { kind: 'gradients' }>['rows'] = from.shown.map((i) => ({
    name: edgeName(from.names[i], to.names[j]),
    parameter: { layer, tensor: 'weight', unit: j, input: i },
    gradient: dWeight[j]![i]!,
    followed: i === from.followed,
  }));
  if (hasBias(walked, layer))
    rows.push({
      name: m.walk_bias_of({ unit: to.names[j] ?? '' }),
      parameter: { layer, tensor: 'bias', unit: j, input: null },
      gradient: dZ[j]!,
      followed: false,
    });
  return { kind: 'gradients', rows, more: from.units - from.shown.length };
}

/** Parameters of the followed units: weights from the drawn units, bias, and gamma and beta of a normalisation. */
function updated(walked: Walked): StepTable {
  const layers = walked.walk.layers.map((_, layer) => ({
    name: layerOf(walked, layer),
    rows: [...updatedWeights(walked, layer), ...updatedOfUnit(walked, layer)],
  }));
  const more = walked.walk.layers.reduce((sum, _, layer) => {
    const { units, shown } = walked.columns[layer]!;
    return sum + units - shown.length;
  }, 0);
  return { kind: 'update', layers, more };
}

function updatedWeights(walked: Walked, layer: number): UpdatedRow[] {
  const [from, to] = [walked.columns[layer]!, walked.columns[layer + 1]!];
  const j = to.followed;
  const [before, after] = [walked.walk.layers[layer]!, walked.walk.update.layers[layer]!];
  return from.shown.map((i) => ({
    name: edgeName(from.names[i], to.names[j]),
    before: before.weight[j]![i]!,
    after: after.weight[j]![i]!,
    followed: i === from.followed,
  }));
}

function updatedOfUnit(walked: Walked, layer: number): UpdatedRow[] {
  const { followed: j, names } = walked.columns[layer + 1]!;
  const { bias, normalization } = walked.walk.layers[layer]!;
  const after = walked.walk.update.layers[layer]!;
  const unit = names[j] ?? '';
  const row = (name: string, values: readonly number[], then: readonly number[]): UpdatedRow => ({
    name,
    before: values[j]!,
    after: then[j]!,
    followed: false,
  });
  const rows = hasBias(walked, layer) ? [row(m.walk_bias_of({ unit }), bias, after.bias)] : [];
  if (normalization === null || after.normalization === null) return rows;
  return [
    ...rows,
    row(m.walk_gamma_of({ unit }), normalization.gamma, after.normalization.gamma),
    row(m.walk_beta_of({ unit }), normalization.beta, after.normalization.beta),
  ];
}

function edgeName(from = '', to = ''): string {
  return `${from} → ${to}`;
}
