// Why a run probably diverged, with the number that shows it and what to do.

import type { DivergenceCause, Progress } from '../../../app/contract/run/training.ts';
import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../numbers.ts';

/** @param inputs names of the network's inputs; empty where they are not known here. */
export function divergenceSentence(
  { cause, learningRate }: Progress,
  { model, training }: RunSpec,
  inputs: readonly string[],
): string {
  const format = numbers();
  switch (cause?.kind) {
    case 'unscaledInput':
      return m.run_diverged_input({
        input: inputs[cause.index] ?? format.whole(cause.index + 1),
        value: format.measure(cause.value),
      });
    case 'farCell':
      return farCellSentence(cause);
    case 'explodingGradients':
      return m.run_diverged_gradients({
        layer:
          cause.index < model.layers.length ? m.model_hidden({ number: cause.index + 1 }) : m.model_output(),
        value: format.measure(cause.value),
      });
    default:
      return m.run_diverged_rate({
        rate: format.exact(learningRate ?? training.optimizer.learningRate),
      });
  }
}

function farCellSentence({ row = '', column = '', value, isTarget = false }: DivergenceCause): string {
  const format = numbers();
  const values = {
    row: typeof row === 'number' ? format.whole(row) : row,
    column,
    value: format.measure(value),
  };
  return isTarget ? m.run_diverged_cell_target(values) : m.run_diverged_cell(values);
}
