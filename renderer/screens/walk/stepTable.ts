// The numbers of a step one below the other: the terms of a sum, gradients beside which they are measured, or weights before and after.

import type { ParameterIndex } from '../../../app/contract/run/insight.ts';
import { m } from '../../paraglide/messages.js';
import { flowInto, type Walked } from './walkedRow.ts';
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
      rows: { name: string; before: number; after: number; followed: boolean }[];
      more: number;
    };

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
      return updated(walked, step.layer);
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
  return { kind: 'terms', rows, more: from.units - rows.length, bias: bias[j]!, sum: z[j]! };
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

/** A sum moves as its bias does, and what is passed on after a normalisation as its beta: so their gradients are measured by these. */
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

function updated(walked: Walked, layer: number): StepTable {
  const [from, to] = [walked.columns[layer]!, walked.columns[layer + 1]!];
  const { weight, dWeight } = walked.walk.layers[layer]!;
  const { learningRate } = walked.spec.training.optimizer;
  const j = to.followed;
  const rows = from.shown.map((i) => ({
    name: edgeName(from.names[i], to.names[j]),
    before: weight[j]![i]!,
    after: weight[j]![i]! - learningRate * dWeight[j]![i]!,
    followed: i === from.followed,
  }));
  return { kind: 'update', rows, more: from.units - rows.length };
}

export function hasBias({ spec, walk }: Walked, layer: number): boolean {
  const said = layer === walk.layers.length - 1 ? spec.model.output : spec.model.layers[layer];
  return said?.bias ?? true;
}

function edgeName(from = '', to = ''): string {
  return `${from} → ${to}`;
}
