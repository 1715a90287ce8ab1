// The spec and the files that train a reported run again to the same weights, and where that cannot be promised.

import type { Report } from '../../app/contract/report.ts';
import type { RunSpec } from '../../app/contract/spec/spec.ts';
import { shellWord } from './shellWord.ts';

export interface Repeated {
  spec: RunSpec;
  /** Why the spec is not the run's own. */
  cut: boolean;
  /** Whether training it ends with the same weights. */
  exact: boolean;
  /** Whether it begins from the weights in the run's folder. */
  fromWeights: boolean;
  commands: string;
}

/** Schedules whose learning rate does not depend on the number of epochs. */
const shorter: readonly RunSpec['training']['schedule']['type'][] = [
  'constant',
  'step',
  'exponential',
  'inverseTime',
  'reduceOnPlateau',
];

/** null where no table is known. */
export function repeated({ spec, run, trainedOn }: Report): Repeated | null {
  if (trainedOn === null) return null;
  const { state, reason, epoch = 0 } = run?.progress ?? {};
  // A run that was stopped, or ran out of time, ends where a person or a clock said: after this many epochs.
  const early = run !== null && run.openedFrom === null && (state === 'stopped' || reason === 'timeLimit');
  const cuts = early && epoch > 0 && shorter.includes(spec.training.schedule.type);
  const fromWeights = run?.parent?.from === 'weights';
  const files = trainedOn.files.length === 0 ? [trainedOn.fileName] : trainedOn.files.map(({ name }) => name);
  const words = [
    ...['npx --no-install chainrule train', ...files.map(shellWord), '--spec spec.json'],
    ...(fromWeights ? ['--from initial.safetensors'] : []),
    ...((run?.changes.length ?? 0) > 0 ? ['--changes changes.json'] : []),
    '--out again',
  ];
  return {
    spec: cuts ? withEpochs(spec, epoch) : spec,
    cut: cuts,
    exact: !early || cuts,
    fromWeights,
    commands: words.join(' '),
  };
}

function withEpochs(spec: RunSpec, epochs: number): RunSpec {
  const { training } = spec;
  return { ...spec, training: { ...training, epochs, stopping: { ...training.stopping, seconds: null } } };
}
