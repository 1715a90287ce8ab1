// `chainrule report`: what it writes and refuses, and that the commands in a report train the very same weights again: each is run as it
// stands, in an empty folder that holds only the table.
import { copyFile, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../../../../app/contract/run/training.ts';
import { newOptimizer } from '../../../../../app/contract/spec/optimizers.ts';
import { loadEngine } from '../../../../../app/engine/load.ts';
import { createBackend } from '../../../../../app/workspace/backend.ts';
import { buildReport } from '../../../../../scripts/build.js';
import { type CommandLine, example, openCommandLine } from '../command.ts';

const iris = example('iris.csv');
const quick = ['--target', 'species', '--seed', '3', '--epochs', '30', '--hidden', '6'];

let cli: CommandLine;
beforeAll(async () => {
  await buildReport(() => {});
  cli = await openCommandLine();
  expect((await cli.run('train', iris, ...quick, '--out', 'flowers')).code).toBe(0);
});
afterAll(() => cli.close());

const inFolder = (...names: string[]) => join(cli.folder, ...names);

async function fingerprintOf(run: string): Promise<string> {
  return JSON.parse(await readFile(join(run, 'run.json'), 'utf8')).fingerprint;
}

/** Words of a command line as a shell takes them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? plain! : quoted.replace(/\\(["$`\\])/g, '$1'),
  );
}

let again = 0;

/** Does what the report of a run says, and gives the fingerprint that comes of it. */
async function repeated(run: string, tables: readonly string[], ...also: string[]): Promise<string> {
  const { code, stdout } = await cli.run('report', run, '--markdown');
  expect(code).toBe(0);
  const folder = inFolder(`again-${again++}`);
  await mkdir(folder);
  for (const file of [...tables, ...also]) await copyFile(file, join(folder, basename(file)));
  for (const [, name, text] of stdout.matchAll(/^(\w+\.json)\n\n```json\n([\s\S]*?)\n```$/gm))
    await writeFile(join(folder, name!), text!);
  const command = wordsOf(/^```sh\n(.*)\n```$/m.exec(stdout)![1]!);
  expect(command.slice(0, 3)).toEqual(['npx', '--no-install', 'chainrule']);
  const before = process.cwd();
  process.chdir(folder);
  try {
    const done = await cli.run(...command.slice(3), '--threads', '1');
    expect([done.code, done.stderr]).toEqual([0, '']);
    const found = await fingerprintOf(join(folder, 'again'));
    expect(stdout).toContain(`\`${await fingerprintOf(run)}\``);
    return found;
  } finally {
    process.chdir(before);
  }
}

describe('the commands of a report train the same weights again', () => {
  it('of a plain run', async () => {
    expect(await repeated(inFolder('flowers'), [iris])).toBe(await fingerprintOf(inFolder('flowers')));
  });

  it.each(['it\'s $HOME "x" `y`.csv', '-begins like an option.csv', '꽃 표.csv'])(
    'of a table whose name is %s',
    async (name) => {
      const table = inFolder(name);
      await copyFile(iris, table);
      const run = inFolder(`run ${again}`);
      expect((await cli.run('train', table, ...quick, '--out', run)).code).toBe(0);
      expect(await repeated(run, [table])).toBe(await fingerprintOf(run));
    },
  );

  it('of a table of several files with test rows of their own and a sign for missing cells', async () => {
    const [header, ...rows] = (await readFile(iris, 'utf8')).trim().split('\n');
    const part = async (name: string, from: number) => {
      const file = inFolder(name);
      await writeFile(file, `${[header, ...rows.filter((_, k) => k % 3 === from)].join('\n')}\n`);
      return file;
    };
    const [one, two, test] = [await part('one.csv', 0), await part('two.csv', 1), await part('test.csv', 2)];
    const choices = ['--test-file', test, '--missing-in', 'sepal width (cm)=3.1', '--out', 'several'];
    expect((await cli.run('train', one, two, ...quick, ...choices)).code).toBe(0);
    expect(await repeated(inFolder('several'), [one, two, test])).toBe(
      await fingerprintOf(inFolder('several')),
    );
  });

  it('of a run that its time limit ended: the epochs that it had', async () => {
    const long = [
      '--target',
      'species',
      '--seed',
      '1',
      '--hidden',
      '6',
      '--epochs',
      '1000000',
      '--patience',
      '0',
    ];
    const { lines } = await cli.run(
      'train',
      iris,
      ...long,
      '--max-seconds',
      '0.2',
      '--out',
      'timed',
      '--json',
    );
    expect(lines.at(-1)).toMatchObject({ ended: 'timeLimit' });
    expect(await repeated(inFolder('timed'), [iris])).toBe(await fingerprintOf(inFolder('timed')));
  });

  it('of a run that began from a model with other settings: its initial weights are in its folder', async () => {
    const on = ['--from', 'flowers', '--epochs', '7', '--learning-rate', '0.0005', '--out', 'child'];
    expect((await cli.run('train', iris, ...on)).code).toBe(0);
    const initial = inFolder('child', 'initial.safetensors');
    const found = await repeated(inFolder('child'), [iris], initial);
    expect(found).toBe(await fingerprintOf(inFolder('child')));
    expect(found).not.toBe(await fingerprintOf(inFolder('flowers')));
  });

  it('of a run with changes in mid-run', async () => {
    const run = await changedRun();
    expect(run.changes).toHaveLength(2);
    expect(await repeated(run.folder, [iris])).toBe(run.fingerprint);
  });
});

/** Two epochs, then another learning rate and batch size. */
async function changedRun(): Promise<Run> {
  const backend = await createBackend({
    ...{ home: inFolder('other home'), engine: loadEngine(), allowPaths: true, restore: false },
  });
  const client = createRouterClient(backend.router);
  const until = async (is: (run: Run) => boolean) => {
    for await (const { run } of await client.workspace.watch()) if (run !== null && is(run)) return run;
    throw new Error('The workspace ended.');
  };
  await client.dataset.open({ file: { kind: 'path', path: iris } });
  await client.spec.propose({ targets: ['species'], hidden: [6], epochs: 3_000, patience: 0, seed: 5 });
  await client.training.start({});
  await client.training.pause();
  await until(({ progress }) => progress.state === 'paused');
  await client.training.rewind();
  await until(({ progress }) => progress.state === 'ready');
  for (let epoch = 1; epoch <= 2; epoch++) {
    await client.training.step({ unit: 'epoch' });
    await until(({ progress }) => progress.state === 'paused' && progress.epoch === epoch);
  }
  await client.training.change({ optimizer: newOptimizer('adam', { learningRate: 0.01 }) });
  await client.training.change({ batchSize: 16 });
  await until(({ changes }) => changes.length === 2);
  await client.training.resume();
  const run = await until(({ fingerprint }) => fingerprint !== null);
  await backend.dispose();
  return run;
}

describe('a report', () => {
  it('is one HTML file on stdout, or the file of --out, in either language', async () => {
    const { code, stdout, stderr } = await cli.run('report', 'flowers');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^<!doctype html>\n<html lang="en">/);
    const korean = await cli.run('report', 'flowers', '--language', 'KO', '--out', 'flowers.html', '--json');
    const text = await readFile(inFolder('flowers.html'), 'utf8');
    expect(text).toContain('<html lang="ko">');
    expect(korean.lines.at(-1)).toEqual({
      ...{ type: 'result', out: 'flowers.html', form: 'html', language: 'ko' },
      ...{ bytes: Buffer.byteLength(text), fingerprint: await fingerprintOf('flowers') },
    });
  });

  it('is Markdown where --out says so by its ending', async () => {
    const { stdout } = await cli.run('report', 'flowers', '--out', 'flowers.md');
    expect(stdout).toMatch(/^The report is in flowers\.md \(\d+ bytes\)\.\n$/);
    expect(await readFile(inFolder('flowers.md'), 'utf8')).toMatch(/^# \d+ of \d+ test rows correct/);
  });

  it('is found by the id of a run under the home folder', async () => {
    const { lines } = await cli.run('train', iris, ...quick, '--json');
    const id = basename(String(lines.at(-1)?.model));
    const { code, stdout } = await cli.run('report', id, '--markdown');
    expect([code, stdout.includes(await fingerprintOf(String(lines.at(-1)?.model)))]).toEqual([0, true]);
  });

  it('of a model file tells what the file keeps, and says that it has no history', async () => {
    await cli.run('export', 'flowers', '--out', 'flowers.safetensors');
    const { code, stdout } = await cli.run('report', 'flowers.safetensors', '--markdown');
    expect(code).toBe(0);
    expect(stdout).toContain('# A model of species, not scored here');
    expect(stdout).toContain('The losses of its epochs are not kept with it.');
    expect(stdout).toContain(await fingerprintOf('flowers'));
  });

  it('of a run whose table is gone or was changed says so, and has no cells of it', async () => {
    const table = inFolder('moved.csv');
    await copyFile(iris, table);
    await cli.run('train', table, ...quick, '--out', 'orphan');
    const whole = (await cli.run('report', 'orphan', '--markdown')).stdout;
    expect(whole).toMatch(/\| Row \| Actual \| Predicted \| Probability \| sepal length/);
    await writeFile(table, 'other\n1\n');
    const changed = (await cli.run('report', 'orphan', '--markdown')).stdout;
    expect(changed).toMatch(/\| Row \| Actual \| Predicted \| Probability \|\n/);
    expect(changed).toContain('The table is no longer where it was, or was changed');
    await rm(table);
    expect((await cli.run('report', 'orphan', '--markdown')).stdout).toContain('no longer where it was');
  });
});

it('what a report cannot be made of is refused in a sentence', async () => {
  expect((await cli.run('report', 'nowhere')).stderr).toBe('There is no run nowhere.\n');
  await cp(inFolder('flowers'), inFolder('running'), { recursive: true });
  const record = JSON.parse(await readFile(inFolder('running', 'run.json'), 'utf8'));
  await writeFile(
    inFolder('running', 'run.json'),
    JSON.stringify({ ...record, state: 'running', fingerprint: null }),
  );
  const unfinished = await cli.run('report', 'running');
  expect([unfinished.code, unfinished.stderr]).toEqual([
    1,
    `The run ${record.id} was interrupted: resume it first; there is nothing to report before its end.\n`,
  ]);
  expect((await cli.run('report', 'flowers', '--json')).code).toBe(2);
  expect((await cli.run('report', 'flowers', '--language', 'fr')).stderr).toContain('Expected en or ko');
});

it('an existing file is replaced with --force alone', async () => {
  await writeFile(inFolder('mine.html'), 'mine');
  const { code, stderr } = await cli.run('report', 'flowers', '--out', 'mine.html');
  expect([code, stderr]).toEqual([1, expect.stringContaining('mine.html exists already')]);
  expect((await stat(inFolder('mine.html'))).size).toBe(4);
  expect((await cli.run('report', 'flowers', '--out', 'mine.html', '--force')).code).toBe(0);
  expect((await stat(inFolder('mine.html'))).size).toBeGreaterThan(10_000);
});

it('changes that a file names wrongly are refused before anything is trained', async () => {
  const cases: [string, string][] = [
    ['{', 'is not JSON'],
    ['{"step": 1}', 'must hold the changes of a run'],
    ['[{"step": 9}, {"step": 3}]', 'their steps must ascend'],
    ['[{"step": -1}]', '0.step'],
  ];
  for (const [text, sentence] of cases) {
    await writeFile(inFolder('changes.json'), text);
    const { code, stderr } = await cli.run('train', iris, ...quick, '--changes', 'changes.json');
    expect([code, stderr]).toEqual([1, expect.stringContaining(sentence)]);
  }
});
