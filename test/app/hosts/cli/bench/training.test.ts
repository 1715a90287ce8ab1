// `chainrule bench training`: what it prints, not how fast it is.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, openCommandLine } from '../command.ts';

let command: CommandLine;
beforeAll(async () => {
  command = await openCommandLine();
});
afterAll(() => command.close());

const shape = ['--rows', '211', '--inputs', '7', '--hidden', '13,1', '--batch-size', '7', '--epochs', '2'];

describe('bench training', () => {
  it('prints a line for each repetition and thread count, and what they come to', async () => {
    const { code, stderr, lines } = await command.run(
      'bench',
      'training',
      'w1',
      '--repetitions',
      '2',
      '--json',
    );
    expect([code, stderr]).toEqual([0, '']);
    const times = lines.slice(0, -1);
    expect(times.map(({ type, engine, workload, threads }) => [type, engine, workload, threads])).toEqual([
      ['repetition', 'chainrule', 'W1', 1],
      ['repetition', 'chainrule', 'W1', 2],
      ['repetition', 'chainrule', 'W1', 1],
      ['repetition', 'chainrule', 'W1', 2],
    ]);
    for (const { seconds, samples_per_s } of times as Record<string, number>[]) {
      expect(seconds).toBeGreaterThan(0);
      expect(samples_per_s! * seconds!).toBeCloseTo(150 * 200, 3);
    }
    // Each repetition from weights of its own, and the same for every thread count.
    const losses = times.map(({ final_loss }) => final_loss);
    expect(losses[0]).toBe(losses[1]);
    expect(losses[2]).not.toBe(losses[0]);
    expect(losses[0]).toBeLessThan(Math.log(3) / 2);
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      machine: { cpu: expect.any(String), cores: expect.any(Number), isa: expect.any(String) },
      workloads: [
        { workload: 'W1', threads: 1, median: expect.any(Number), spread: expect.any(Number) },
        { workload: 'W1', threads: 2 },
      ],
    });
  });

  it('with --busy times each thread count in a quiet round and in one beside other programs', async () => {
    const { code, lines } = await command.run(
      ...['bench', 'training', ...shape, '--threads', '1,2', '--repetitions', '1', '--busy', '--json'],
    );
    expect(code).toBe(0);
    const expected = [
      [1, false],
      [2, false],
      [1, true],
      [2, true],
    ];
    expect(lines.slice(0, -1).map(({ threads, busy }) => [threads, busy])).toEqual(expected);
    const { workloads } = lines.at(-1) as unknown as { workloads: { threads: number; busy: boolean }[] };
    expect(workloads.map(({ threads, busy }) => [threads, busy])).toEqual(expected);
    const said = await command.run('bench', 'training', ...shape, '--threads', '1', '--busy');
    expect(said.stdout).toMatch(/workload +threads +machine +median.*\n.*quiet.*\n.*busy/);
  });

  it('takes a network of any shape, and says it as a table', async () => {
    const { code, stdout, stderr } = await command.run('bench', 'training', ...shape, '--threads', '1');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^.+, \d+ cores?; \w+, Node v[\d.]+\.\n\nworkload +threads +median +best/);
    expect(stdout).toMatch(/\nown 211 x 7-13-1-2 +1 +[\d.e-]+ s +[\d.e-]+ s +[\d.]+% +\d+ +[\d.]+\n/);
    expect(stdout).toMatch(
      /\nSeconds of all epochs, 5 repetitions; the spread is that of the quartiles\.\n$/,
    );
  });

  it.each([
    [['--loss', 'bce', '--outputs', '1'], 'own'],
    [['--loss', 'mse', '--outputs', '3', '--optimizer', 'lbfgs'], 'own'],
    [['--loss', 'poisson', '--outputs', '1', '--normalization', 'batch', '--dropout', '0.2'], 'own'],
  ])('trains %j', async (how, name) => {
    const args = [...shape.slice(0, 6), '--epochs', '1', '--repetitions', '1', '--json'];
    const { code, stderr, lines } = await command.run('bench', 'training', ...args, ...how);
    expect([code, stderr, lines[0]?.workload]).toEqual([0, '', name]);
    expect(Number.isFinite(lines[0]?.final_loss)).toBe(true);
  });

  it('refuses what contradicts itself or cannot be trained', async () => {
    const told = async (...args: string[]) => {
      const { code, stderr } = await command.run('bench', 'training', ...args);
      return [code, stderr];
    };
    expect(await told('W1', '--rows', '3')).toEqual([
      2,
      '--rows makes a workload of its own: leave out W1.\n',
    ]);
    expect(await told('--batch-size', '3', '--data', '.')).toEqual([
      2,
      '--batch-size makes a workload of its own, whose rows are generated: leave out --data.\n',
    ]);
    expect(await told('--loss', 'bce')).toEqual([
      1,
      'The loss binaryCrossEntropy does not fit a multiclass task; choose categoricalCrossEntropy, hinge, focal.\n',
    ]);
    expect(await told('--threads', '1,0')).toEqual([
      1,
      '--threads must be a whole number from 1 to 256; it is 0.\n',
    ]);
    expect(await told('--rows', '100000000', '--inputs', '1000')).toEqual([
      1,
      expect.stringMatching(/^Training this network would need [\d,]+ MiB; 4,096 MiB are allowed\./),
    ]);
    expect(await told(...shape, '--optimizer', 'sgd', '--learning-rate', '1000', '--loss', 'mse')).toEqual([
      1,
      expect.stringMatching(/^own diverged at step \d+, in epoch \d+: give a smaller learning rate\.\n$/),
    ]);
  });
});
