// A learner who goes through a lesson in one backend, and what a learner can do in it: each action is one of the controls that a step frees. Actions
// resolve when what they began has come to rest.
import type { Arrangement, LessonControl } from '../../app/contract/lesson/arrangement.ts';
import type { Lesson, LessonFacts, LessonLook } from '../../app/contract/lesson/lesson.ts';
import { endedStates } from '../../app/contract/run/training.ts';
import type { InitialLayer } from '../../app/contract/spec/initialWeights.ts';
import { type Activation, newLayer } from '../../app/contract/spec/layers.ts';
import type { Loss } from '../../app/contract/spec/losses.ts';
import { newOptimizer, type OptimizerType } from '../../app/contract/spec/optimizers.ts';
import type { RunSpec } from '../../app/contract/spec/spec.ts';
import { type Client, now } from '../app/workspace/table/openedTable.ts';

export interface Action {
  /** null: what needs no control, such as looking on in the walk. */
  control: LessonControl | null;
  do(learner: Learner): Promise<unknown>;
}

export class Learner {
  readonly client: Client;
  readonly lesson: Lesson;
  step = 0;
  /** What the page tells `look`. */
  looks: LessonLook = {};

  constructor(client: Client, lesson: Lesson) {
    this.client = client;
    this.lesson = lesson;
  }

  async enter(step: number): Promise<void> {
    this.step = step;
    this.looks = {};
    await this.client.lessons.enter({ step });
  }

  look(): Promise<LessonFacts> {
    return this.client.lessons.look(this.looks);
  }

  async edit(change: (spec: RunSpec) => RunSpec): Promise<void> {
    const { spec } = await now(this.client);
    if (spec === null) throw new Error('There is no spec.');
    await this.client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: change(spec) });
  }

  /** Waits until the run rests at or after a step or epoch, or has ended and was scored. */
  async rest(runId: string, isThere: (at: { step: number; epoch: number }) => boolean): Promise<void> {
    for await (const { progress } of await this.client.training.watch({ runId }))
      if (progress.state !== 'running' && !endedStates.includes(progress.state) && isThere(progress)) return;
  }

  /** The controls that the present step frees: those that it, or the last step before that names some, names. */
  controls(): readonly LessonControl[] {
    return this.named('controls') ?? [];
  }

  named<Field extends keyof Arrangement>(field: Field): Arrangement[Field] {
    const passed = this.lesson.steps
      .slice(0, this.step + 1)
      .flatMap(({ arrangement, blocks }) => [
        arrangement,
        ...blocks.flatMap((block) => (block.kind === 'question' ? (block.question.reveals ?? []) : [])),
      ]);
    return passed.findLast((one) => one[field] !== undefined)?.[field];
  }
}

const training = (
  change: (training: RunSpec['training']) => Partial<RunSpec['training']>,
  control: LessonControl,
): Action => ({
  control,
  do: (learner) =>
    learner.edit((spec) => ({ ...spec, training: { ...spec.training, ...change(spec.training) } })),
});
const model = (
  change: (model: RunSpec['model']) => Partial<RunSpec['model']>,
  control: LessonControl,
): Action => ({
  control,
  do: (learner) => learner.edit((spec) => ({ ...spec, model: { ...spec.model, ...change(spec.model) } })),
});

/** Trains `times` steps or epochs from where the run is. */
function trains(unit: 'batch' | 'epoch', times: number, control: LessonControl): Action {
  return {
    control,
    async do(learner) {
      const { client } = learner;
      const { run } = await now(client);
      const before = run === null || endedStates.includes(run.progress.state) ? null : run.progress;
      const { runId } = await client.lessons.train({ unit, times });
      const from = before !== null && runId === run?.id ? before : { step: 0, epoch: 0 };
      const field = unit === 'batch' ? 'step' : 'epoch';
      await learner.rest(runId, (at) => at[field] >= from[field] + times);
    },
  };
}

export const steps = (times: number): Action =>
  trains('batch', times, times % 10 === 0 ? 'tenSteps' : 'step');
export const epochs = (times: number): Action => trains('epoch', times, 'epoch');

/** Trains until the run ends by itself. */
export const train: Action = {
  control: 'train',
  async do(learner) {
    const { runId } = await learner.client.lessons.train({ unit: 'run' });
    for await (const _ of await learner.client.training.watch({ runId }));
  },
};

/** Trains at full speed until the condition holds, then pauses. */
export const trainUntil = (holds: (at: { step: number; epoch: number }) => boolean): Action => ({
  control: 'train',
  async do({ client }) {
    const { runId } = await client.lessons.train({ unit: 'run' });
    for await (const { progress } of await client.training.watch({ runId })) {
      if (!holds(progress)) continue;
      if (progress.state === 'running') await client.training.pause().catch(() => {});
      if (progress.state === 'paused') return;
    }
  },
});

export const rewind: Action = {
  control: 'rewind',
  async do(learner) {
    await learner.client.lessons.rewind();
    for await (const { run } of await learner.client.workspace.watch())
      if (run === null || run.progress.state === 'ready') return;
  },
};

/** Initial weights, hidden layers first and the output layer last. */
export const weights = (initialWeights: InitialLayer[]): Action =>
  model(() => ({ initialWeights }), 'weights');
export const learningRate = (rate: number): Action =>
  training(({ optimizer }) => ({ optimizer: { ...optimizer, learningRate: rate } }), 'learningRate');
export const batchSize = (size: RunSpec['training']['batchSize']): Action =>
  training(() => ({ batchSize: size }), 'batchSize');
export const mostEpochs = (count: number): Action => training(() => ({ epochs: count }), 'epochs');
export const patience = (count: number): Action => training(() => ({ patience: count }), 'patience');
export const loss = (name: Loss): Action => training(() => ({ loss: name }), 'loss');
export const optimizer = (type: OptimizerType): Action =>
  training(
    ({ optimizer: { learningRate: rate } }) => ({ optimizer: { ...newOptimizer(type), learningRate: rate } }),
    'optimizer',
  );
/** Other settings of the optimizer than its learning rate. */
export const optimizerSettings = (settings: Record<string, number | boolean>): Action =>
  training(
    (before) => ({ optimizer: { ...before.optimizer, ...settings } as RunSpec['training']['optimizer'] }),
    'optimizerSettings',
  );
/** Units of the hidden layer; 0: none. */
export const hiddenUnits = (units: number, activation: Activation = 'tanh'): Action =>
  model(
    ({ layers: [first], initialWeights: _ }) => ({
      layers: units === 0 ? [] : [first === undefined ? newLayer(units, activation) : { ...first, units }],
      initialWeights: undefined,
    }),
    'hiddenUnits',
  );
export const activation = (name: Activation): Action =>
  model(({ layers }) => ({ layers: layers.map((layer) => ({ ...layer, activation: name })) }), 'activation');
export const bias = (has: boolean): Action =>
  model(
    ({ layers, output }) => ({
      layers: layers.map((layer) => ({ ...layer, bias: has })),
      output: { ...output, bias: has },
    }),
    'bias',
  );
export const seed = (number: number): Action => ({
  control: 'seed',
  do: (learner) => learner.edit((spec) => ({ ...spec, seed: number })),
});

/** Another 0-based data row is walked. */
export const row = (index: number): Action => ({
  control: 'row',
  async do(learner) {
    learner.looks = { ...learner.looks, row: index };
  },
});

/** The walk is at a step, from 1, and so many of its steps were shown. */
export const walk = (walkStep: number, walkSteps: number, walkSeen = walkStep): Action => ({
  control: null,
  async do(learner) {
    learner.looks = { ...learner.looks, walkStep, walkSteps, walkSeen };
  },
});

/** The optimizers of the step race for so many epochs; without `from` with the step's learning rates. */
export const race = (untilEpoch: number, rates: readonly number[] = []): Action => ({
  control: null,
  async do(learner) {
    const { client } = learner;
    const entrants = (learner.named('race') ?? []).map((one, k) => ({
      ...one,
      learningRate: rates[k] ?? one.learningRate,
    }));
    const { raceId } = await client.race.start({ entrants, epochsPerSecond: null });
    for await (const { entrants: all } of await client.race.watch({ raceId }))
      if (all.every(({ progress }) => progress.epoch >= untilEpoch)) break;
    await client.race.pause().catch(() => {});
  },
});
