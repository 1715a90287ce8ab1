// `chainrule train --folds` and `--seeds`: several trainings at once, each a kept run.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, example, openCommandLine } from '../command.ts';

let chainrule: CommandLine;

beforeAll(async () => {
  chainrule = await openCommandLine();
});
afterAll(() => chainrule.close());

const quick = ['--hidden', '4', '--epochs', '8', '--patience', '0', '--seed', '7'];

async function train(...args: string[]) {
  const { code, lines, stderr } = await chainrule.run(
    ...['train', example('iris.csv'), '--target', 'species', ...quick, ...args, '--json'],
  );
  const of = (type: string) => lines.filter((line) => line.type === type);
  return { code, lines, stderr, of, result: lines.at(-1) as Record<string, unknown> };
}

const fingerprintsOf = (lines: Record<string, unknown>[]) => lines.map(({ fingerprint }) => fingerprint);

describe('train --folds', () => {
  it('gives a line for each fold in order, the same with one thread and with two', async () => {
    const one = await train('--folds', '3', '--threads', '1');
    const two = await train('--folds', '3', '--threads', '2', '--out', join(chainrule.folder, 'folds'));
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(two.of('fold').map(({ fold }) => fold)).toEqual([1, 2, 3]);
    expect(fingerprintsOf(two.of('fold'))).toEqual(fingerprintsOf(one.of('fold')));
    expect(two.result).toMatchObject({
      ...{ type: 'result', folds: 3, interval: { metric: 'accuracy', level: 0.95, by: 'folds' } },
      models: [1, 2, 3].map((fold) => join(chainrule.folder, 'folds', `fold-${fold}`)),
      scores: { accuracy: { folds: [expect.any(Number), expect.any(Number), expect.any(Number)] } },
    });
    expect(two.result.scores).toEqual(one.result.scores);
    const folds = new Set(two.of('progress').map(({ fold }) => fold));
    expect(folds).toEqual(new Set([1, 2, 3]));
  });

  it('trains what --fold trains alone, and keeps it as such a run', async () => {
    const all = await train('--folds', '3');
    const alone = await train('--folds', '3', '--fold', '2');
    const [, second] = all.of('fold') as { fingerprint: string; model: string }[];
    expect(second!.fingerprint).toBe(alone.result.fingerprint);
    const names = ['best.safetensors', 'evaluation.json', 'history.jsonl', 'run.json'];
    expect((await readdir(second!.model)).sort()).toEqual(names);
    const record = JSON.parse(await readFile(join(second!.model, 'run.json'), 'utf8'));
    expect(record).toMatchObject({ state: 'finished', epoch: 8, spec: { data: { split: { fold: 2 } } } });
  });

  it('leaves nothing behind where one of its folders cannot be made', async () => {
    const out = join(chainrule.folder, 'taken');
    await train('--out', join(out, 'fold-2'));
    const { code, result } = await train('--folds', '3', '--out', out);
    expect([code, result.code]).toEqual([1, 'folder_not_empty']);
    expect(await readdir(out)).toEqual(['fold-2']);
  });

  it('tells of those that diverge, and fails where all do', async () => {
    const { code, result, of } = await train('--folds', '3', '--optimizer', 'sgd', '--learning-rate', '1000');
    const diverged = of('fold').filter((line) => line.diverged === true);
    expect(diverged.length).toBeGreaterThan(1);
    expect(of('fold')).toHaveLength(3);
    expect([code, result.code]).toEqual([1, 'training_diverged']);
  });
});

describe('train --seeds', () => {
  it('gives a line for each seed from --seed on, all on the rows of the first', async () => {
    const { code, of, result } = await train('--seeds', '3');
    const alone = await train();
    expect(code).toBe(0);
    expect(of('seed').map(({ seed }) => seed)).toEqual([7, 8, 9]);
    expect(fingerprintsOf(of('seed'))[0]).toBe(alone.result.fingerprint);
    expect(new Set(fingerprintsOf(of('seed'))).size).toBe(3);
    expect(result).toMatchObject({ seeds: [7, 8, 9], scores: { accuracy: { seeds: expect.any(Array) } } });
    const [, second] = of('seed') as { model: string }[];
    const { spec } = JSON.parse(await readFile(join(second!.model, 'run.json'), 'utf8'));
    expect(spec).toMatchObject({ seed: 8, data: { splitSeed: 7 } });
  });

  it('does not work with --folds', async () => {
    const { code } = await chainrule.run('train', 'x.csv', '--seeds', '2', '--folds', '3');
    expect(code).toBe(2);
  });
});
