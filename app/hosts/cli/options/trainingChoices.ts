// Options about network and training -> the choices of the proposal. Settings of an optimizer, schedule or loss are read here, since
// which exist depends on another option.

import type { Choices } from '../../../contract/spec/choices.ts';
import { defaultLossSettings, lossNumbers } from '../../../contract/spec/losses.ts';
import { optimizerSettings } from '../../../contract/spec/optimizers.ts';
import { defaultRegularization } from '../../../contract/spec/regularization.ts';
import { scheduleSettings, scheduleSpecSchema } from '../../../contract/spec/schedules.ts';
import { defaultStopping } from '../../../contract/spec/stopping.ts';
import { settingValues } from './settingText.ts';
import type { TrainingOptions } from './trainingOptions.ts';

/** Throws CommanderError where a setting does not exist, AppError option_invalid where its value is out of range. */
export function trainingChoices(options: TrainingOptions): Partial<Choices> {
  const { hidden, activation, initializer, normalization, dropout } = options;
  const { loss, optimizer, learningRate, batchSize, epochs, patience, precision, ensemble } = options;
  return {
    ...{ hidden, activation, initializer, normalization, dropout },
    ...{ loss, optimizer, learningRate, batchSize, epochs, patience, precision, ensemble },
    optimizerSettings: optimizerChoices(options),
    lossSettings: lossChoices(options),
    schedule: scheduleChoice(options),
    regularization: said(defaultRegularization, {
      l1: options.l1,
      clipNorm: options.clipNorm,
      clipValue: options.clipValue,
      maxNorm: options.maxNorm,
    }),
    stopping: said(defaultStopping, {
      monitor: options.monitor,
      targetLoss: options.targetLoss,
      seconds: options.maxSeconds,
    }),
  };
}

/** `usual` with what was said; undefined where nothing was. */
function said<Whole extends object>(
  usual: Whole,
  given: { [Key in keyof Whole]?: Whole[Key] | undefined },
): Whole | undefined {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : { ...usual, ...Object.fromEntries(entries) };
}

function optimizerChoices({ optimizer = 'adam', momentum, weightDecay, ...rest }: TrainingOptions) {
  const flags: [string, string][] = [];
  if (momentum !== undefined) flags.push(['momentum', String(momentum)]);
  if (weightDecay !== undefined) flags.push(['weightDecay', String(weightDecay)]);
  const settings = optimizerSettings[optimizer];
  const values = {
    ...settingValues('--momentum and --weight-decay', flags, settings, optimizer),
    ...settingValues('--optimizer-settings', rest.optimizerSettings ?? [], settings, optimizer),
  };
  return Object.keys(values).length === 0 ? undefined : values;
}

function lossChoices({ lossSettings = [], classWeights }: TrainingOptions): Choices['lossSettings'] {
  const numbers = settingValues('--loss-settings', lossSettings, lossNumbers, 'a loss');
  return said(defaultLossSettings, { ...numbers, classWeights });
}

function scheduleChoice({ schedule, scheduleSettings: given = [] }: TrainingOptions): Choices['schedule'] {
  if (schedule === undefined && given.length === 0) return undefined;
  const type = schedule ?? 'constant';
  const settings = settingValues('--schedule-settings', given, scheduleSettings[type], `schedule ${type}`);
  return scheduleSpecSchema.parse({ type, ...settings });
}
