// The .npz file with predict.py: opened by NumPy, and by the reader that checks it where there is no Python.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../../../app/contract/model.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { predictNumpy, writeNumpy } from '../../../../app/export/python/numpyFormat.ts';
import { fieldsOf } from '../csvFields.ts';
import { boundsOf, calibrated, setsOf } from '../harness/calibrated.ts';
import { activationCases, cases } from '../harness/cases.ts';
import { trainedModel } from '../harness/trainedModel.ts';
import { askedOf } from './asked.ts';
import { inFolder, pythonsWith, type Ran, runPython } from './pythons.ts';

const pythons = pythonsWith('numpy');
const files = (model: Model) => writeNumpy(portableModel(model), 'house prices');

const all = [...cases, ...activationCases];

it.each(all)('$name: the reader of the file predicts within 1e-5', async ({ train }) => {
  const { model, values, predictions } = await train();
  expect(agreement(predictions, predictNumpy(files(model), values).predictions).largest).toBeLessThan(1e-5);
});

describe.each(pythons)('with $name', (python) => {
  let found: number[][][];
  beforeAll(async () => {
    found = await askedOf(python, all, files, 'predict.py');
  });
  it.each(all.map(({ name, train }, k) => ({ name, train, k })))(
    '$name: within 1e-5',
    async ({ train, k }) => {
      expect(agreement((await train()).predictions, found[k]!).largest).toBeLessThan(1e-5);
    },
  );
});

describe.each(pythons)('with $name, predict.py', (python) => {
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

  it.each(['y', 'two', 'kind'])(
    'adds intervals or sets of %s for the share of rows that is asked for',
    async (target) => {
      const trained = await trainedModel({ targets: [target] });
      const model = calibrated(trained.model);
      const table = { name: 'new.csv', bytes: new TextEncoder().encode(trained.csv) };
      const [{ stdout, stderr }, few] = (await inFolder([...files(model), table], (folder) =>
        ['0.8', '0.999'].map((share) =>
          runPython(python, folder, ['predict.py', 'new.csv', '--interval', share]),
        ),
      )) as [Ran, Ran];
      expect(stderr).toBe('');
      const [names = [], ...records] = fieldsOf(stdout);
      const rows = records.slice(0, 64);
      if (target === 'y') {
        expect(names).toEqual(['prediction', 'y_low', 'y_high']);
        const expected = boundsOf(model, trained.predictions, 0.8)!;
        expect(
          agreement(
            expected,
            rows.map((row) => row.slice(1).map(Number)),
          ).largest,
        ).toBeLessThan(1e-5);
      } else {
        expect(names.at(-1)).toBe('prediction_set');
        expect(rows.map((row) => row.at(-1))).toEqual(setsOf(model, trained.predictions, 0.8));
      }
      expect(few.stderr).toBe('49 validation rows are too few for this share of rows: take a smaller one.\n');
    },
  );

  it('says which column a table lacks, and how it is used', async () => {
    const { model } = await cases[0]!.train();
    const table = { name: 'new.csv', bytes: new TextEncoder().encode('a,b\n1,2\n') };
    await inFolder([...files(model), table], (folder) => {
      expect(runPython(python, folder, ['predict.py', 'new.csv']).stderr).toContain('has no column');
      expect(runPython(python, folder, ['predict.py']).stderr).toContain('Usage: python3 predict.py new.csv');
    });
  });
});
