// What only the training of one network can do, refused for an ensemble in a sentence that says so.
import { AppError } from '../../contract/issues/errors.ts';
import type { RunSpec } from '../../contract/spec/spec.ts';

const sentences = {
  step: 'An ensemble trains several networks at once, so it cannot go step by step; train one network to do that.',
  change:
    'An ensemble trains several networks at once, so its settings cannot be changed while it trains; stop it, change them and train again.',
  rewind: 'An ensemble trains several networks at once and cannot go back; stop it and train again.',
  branch: 'An ensemble keeps no checkpoints to branch from; train one network to do that.',
  race: 'Optimizers race with one network; choose one network on the model screen first.',
  begin: 'An ensemble begins from random weights; choose one network to go on from the weights of a model.',
  origin:
    'This model is an ensemble of several networks; training can go on only from the weights of one network.',
} as const;

/** Throws AppError ensemble_unsuited. */
export function refuseEnsemble({ training }: Pick<RunSpec, 'training'>, what: keyof typeof sentences): void {
  if (training.ensemble === undefined) return;
  throw new AppError('ensemble_unsuited', sentences[what], { what });
}
