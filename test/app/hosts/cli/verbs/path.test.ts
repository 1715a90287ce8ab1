import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, example, type Outcome, openCommandLine, outcomeOf } from '../command.ts';

const iris = example('iris.csv');
const target = ['--target', 'species'];
/** Few enough to be quick, enough to tell species apart. */
const quick = [...target, '--seed', '3', '--epochs', '40', '--hidden', '8'];

let cli: CommandLine;
beforeAll(async () => {
  cli = await openCommandLine({ processes: true });
});
afterAll(() => cli.close());

const inFolder = (name: string) => join(cli.folder, name);

/** The last line of a --json run that is done. */
function result({ code, stderr, lines }: Outcome): Record<string, unknown> {
  expect([code, stderr]).toEqual([0, '']);
  const last = lines.at(-1) ?? {};
  expect(last.type).toBe('result');
  return last;
}

interface PlainModel {
  preparation: { inputs: { mean: number; scale: number }[] };
  layers: { activation: string; weight: number[][]; bias: number[] }[];
}

/** What another program does with the JSON file: numeric inputs, relu, softmax, all in float64. */
function plainForward({ preparation, layers }: PlainModel, row: number[]): number[] {
  let x = row.map((value, i) => (value - preparation.inputs[i]!.mean) / preparation.inputs[i]!.scale);
  for (const { activation, weight, bias } of layers) {
    x = weight.map((line, o) => line.reduce((sum, w, i) => sum + w * x[i]!, bias[o]!));
    if (activation === 'relu') x = x.map((value) => Math.max(0, value));
  }
  const e = x.map((value) => Math.exp(value - Math.max(...x)));
  const sum = e.reduce((a, b) => a + b);
  return e.map((value) => value / sum);
}

it.each(['train', 'spec', 'prepare', 'solve'])('%s without a target names the likely ones', async (verb) => {
  const { code, stderr, stdout } = await cli.run(verb, example('cars.csv'));
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^--target is missing; likely targets: Miles_per_Gallon, \w+, \w+\.\n$/);
});

describe('training on from a model in the terminal', () => {
  it('gives the same weights for any number of threads, from a folder and from a file, and names the model', async () => {
    const parent = result(await cli.run('train', iris, ...quick, '--out', 'parent', '--json'));
    await cli.run('export', 'parent', '--out', 'parent.safetensors');
    const [header, ...rows] = (await readFile(iris, 'utf8')).trim().split('\n');
    await writeFile(inFolder('some.csv'), `${[header, ...rows.slice(10, 140)].join('\n')}\n`);
    const on = (model: string, threads: number) => [
      ...['train', 'some.csv', '--from', model, '--epochs', '5', '--learning-rate', '0.0005'],
      ...['--threads', `${threads}`, '--json'],
    ];
    const one = result(await cli.run(...on('parent', 1)));
    const two = result(await cli.run(...on('parent.safetensors', 4)));
    expect(two.fingerprint).toBe(one.fingerprint);
    expect(one.fingerprint).not.toBe(parent.fingerprint);
    expect(one.parent).toMatchObject({ name: 'parent', from: 'weights', fingerprint: parent.fingerprint });
    expect(two.parent).toMatchObject({ name: 'parent.safetensors' });
    const record = JSON.parse(await readFile(join(String(one.model), 'run.json'), 'utf8'));
    const own = JSON.parse(await readFile(inFolder('parent/run.json'), 'utf8'));
    expect(record.preparation).toEqual(own.preparation);
    expect(record.spec.training).toMatchObject({ epochs: 5, optimizer: { learningRate: 0.0005 } });
  });

  it('says what does not fit', async () => {
    expect((await cli.run('train', iris, '--from', 'parent', '--hidden', '4')).stderr).toBe(
      'The model of --from already says what --hidden would: leave one of them out.\n',
    );
    const { code, stderr } = await cli.run('train', example('penguins.csv'), '--from', 'parent');
    expect(code).not.toBe(0);
    expect(stderr).toContain('parent does not fit penguins.csv, which lacks the columns sepal length (cm),');
  });
});

describe('iris in the terminal', () => {
  it('is trained, evaluated, exported and predicted with the same weights for any number of threads', async () => {
    const train = (threads: number) => [
      ...['train', iris, ...quick],
      ...['--threads', `${threads}`, '--out', `run${threads}`, '--json'],
    ];
    const one = result(await cli.run(...train(1)));
    // As a person starts it.
    const two = result(await outcomeOf(cli.start(train(2))));
    const three = result(await cli.run(...train(3)));
    expect(one.task).toBe('multiclass');
    expect(one.model).toBe(inFolder('run1'));
    expect(one.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(two.fingerprint).toBe(one.fingerprint);
    expect(three.fingerprint).toBe(one.fingerprint);
    expect(one.metrics).toMatchObject({
      train: { accuracy: expect.any(Number), f1Macro: expect.any(Number), logLoss: expect.any(Number) },
      validation: expect.anything(),
      test: expect.anything(),
    });

    await cli.run('export', 'run1', '--format', 'safetensors', '--out', 'iris.safetensors');
    const ofFolder = result(await cli.run('evaluate', 'run2', iris, '--json'));
    const ofFile = result(await cli.run('evaluate', 'iris.safetensors', iris, '--json'));
    expect(ofFolder).toEqual(ofFile);
    expect(ofFile).toMatchObject({ rows: 150, rowsWithoutTarget: 0, fingerprint: one.fingerprint });
    expect((ofFile.metrics as { accuracy: number }).accuracy).toBeGreaterThan(0.8);

    const { code, stdout } = await cli.run('predict', 'iris.safetensors', iris);
    const source = (await readFile(iris, 'utf8')).trim().split(/\r?\n/);
    const rows = stdout.trim().split('\n');
    expect(code).toBe(0);
    expect(rows[0]).toBe(
      `${source[0]},prediction,probability_setosa,probability_versicolor,probability_virginica`,
    );
    expect(rows).toHaveLength(151);
    expect(rows[1]!.startsWith(`${source[1]},setosa,`)).toBe(true);

    await cli.run('export', 'run3', '--format', 'json', '--out', 'iris.json');
    const model = JSON.parse(await readFile(inFolder('iris.json'), 'utf8'));
    expect(model.fingerprint).toBe(one.fingerprint);
    for (const row of rows.slice(1)) {
      const cells = row.split(',');
      const probabilities = plainForward(model, cells.slice(0, 4).map(Number));
      // Float32 sums of at most 8 terms of size 10: 8 * 10 * 2^-24 is 5e-6, and softmax makes it no larger.
      for (const [k, p] of probabilities.entries())
        expect(Math.abs(p - Number(cells[6 + k]))).toBeLessThan(5e-6);
    }

    // What predict wrote is a table again: its new columns get a number.
    await cli.run('predict', 'run1', iris, '--out', 'once.csv');
    const again = await cli.run('predict', 'run1', 'once.csv');
    expect(again.stdout.split('\n')[0]).toMatch(/,prediction,.*,prediction_2,probability_setosa_2,/);
  });

  it('is predicted from a file that does not fit with sentences on stderr, and refused if strict', async () => {
    const header = (await readFile(iris, 'utf8')).split(/\r?\n/)[0];
    await writeFile(inFolder('odd.csv'), `${header}\n5,3.4,1.5,0.2,\n5,3.4,$1.5,0.2,\n5,3.4,,99,\n`);
    const told = [
      'Warning: 1 cell of "petal length (cm)" is not a number (line 3): "$1.5". It counts as missing: ',
      'Warning: 1 cell of "petal width (cm)" is outside the range of the training rows, 0.1 to 2.5 (line 4): "99".',
      '1 cell of "petal length (cm)" is missing (line 4): ',
    ];
    const loose = await cli.run('predict', 'run1', 'odd.csv');
    expect(loose.code).toBe(0);
    expect(loose.stdout.trim().split('\n')).toHaveLength(4);
    const lines = loose.stderr.trim().split('\n');
    expect(lines).toHaveLength(told.length);
    for (const [k, line] of lines.entries()) expect(line.startsWith(told[k]!)).toBe(true);

    const strict = await cli.run('predict', 'run1', 'odd.csv', '--strict', '--json', '--out', 'odd-out.csv');
    expect(strict.code).toBe(1);
    expect(strict.lines.at(-1)).toMatchObject({ type: 'error', code: 'cells_refused' });
    expect(strict.stderr.trim().split('\n')).toHaveLength(1 + told.length);
    await expect(readFile(inFolder('odd-out.csv'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await cli.run('predict', 'run1', iris, '--strict')).code).toBe(0);
  });

  it('is trained the same from the spec that was printed', async () => {
    const printed = await cli.run('spec', iris, ...quick);
    await writeFile(inFolder('spec.json'), printed.stdout);
    const proposed = await cli.run('train', iris, ...quick, '--json');
    const fromSpec = await cli.run('train', iris, '--target', 'species', '--spec', 'spec.json', '--json');
    expect(result(fromSpec).fingerprint).toBe(result(proposed).fingerprint);
    expect(proposed.lines.map((line) => line.type)).toEqual(
      expect.arrayContaining(['note', 'proposal', 'progress']),
    );
  });

  it('tells of each layer what it does beside its activation', async () => {
    const settings = ['--hidden', '8,4', '--normalization', 'batch', '--dropout', '0.25', '--epochs', '1'];
    const { stdout } = await cli.run('train', iris, '--target', 'species', ...settings);
    const more = 'with batch normalisation and dropout 0.25';
    expect(stdout).toContain(`Network: 4 -> 8 relu ${more} -> 4 relu ${more} -> 3 softmax; 115 parameters.`);
    expect(stdout).toMatch(/Trained 1 epoch in [\d.]+ m?s;/);
  });

  it('is told to a person in sentences, with the folder it is kept in', async () => {
    const { code, stdout, stderr } = await cli.run('train', iris, ...quick);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('iris.csv: 150 rows, 5 columns; comma, UTF-8.');
    expect(stdout).toMatch(/Network: 4 -> 8 relu -> 3 softmax; 67 parameters\./);
    expect(stdout).toMatch(/accuracy +\d/);
    const folder = /Kept in (.*)\n/.exec(stdout)?.[1] ?? '';
    expect((await readdir(folder)).sort()).toEqual([
      'best.safetensors',
      'evaluation.json',
      'history.jsonl',
      'run.json',
    ]);
  });
});

describe('a run that is interrupted', () => {
  it('keeps the best weights so far, says so, and exits with 130', async () => {
    const long = [...target, '--epochs', '1000000', '--patience', '0', '--hidden', '8', '--seed', '1'];
    const child = cli.start(['train', iris, ...long, '--out', 'stopped', '--json']);
    const ended = outcomeOf(child);
    for await (const [text] of on(child)) if (text.includes('"type":"progress"')) break;
    child.kill('SIGINT');
    const { code, lines, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain('Stopping');
    const last = lines.at(-1)!;
    expect(last).toMatchObject({ type: 'result', ended: 'stopped', model: inFolder('stopped') });
    const scored = result(await cli.run('evaluate', 'stopped', iris, '--json'));
    expect(scored.fingerprint).toBe(last.fingerprint);
  });
});

async function* on(child: ChildProcess): AsyncGenerator<[string]> {
  for (;;) yield (await once(child.stdout!, 'data')) as [string];
}

describe('bad input is one sentence, code 1, and an error line with --json', () => {
  const files: Record<string, string | Buffer> = {
    'empty.csv': '',
    'picture.csv': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]),
    'constant.csv': `a,b\n${Array.from({ length: 40 }, (_, i) => `${i},same\n`).join('')}`,
    'broken.json': '[1,',
    'far.json': '[999]',
    'notes.safetensors': 'not a model',
  };
  beforeAll(async () => {
    for (const [name, content] of Object.entries(files)) await writeFile(inFolder(name), content);
  });

  it.each([
    [['inspect', 'nowhere.csv'], 'file_not_found', /nowhere\.csv/],
    [['inspect', 'empty.csv'], 'file_empty', /empty/],
    [['inspect', 'picture.csv'], 'file_not_text', /PNG/],
    [['train', iris, '--target', 'specie'], 'column_unknown', /specie/],
    [['train', iris, '--target', 'a\n\u001b[2J'], 'column_unknown', /"a {2}\[2J"/],
    [['train', 'constant.csv', '--target', 'b'], 'target_unusable', /one value only, "same"/],
    [['train', iris, ...target, '--epochs', '0'], 'option_invalid', /from 1 to 1000000; it is 0/],
    [['train', iris, ...target, '--hidden', '1000000000'], 'option_invalid', /1 to 65536 units/],
    [
      ['train', iris, ...target, '--hidden', '65536,65536,65536'],
      'spec_refused',
      /would need [\d,]+ MiB; 4,096 MiB are allowed/,
    ],
    [['train', iris, ...target, '--test-rows', 'far.json'], 'spec_refused', /Test row 999 does not exist/],
    [['train', iris, ...target, '--test-rows', 'broken.json'], 'spec_invalid', /broken\.json is not JSON/],
    [['train', iris, ...target, '--out', '.'], 'folder_not_empty', /already holds other files/],
    [['evaluate', 'nowhere', iris], 'model_not_found', /nowhere/],
    [['predict', 'notes.safetensors', iris, '--out', 'p.csv'], 'model_damaged', /notes\.safetensors/],
  ])('%j', async (args, code, sentence) => {
    const outcome = await cli.run(...args, '--json');
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(sentence);
    expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
    expect(outcome.lines.at(-1)).toMatchObject({ type: 'error', code });
  });

  it('in a process of its own too', async () => {
    const args = ['evaluate', 'nowhere', iris, '--json'];
    expect(await outcomeOf(cli.start(args))).toEqual(await cli.run(...args));
  });
});

describe('a disk that takes no more', () => {
  it.runIf(process.platform === 'linux')(
    'is told, and nothing that is cut short passes for a model',
    async () => {
      // 100 KB for a file: less than the model of 170 KB needs, so that its write ends short.
      const limited = cli.start(
        ['train', iris, ...target, '--hidden', '200,200', '--epochs', '3', '--out', 'full'],
        {
          before: 'ulimit -f 100',
        },
      );
      const { code, stderr } = await outcomeOf(limited);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^.*best\.safetensors could not be written: it would be larger than .*\.\n$/);
      expect(await readdir(inFolder('full'))).not.toContain('best.safetensors');
    },
  );

  it.runIf(process.platform === 'linux')('is told where a large table is read, too', async () => {
    // Above 64 MB numbers are kept in a file in the temporary folder, 8 MB at a time: 1 MB is not enough.
    await writeFile(
      inFolder('long.csv'),
      `a,b\n${'1234567890.12345,0.1234567890123456\n'.repeat(2_000_000)}`,
    );
    const { code, stderr } = await outcomeOf(
      cli.start(['inspect', 'long.csv'], { before: 'ulimit -f 1000' }),
    );
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^The temporary folder .* cannot be written: EFBIG: file too large, write\.\n$/),
    ]);
  });
});

describe('a reader that goes away', () => {
  it('ends predict quietly', async () => {
    const line = '5.1,3.5,1.4,0.2,setosa\n';
    const head = (await readFile(iris, 'utf8')).split('\n')[0];
    await writeFile(inFolder('large.csv'), `${head}\n${line.repeat(20_000)}`);
    await cli.run('train', iris, ...quick, '--out', 'piped');
    const child = cli.start(['predict', 'piped', 'large.csv']);
    await once(child.stdout!, 'data');
    child.stdout!.destroy();
    let stderr = '';
    child.stderr!.on('data', (text) => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    expect([code, stderr]).toEqual([0, '']);
  });
});
