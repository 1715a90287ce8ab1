// The model file with model.py: read by PyTorch, trained on, and without the safetensors package.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../../../app/contract/model.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { predictTorch, writeTorch } from '../../../../app/export/python/torchFormat.ts';
import { activationCases, cases } from '../harness/cases.ts';
import { askedOf } from './asked.ts';
import { inFolder, pythonsWith, runPython } from './pythons.ts';

const pythons = pythonsWith('numpy', 'torch');
const files = (model: Model) => writeTorch(portableModel(model), 'house prices');

const all = [...cases, ...activationCases];

it.each(all)('$name: the reader of the file predicts within 1e-5', async ({ train }) => {
  const { model, values, predictions } = await train();
  expect(agreement(predictions, predictTorch(files(model), values).predictions).largest).toBeLessThan(1e-5);
});

describe.each(pythons)('with $name', (python) => {
  let found: number[][][];
  beforeAll(async () => {
    found = await askedOf(python, all, files, 'model.py');
  });
  it.each(all.map(({ name, train }, k) => ({ name, train, k })))(
    '$name: within 1e-5',
    async ({ train, k }) => {
      expect(agreement((await train()).predictions, found[k]!).largest).toBeLessThan(1e-5);
    },
  );
});

const trainOn = `
import torch
from model import load
network = load().train()
names = [name for name, _ in network.named_parameters()]
optimizer = torch.optim.SGD([p for p in network.parameters() if p.requires_grad], lr=0.01)
inputs, wanted = torch.randn(40, network.layers[0].in_features), torch.randn(40, 2)
losses = []
for _ in range(30):
    optimizer.zero_grad()
    loss = ((network(inputs) - wanted) ** 2).mean()
    loss.backward(); optimizer.step(); losses.append(float(loss))
print(",".join(names))
print(losses[-1] < losses[0], all(p.grad is not None for p in network.parameters() if p.requires_grad))
print(network.layers[0].bias.abs().max().item(), network.layers[1].dropout.p, "safetensors" in dir())
`;

it.each(pythons)('with $name the network trains on', async (python) => {
  const { model } = await cases.find(({ name }) => name.startsWith('batch'))!.train();
  const { stdout, stderr } = await inFolder(files(model), (folder) =>
    runPython(python, folder, ['-c', trainOn]),
  );
  expect(stderr).toBe('');
  const [names, trains, rest] = stdout.trim().split('\n');
  expect(names!.split(',').slice(0, 5)).toEqual([
    'layers.0.weight',
    'layers.0.bias',
    'layers.0.norm.weight',
    'layers.0.norm.bias',
    'layers.1.weight',
  ]);
  expect(trains).toBe('True True');
  expect(rest).toBe('0.0 0.2 False');
});
