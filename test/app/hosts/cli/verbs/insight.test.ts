// The verbs that examine a network without training it, as the command line says them.
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BalanceTrial } from '../../../../../app/contract/run/balanceTrial.ts';
import { type CommandLine, example, openCommandLine } from '../command.ts';

let command: CommandLine;
beforeAll(async () => {
  command = await openCommandLine();
});
afterAll(() => command.close());

describe('solve', () => {
  it('prints coefficients in units and standardised, the condition number and the scores', async () => {
    const { code, stdout, stderr } = await command.run(
      'solve',
      example('cars.csv'),
      '--target',
      'Miles_per_Gallon',
      '--ignore',
      'Name',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Miles_per_Gallon +in units +standardised\n/);
    expect(stdout).toMatch(/Weight_in_lbs +-0\.00\d+ +-0\.\d+\n/);
    expect(stdout).toMatch(
      /Least mean squared error \(standardised\) 0\.\d+; rank \d+ of \d+ inputs, condition number \d+/,
    );
    expect(stdout).toMatch(/Origin = \w+ follows from Origin = \w+, Origin = \w+\./);
    expect(stdout).toMatch(/On the test rows:\nRMSE +\d/);
  });

  it('tells everything as JSON, and a refusal as JSON too', async () => {
    const solved = await command.run('solve', example('cars.csv'), '--target', 'Miles_per_Gallon', '--json');
    expect(solved.lines.at(-1)).toMatchObject({
      type: 'result',
      rank: expect.any(Number),
      targets: [{ name: 'Miles_per_Gallon', coefficients: expect.any(Array) }],
    });
    const refused = await command.run('solve', example('iris.csv'), '--target', 'species', '--json');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(
      'Least squares needs a numeric target; the target species has classes. Train a network for them instead.\n',
    );
    expect(refused.lines.at(-1)).toMatchObject({ type: 'error', code: 'task_unsuited' });
  });

  it('takes no options of a network', async () => {
    const { code, stderr } = await command.run('solve', example('cars.csv'), '--hidden', '3');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^Unknown option '--hidden'/)]);
  });
});

describe('gradients', () => {
  it('says that they are right, how far off the worst is, and where', async () => {
    const { code, stdout, stderr } = await command.run(
      'gradients',
      example('iris.csv'),
      '--target',
      'species',
      '--hidden',
      '5',
      '--activation',
      'tanh',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Network: 4 -> 5 tanh -> 3 softmax; 43 parameters\.\n/);
    expect(stdout).toMatch(
      /worst relative error\nlayer 0 +(rounding|[\d.e-]+)\nlayer 1 +(rounding|[\d.e-]+)\n/,
    );
    expect(stdout).toContain('Checked 43 parameters on 16 rows, in float64.\n');
    expect(stdout).toMatch(/Worst: \w+ of unit \d( from input \d)? in layer \d; back-propagation says/);
    expect(stdout).toMatch(/is below 0\.000001: the gradients are right\.\n$/);
  });

  it('moves a choice of many parameters, and tells it as JSON', async () => {
    const { code, lines } = await command.run(
      'gradients',
      example('iris.csv'),
      '--target',
      'species',
      '--parameters',
      '20',
      '--rows',
      '4',
      '--json',
    );
    expect(code).toBe(0);
    const result = lines.at(-1)!;
    expect(result).toMatchObject({ type: 'result', rows: 4, passed: true });
    expect(result.checked).toBeLessThan(result.parameters as number);
  });

  it('refuses more rows than it takes', async () => {
    const { code, stderr } = await command.run('gradients', example('iris.csv'), '--rows', '257');
    expect([code, stderr]).toEqual([1, '--rows must be a whole number from 1 to 256; it is 257.\n']);
  });
});

describe('rates', () => {
  it('shows how the loss goes with the rate, and suggests one', async () => {
    const { code, stdout, stderr } = await command.run('rates', example('iris.csv'), '--target', 'species');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/ +rate +loss +smoothed\n +0\.000001 +[\d.]+ +[\d.]+\n/);
    expect(stdout).toMatch(/\n +[\d.]+ +[\d.]+ +[\d.]+ +steepest\n/);
    expect(stdout).toMatch(/Suggested learning rate: 0\.\d+\.\n$/);
  });

  it('tells every rate as JSON', async () => {
    const args = ['--target', 'species', '--from', '0.0001', '--to', '0.01', '--steps', '20', '--json'];
    const { lines } = await command.run('rates', example('iris.csv'), ...args);
    expect(lines.at(-1)).toMatchObject({ type: 'result', stoppedEarly: false });
    expect(lines.at(-1)!.rates).toHaveLength(20);
  });

  it('refuses a range that is none', async () => {
    const args = ['--target', 'species', '--from', '0.1', '--to', '0.1'];
    const { code, stderr } = await command.run('rates', example('iris.csv'), ...args);
    expect([code, stderr]).toEqual([1, 'from must be below 0.1; it is 0.1.\n']);
  });
});

describe('balance', () => {
  const rare = Array.from(
    { length: 300 },
    (_, k) => `${(k * 7) % 13},${(k * 5) % 17},${k % 20 === 0 && (k * 7) % 13 > 3 ? 'yes' : 'no'}`,
  );
  beforeAll(() => writeFile('rare.csv', ['a,b,buys', ...rare, ''].join('\n')));

  it('tells accuracy and balanced accuracy with equal and with balanced class weights', async () => {
    const { code, stdout } = await command.run('balance', 'rare.csv', '--target', 'buys', '--epochs', '20');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /class weights +balanced accuracy +accuracy\nequal +[\d.]+ +[\d.]+\nbalanced +[\d.]+ +[\d.]+\n/,
    );
    expect(stdout).toMatch(
      /Measured by two trainings on \d+ training rows, of 3 s at most, on \d+ validation rows\./,
    );
  });

  it('tells the same as JSON, and the scores are those of a training with these weights', async () => {
    const asked = ['rare.csv', '--target', 'buys', '--epochs', '20', '--seed', '4', '--json'];
    const { scores } = (await command.run('balance', ...asked)).lines.at(-1) as unknown as BalanceTrial;
    const trained = await command.run('train', ...asked, '--class-weights', 'balanced', '--out', 'balanced');
    expect(trained.lines.at(-1)).toMatchObject({
      metrics: { validation: { accuracy: scores!.balanced.accuracy } },
    });
    const plain = await command.run('train', ...asked, '--out', 'plain');
    expect(plain.lines.at(-1)).toMatchObject({
      metrics: { validation: { accuracy: scores!.equal.accuracy } },
    });
  });

  it('refuses a target of numbers', async () => {
    const { code, stderr } = await command.run(
      'balance',
      example('cars.csv'),
      '--target',
      'Miles_per_Gallon',
    );
    expect([code, stderr]).toEqual([
      1,
      'Class weights need classes; the task is regression. Leave them at none.\n',
    ]);
  });
});
