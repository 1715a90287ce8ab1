// `chainrule explain`: what columns are worth and what one row's prediction is made of, as JSON and as text.
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Coefficients } from '../../../../../app/contract/run/explanation.ts';
import { type CommandLine, example, openCommandLine } from '../command.ts';

let chainrule: CommandLine;

beforeAll(async () => {
  chainrule = await openCommandLine();
  const small = ['--epochs', '8', '--seed', '1', '--hidden', '8'];
  const [cars, iris] = [example('cars.csv'), example('iris.csv')];
  await chainrule.run('train', cars, '--target', 'Miles_per_Gallon', ...small, '--out', 'cars');
  await chainrule.run('train', iris, '--target', 'species', ...small, '--out', 'iris');
  await chainrule.run(
    'train',
    cars,
    '--target',
    'Miles_per_Gallon',
    '--target',
    'Acceleration',
    ...small,
    '--out',
    'two',
  );
});
afterAll(() => chainrule.close());

type Explained = Record<string, unknown> & {
  base: number;
  prediction: number;
  remainder: number;
  contributions: Record<string, number>;
};

function addUp({ base, contributions, prediction, remainder }: Explained): void {
  const sum = Object.values(contributions).reduce((all, one) => all + one, base);
  expect(prediction - sum).toBeCloseTo(remainder, 9);
  expect(Math.abs(remainder)).toBeLessThan(1e-4 * Math.max(1, Math.abs(prediction)));
}

describe('explain', () => {
  it('gives importance and spread of each column, measured on test rows where the file is the model’s own', async () => {
    const { code, lines } = await chainrule.run('explain', 'cars', example('cars.csv'), '--json');
    expect(code).toBe(0);
    const result = lines.at(-1)!;
    expect(result).toMatchObject({
      type: 'result',
      on: 'test',
      metric: 'mae',
      fingerprint: expect.any(String),
    });
    const columns = result.columns as Record<string, { importance: number; spread: number }>;
    expect(Object.keys(columns)).toContain('Horsepower');
    for (const { importance, spread } of Object.values(columns)) {
      expect(Number.isFinite(importance)).toBe(true);
      expect(spread).toBeGreaterThanOrEqual(0);
    }
    expect((await chainrule.run('explain', 'cars', example('cars.csv'), '--json')).lines.at(-1)).toEqual(
      result,
    );
  });

  it('says the same in sentences, and that it is no cause', async () => {
    const { stdout } = await chainrule.run('explain', 'cars', example('cars.csv'));
    expect(stdout).toMatch(/^Shuffled each of 6 columns 50 times among \d+ test rows\.\nIt goes by /);
    expect(stdout).toMatch(/MAE grows by/);
    expect(stdout).toMatch(/not what causes what\.\n$/);
  });

  it('with --row gives contributions that add up to what predict says', async () => {
    const { lines } = await chainrule.run('explain', 'cars', example('cars.csv'), '--row', '3', '--json');
    const result = lines.at(-1) as Explained;
    addUp(result);
    expect(result).toMatchObject({ row: 3, target: 'Miles_per_Gallon', baseOf: 'training' });
    const { stdout } = await chainrule.run('predict', 'cars', example('cars.csv'));
    const [head = '', ...rows] = stdout.trim().split('\n');
    const at = head.split(',').findIndex((name) => name.includes('predict'));
    expect(Number(rows[3]!.split(',')[at]!)).toBeCloseTo(result.prediction, 4);
    const text = await chainrule.run('explain', 'cars', example('cars.csv'), '--row', '3');
    expect(text.stdout).toMatch(/^Row 3\. The network predicts Miles_per_Gallon = [\d.]+; it is [\d.]+\./);
  });

  it('of classes is about the probability of the class that is predicted', async () => {
    const { lines } = await chainrule.run('explain', 'iris', example('iris.csv'), '--row', '0', '--json');
    const result = lines.at(-1) as Explained;
    addUp(result);
    expect(result).toMatchObject({ of: 'probability', class: expect.any(String), trueClass: 'setosa' });
    const all = await chainrule.run('explain', 'iris', example('iris.csv'), '--json');
    expect(all.lines.at(-1)).toMatchObject({ metric: 'accuracy', metrics: { logLoss: expect.any(Number) } });
  });

  it('of a network without hidden layers has the coefficients in the columns’ own units, with standard errors', async () => {
    const [cars, iris] = [example('cars.csv'), example('iris.csv')];
    const line = ['--hidden', 'none', '--seed', '1', '--epochs', '200', '--out'];
    await chainrule.run('train', cars, '--target', 'Miles_per_Gallon', ...line, 'line');
    const { lines } = await chainrule.run('explain', 'line', cars, '--json');
    const { coefficients } = lines.at(-1) as { coefficients: Coefficients };
    expect(coefficients).toMatchObject({ scale: 'value', errorsBy: 'leastSquares', reason: null });
    const [output] = coefficients.outputs;
    const { column, value, error } = output!.coefficients[0]!;
    expect(column).toBe('Cylinders');
    expect(error).toBeGreaterThan(0);
    expect(output!.equation).toContain(`${Number(Math.abs(value).toPrecision(8))} * Cylinders`);
    const text = (await chainrule.run('explain', 'line', cars)).stdout;
    expect(text).toMatch(/\nThere is no hidden layer: the prediction is a sum\./);
    expect(text).toMatch(/\nHorsepower +[+-][\d.]+ +[\d.]+\n/);
    expect(text).toMatch(/\nMiles_per_Gallon = /);
    await chainrule.run('train', iris, '--target', 'species', ...line, 'odds');
    const odds = (await chainrule.run('explain', 'odds', iris)).stdout;
    expect(odds).toMatch(/\nversicolor against setosa +coefficient +standard error +odds ratio\n/);
    expect((await chainrule.run('explain', 'cars', cars, '--json')).lines.at(-1)).not.toHaveProperty(
      'coefficients',
    );
  });

  it('of several targets has each under its name', async () => {
    const { lines } = await chainrule.run('explain', 'two', example('cars.csv'), '--row', '3', '--json');
    const result = lines.at(-1)!;
    addUp(result.Miles_per_Gallon as Explained);
    addUp(result.Acceleration as Explained);
    const all = (await chainrule.run('explain', 'two', example('cars.csv'), '--json')).lines.at(-1)!;
    expect(all).toMatchObject({ metric: 'r2', metrics: { Acceleration: { mae: expect.any(Number) } } });
  });

  it('reads another table by all of its rows that have a target, and refuses a row that it does not have', async () => {
    await writeFile(
      'new.csv',
      'Miles_per_Gallon,Cylinders,Displacement,Horsepower,Weight_in_lbs,Acceleration,Origin\n18,8,307,130,3504,12,USA\n30,4,97,75,2100,16,Europe\n,4,97,75,2100,16,Japan\n',
    );
    const { lines } = await chainrule.run('explain', 'cars', 'new.csv', '--json');
    expect(lines.at(-1)).toMatchObject({ newRows: true, rows: 2 });
    const { stdout } = await chainrule.run('explain', 'line', 'new.csv');
    expect(stdout).toContain('No standard errors: they need the training rows, and this is another table.');
    const { code, stderr } = await chainrule.run('explain', 'cars', 'new.csv', '--row', '3');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/row must be from 0 to 2; it is 3\./);
  });
});
