// The steps of one row's forward and backward pass, in the order in which they are computed. An activation function or normalisation
// that a network does not have is not a step.

import type { Activation } from '../../../app/contract/spec/layers.ts';

export type Head = 'linear' | 'exp' | 'sigmoid' | 'softmax';
export interface WalkedShape {
  /** The hidden layers; the output layer follows them. */
  layers: { activation: Activation; normalized: boolean }[];
  /** The function that turns the logits into the prediction. */
  head: Head;
}

export type StepKind =
  | 'scale'
  | 'sums'
  | 'normalize'
  | 'activate'
  | 'output'
  | 'loss'
  | 'dLoss'
  | 'dWeights'
  | 'dActivations'
  | 'dActivate'
  | 'dNormalize'
  | 'update';

export interface Step {
  kind: StepKind;
  /** Index of the step's layer, from 0, the output layer last; -1 for the inputs. */
  layer: number;
  back: boolean;
}

export function stepsOf({ layers, head }: WalkedShape): Step[] {
  const last = layers.length;
  const forward: Step[] = [{ kind: 'scale', layer: -1, back: false }];
  const add = (steps: Step[], kind: StepKind, layer: number) =>
    steps.push({ kind, layer, back: steps !== forward });
  for (const [layer, { activation, normalized }] of layers.entries()) {
    add(forward, 'sums', layer);
    if (normalized) add(forward, 'normalize', layer);
    if (activation !== 'linear') add(forward, 'activate', layer);
  }
  add(forward, 'sums', last);
  if (head !== 'linear') add(forward, 'output', last);
  add(forward, 'loss', last);

  const back: Step[] = [];
  add(back, 'dLoss', last);
  add(back, 'dWeights', last);
  for (const [layer, { activation, normalized }] of [...layers.entries()].reverse()) {
    add(back, 'dActivations', layer);
    if (activation !== 'linear') add(back, 'dActivate', layer);
    if (normalized) add(back, 'dNormalize', layer);
    add(back, 'dWeights', layer);
  }
  add(back, 'update', last);
  return [...forward, ...back];
}

/** Index of a step; the number of steps where there is no such step. */
export function stepIndex(steps: readonly Step[], kind: StepKind, layer: number): number {
  const index = steps.findIndex((step) => step.kind === kind && step.layer === layer);
  return index < 0 ? steps.length : index;
}
