// The monitored value (`stopping.monitor`), which chooses the best epoch: its name, and how its values are written.

import type { RunSpec } from '../../../app/contract/spec/spec.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../numbers.ts';

export interface MonitoredValue {
  name: string;
  /** Name of the loss that `targetLoss` bounds. */
  lossName: string;
  /** Whether higher is better. */
  highest: boolean;
  /** Whether it was measured during the epoch, before the steps that led to the epoch's weights. */
  during: boolean;
  /** @param value as in `progress.best`, where lower is better: an accuracy comes as 1 - accuracy. */
  write: (value: number) => string;
}

/** @param validated whether there are validation rows. */
export function monitoredValueOf({ training }: RunSpec, validated: boolean): MonitoredValue {
  const loss = validated ? m.monitored_validation_loss() : m.monitored_training_loss();
  const measure = (value: number) => numbers().measure(value);
  switch (training.stopping.monitor) {
    case 'accuracy':
      return {
        name: m.monitored_accuracy(),
        lossName: loss,
        highest: true,
        during: false,
        write: (value) => numbers().percent(1 - value),
      };
    case 'meanAbsoluteError':
      return { name: m.monitored_error(), lossName: loss, highest: false, during: false, write: measure };
    case 'trainingLoss':
      return {
        name: m.monitored_training_loss(),
        lossName: m.monitored_training_loss(),
        highest: false,
        during: true,
        write: measure,
      };
    default:
      return { name: loss, lossName: loss, highest: false, during: !validated, write: measure };
  }
}
