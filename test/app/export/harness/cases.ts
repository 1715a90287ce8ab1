// What every format has to carry, one small trained model for each: kinds of targets, numbers of classes, normalisations, activations.
import type { LayerWeights } from '../../../../app/contract/model.ts';
import { type Activation, activations, newLayer } from '../../../../app/contract/spec/layers.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { rawTable } from './rawTable.ts';
import { type TrainedModel, trainedModel } from './trainedModel.ts';

const withLayers =
  (...layers: RunSpec['model']['layers']) =>
  (spec: RunSpec): RunSpec => ({ ...spec, model: { ...spec.model, layers } });

/** Another network of the same kind. */
const scaled = (layers: LayerWeights[], factor: number): LayerWeights[] =>
  layers.map((layer) => ({ ...layer, weight: layer.weight.map((x) => x * factor) }));

export interface Case {
  name: string;
  /** Trains at the first call. */
  train: () => Promise<TrainedModel>;
}

function once(train: Case['train']): Case['train'] {
  let trained: Promise<TrainedModel> | undefined;
  return () => {
    trained ??= train();
    return trained;
  };
}

export const cases: Case[] = [
  { name: 'one number', train: () => trainedModel({ targets: ['y'] }) },
  {
    name: 'two numbers, without a hidden layer',
    train: () => trainedModel({ targets: ['y', 'y 둘'], hidden: [] }),
  },
  { name: 'a count', train: () => trainedModel({ targets: ['count'], task: 'regression', loss: 'poisson' }) },
  { name: 'two classes', train: () => trainedModel({ targets: ['two'] }) },
  {
    name: 'two classes with a threshold',
    train: () =>
      trainedModel({ targets: ['two'] }, undefined, undefined, (model) => ({ ...model, threshold: 0.3 })),
  },
  { name: '10 classes', train: () => trainedModel({ targets: ['kind'] }) },
  {
    name: '300 classes',
    train: () => trainedModel({ targets: ['kind'], epochs: 1 }, undefined, rawTable(1_200, 300)),
  },
  {
    name: 'batch and layer normalisation, dropout',
    train: () =>
      trainedModel(
        { targets: ['y', 'y 둘'], epochs: 8 },
        withLayers(
          newLayer(7, 'relu', { normalization: 'batch', bias: false }),
          newLayer(5, 'tanh', { normalization: 'layer', dropout: 0.2 }),
        ),
      ),
  },
  {
    name: 'an ensemble of three networks',
    train: () =>
      trainedModel({ targets: ['two'] }, undefined, undefined, ({ spec, members, ...rest }) => ({
        ...rest,
        spec: { ...spec, training: { ...spec.training, ensemble: { folds: 3, seeds: 1 } } },
        members: [
          ...members,
          ...[0.5, -1.5].map((factor) => members.flatMap((layers) => scaled(layers, factor))),
        ],
      })),
  },
].map(({ name, train }) => ({ name, train: once(train) }));

const activated = (activation: Activation) =>
  withLayers(newLayer(6, activation), newLayer(5, activation === 'step' ? 'tanh' : activation));

/** Nothing trains through a step: there it takes the place of another activation afterwards. */
export const activationCase = (activation: Activation): Case => ({
  name: `the activation ${activation}`,
  train: once(() =>
    trainedModel(
      { targets: ['y'] },
      activated(activation === 'step' ? 'sigmoid' : activation),
      undefined,
      (model) => ({
        ...model,
        spec: activated(activation)(model.spec),
      }),
    ),
  ),
});

export const activationCases: Case[] = activations.map(activationCase);
