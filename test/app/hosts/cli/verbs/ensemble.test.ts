// `train --ensemble`, and what other verbs do with its model.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, openCommandLine } from '../command.ts';

const iris = resolve('examples/iris.csv');
let cli: CommandLine;

beforeAll(async () => {
  cli = await openCommandLine();
});
afterAll(() => cli.close());

const settings = ['--hidden', '4', '--epochs', '8', '--patience', '0', '--seed', '3'];
const trained = (out: string, ...more: string[]) =>
  cli.run('train', iris, '--target', 'species', ...settings, '--out', out, '--json', ...more);

describe('train --ensemble', () => {
  it('trains the networks of folds and seeds, and ends with one fingerprint and their scores', async () => {
    const { lines, code } = await trained('two', '--ensemble', '2x2', '--threads', '2');
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({
      type: 'result',
      networks: 4,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      metrics: { test: { accuracy: expect.any(Number) }, validation: null },
    });
    const members = lines.filter(({ type }) => type === 'progress').map(({ member }) => member);
    expect(members.every((member) => typeof member === 'number')).toBe(true);
    const again = await trained('again', '--ensemble', '2x2', '--threads', '1');
    expect(again.lines.at(-1)!.fingerprint).toBe(lines.at(-1)!.fingerprint);
    // As the spec says it.
    const printed = await cli.run('spec', iris, '--target', 'species', ...settings, '--ensemble', '2x2');
    expect(JSON.parse(printed.stdout).training.ensemble).toEqual({ folds: 2, seeds: 2 });
  });

  it.each([
    ['five', 'Expected a number of folds, such as 5, or of folds and seeds, such as 5x2.'],
    ['1', '--ensemble must be 2 to 20 folds; it is 1.'],
    ['5x11', '--ensemble must be 1 to 10 seeds; it is 11.'],
  ])('refuses %s', async (said, sentence) => {
    const { stderr, code } = await cli.run('train', iris, '--target', 'species', '--ensemble', said);
    expect(code).not.toBe(0);
    expect(stderr).toContain(sentence);
  });
});

describe('the model of an ensemble', () => {
  it('predicts with its spread where that is asked for, the same from each of its forms', async () => {
    const { lines } = await trained('kept', '--ensemble', '3');
    const { fingerprint } = lines.at(-1)!;
    expect((await cli.run('export', 'kept', '--format', 'json', '--out', 'kept.json')).code).toBe(0);
    const [own, ofJson] = [
      await cli.run('predict', 'kept', iris, '--spread'),
      await cli.run('predict', 'kept.json', iris, '--spread'),
    ];
    const [header, first] = own.stdout.split('\n');
    expect(header).toMatch(/prediction,probability_setosa,.*,prediction_spread$/);
    expect(Number(first!.split(',').at(-1))).toBeGreaterThan(0);
    expect(ofJson.stdout).toBe(own.stdout);
    const plain = await cli.run('predict', 'kept', iris);
    expect(plain.stdout.split('\n')[0]).not.toContain('spread');
    const report = await cli.run('evaluate', 'kept.json', iris, '--json');
    expect(report.lines.at(-1)).toMatchObject({ type: 'result', fingerprint });
    expect(JSON.parse(await readFile('kept.json', 'utf8')).members).toHaveLength(3);
  });

  it('is verified, packed and unpacked', async () => {
    await trained('whole', '--ensemble', '2');
    expect((await cli.run('verify', 'whole')).code).toBe(0);
    expect((await cli.run('pack', 'whole', '--out', 'whole.chainrule')).code).toBe(0);
    expect((await cli.run('verify', 'whole.chainrule')).code).toBe(0);
    expect((await cli.run('unpack', 'whole.chainrule')).code).toBe(0);
  });

  it('explains a row by contributions that add up', async () => {
    await trained('explained', '--ensemble', '2');
    const { lines, code } = await cli.run('explain', 'explained', iris, '--row', '1', '--json');
    expect(code).toBe(0);
    const { base, contributions, prediction } = lines.at(-1) as unknown as {
      base: number;
      contributions: Record<string, number>;
      prediction: number;
    };
    const sum = Object.values(contributions).reduce((all, one) => all + one, base);
    // Contributions are computed in float64, the engine predicts in float32.
    expect(sum).toBeCloseTo(prediction, 5);
  });

  it('is refused a spread where it is one network', async () => {
    await trained('single');
    const { stderr, code } = await cli.run('predict', 'single', iris, '--spread');
    expect(code).not.toBe(0);
    expect(stderr).toContain('is one network');
  });
});
