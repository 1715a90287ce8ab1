// What every format has to carry, one small trained model for each: kinds of targets, numbers of classes, normalisations, activations.
import { type Activation, activations, newLayer } from '../../../../app/contract/spec/layers.ts';
import type { RunSpec } from '../../../../app/contract/spec/spec.ts';
import { rawTable } from './rawTable.ts';
import { type TrainedModel, trainedModel } from './trainedModel.ts';

const withLayers =
  (...layers: RunSpec['model']['layers']) =>
  (spec: RunSpec): RunSpec => ({ ...spec, model: { ...spec.model, layers } });

export interface Case {
  name: string;
  train: () => Promise<TrainedModel>;
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
    train: async () => {
      const trained = await trainedModel({ targets: ['two'] });
      return { ...trained, model: { ...trained.model, threshold: 0.3 } };
    },
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
];

export const activationCase = (activation: Activation): Case => ({
  name: `the activation ${activation}`,
  train: () => trainedModel({ targets: ['y'] }, withLayers(newLayer(6, activation), newLayer(5, activation))),
});

export const activationCases: Case[] = activations.map(activationCase);
