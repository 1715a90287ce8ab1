// What the best epoch and patience look at (`stopping.monitor`), by name, and how its values are written.

import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { m } from '../../../paraglide/messages.js';
import { numbers } from '../../../wording/numbers.ts';

export interface Watched {
  name: string;
  /** Of the loss that a target is set for. */
  lossName: string;
  /** Whether more is better. */
  highest: boolean;
  /** @param value as `progress.best` has it: less is better, so an accuracy is its complement. */
  write: (value: number) => string;
}

/** @param validated whether there are validation rows. */
export function watchedBy({ training }: RunSpec, validated: boolean): Watched {
  const loss = validated ? m.monitored_validation_loss() : m.monitored_training_loss();
  const measure = (value: number) => numbers().measure(value);
  switch (training.stopping.monitor) {
    case 'accuracy':
      return {
        name: m.monitored_accuracy(),
        lossName: loss,
        highest: true,
        write: (value) => numbers().percent(1 - value),
      };
    case 'meanAbsoluteError':
      return { name: m.monitored_error(), lossName: loss, highest: false, write: measure };
    case 'trainingLoss':
      return {
        name: m.monitored_training_loss(),
        lossName: m.monitored_training_loss(),
        highest: false,
        write: measure,
      };
    default:
      return { name: loss, lossName: loss, highest: false, write: measure };
  }
}
