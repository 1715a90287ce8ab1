// The .npz file with predict.py: opened by NumPy, and by the reader that checks it where there is no Python.
import { describe, expect, it } from 'vitest';
import type { Model } from '../../../../app/contract/model.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { predictNumpy, writeNumpy } from '../../../../app/export/python/numpyFormat.ts';
import { activationCases, cases } from '../harness/cases.ts';
import { type TrainedModel, trainedModel } from '../harness/trainedModel.ts';
import { inFolder, pythonsWith, runPython } from './pythons.ts';

const pythons = pythonsWith('numpy');
const files = (model: Model) => writeNumpy(portableModel(model), 'house prices');

/** What `predict` of a module in the folder says for rows of raw values. */
const asked = (module: string) => `
import json, sys
from ${module} import predict
columns = json.loads(sys.stdin.read())
print(json.dumps([[float(x) for x in row] for row in predict(columns)]))
`;

function columnsOf({ model, values }: TrainedModel): string {
  const names = portableModel(model).rawInputs.map(({ name }) => name);
  const cell = (value: number | string) => (typeof value === 'number' && Number.isNaN(value) ? null : value);
  return JSON.stringify(
    Object.fromEntries(names.map((name, k) => [name, values.map((row) => cell(row[k]!))])),
  );
}

describe.each([...cases, ...activationCases])('$name', ({ train }) => {
  it('is predicted by the reader of the file within 1e-5', async () => {
    const { model, values, predictions } = await train();
    expect(agreement(predictions, predictNumpy(files(model), values)).largest).toBeLessThan(1e-5);
  });

  it.skipIf(pythons.length === 0).each(pythons)('is predicted by $name within 1e-5', async (python) => {
    const trained = await train();
    const { stdout, stderr } = await inFolder(files(trained.model), (folder) =>
      runPython(python, folder, ['-c', asked('predict')], columnsOf(trained)),
    );
    expect(stderr).toBe('');
    expect(agreement(trained.predictions, JSON.parse(stdout)).largest).toBeLessThan(1e-5);
  });
});

describe.skipIf(pythons.length === 0).each(pythons)('with $name, predict.py', (python) => {
  it.each(['y', 'two', 'kind'])('prints predictions of %s for the rows of a CSV file', async (target) => {
    const { model, csv, predictions } = await trainedModel({ targets: [target] });
    const table = { name: 'new.csv', bytes: new TextEncoder().encode(csv) };
    const { stdout, stderr } = await inFolder([...files(model), table], (folder) =>
      runPython(python, folder, ['predict.py', 'new.csv']),
    );
    expect(stderr).toBe('');
    const [header = '', ...lines] = stdout.trim().split('\n');
    const { names } = portableModel(model);
    if (target === 'y') expect(header).toBe('prediction');
    else expect(header).toContain(target === 'kind' ? `,probability_${names[2]},` : 'probability_아니요');
    const outputs = predictions[0]!.length;
    const found = lines.slice(0, 64).map((line) => line.split(',').slice(-outputs).map(Number));
    expect(agreement(predictions, found).largest).toBeLessThan(1e-5);
  });

  it('says which column a table lacks, and how it is used', async () => {
    const { model } = await cases[0]!.train();
    const table = { name: 'new.csv', bytes: new TextEncoder().encode('a,b\n1,2\n') };
    await inFolder([...files(model), table], (folder) => {
      expect(runPython(python, folder, ['predict.py', 'new.csv']).stderr).toContain('has no column');
      expect(runPython(python, folder, ['predict.py']).stderr).toContain('Usage: python3 predict.py new.csv');
    });
  });
});
