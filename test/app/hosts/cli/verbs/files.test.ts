// Several files as one table in the terminal: joined, as test and validation data, from a folder.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSpec } from '../../../../../app/contract/spec/spec.ts';
import type { RunRecord } from '../../../../../app/storage/runRecord.ts';
import { type CommandLine, example, type Outcome, openCommandLine } from '../command.ts';

const quick = ['--target', 'species', '--seed', '3', '--epochs', '5', '--hidden', '8'];

let cli: CommandLine;
let header: string;
let rows: string[];
beforeAll(async () => {
  cli = await openCommandLine();
  [header, ...rows] = (await readFile(example('iris.csv'), 'utf8')).trim().split('\n') as [
    string,
    ...string[],
  ];
  const every = (k: number) => rows.filter((_, i) => i % 5 === k);
  await write('train.csv', [header, ...every(0), ...every(1), ...every(2)]);
  await write('validation.csv', [header, ...every(3)]);
  // As another program writes it: other delimiter, decimal sign and order of columns.
  const turned = (line: string) => line.split(',').reverse().join(';').replaceAll('.', ',');
  await write('test.csv', [turned(header), ...every(4).map(turned)]);
  await write('one.csv', [
    `part,${header}`,
    ...[...every(0), ...every(1), ...every(2)].map((row) => `training,${row}`),
    ...every(3).map((row) => `validation,${row}`),
    ...every(4).map((row) => `test,${row}`),
  ]);
});
afterAll(() => cli.close());

const inFolder = (name: string) => join(cli.folder, name);

async function write(name: string, lines: string[]): Promise<void> {
  await mkdir(join(inFolder(name), '..'), { recursive: true });
  await writeFile(inFolder(name), `${lines.join('\n')}\n`);
}

function result({ code, stderr, lines }: Outcome): Record<string, unknown> {
  expect([code, stderr]).toEqual([0, '']);
  const last = lines.at(-1) ?? {};
  expect(last.type).toBe('result');
  return last;
}

const proposalOf = ({ lines }: Outcome) =>
  lines.find(({ type }) => type === 'proposal') as { spec: RunSpec; rows: Record<string, number> };

const recordOf = async (folder: string) =>
  JSON.parse(await readFile(join(inFolder(folder), 'run.json'), 'utf8')) as RunRecord;

async function hashOf(name: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(inFolder(name)))
    .digest('hex');
}

describe('a test file', () => {
  it('holds the test data, a validation file the validation data, as a column that names the parts would', async () => {
    const files = ['train.csv', '--validation-file', 'validation.csv', '--test-file', 'test.csv'];
    const trained = await cli.run('train', ...files, ...quick, '--out', 'three', '--json');
    const apart = result(trained);
    const parts = ['--part-column', 'part', '--ignore', 'part'];
    const together = result(
      await cli.run('train', 'one.csv', ...quick, ...parts, '--out', 'together', '--json'),
    );
    expect(apart.rows).toEqual({ train: 90, validation: 30, test: 30 });
    expect(apart.fingerprint).toBe(together.fingerprint);
    expect(apart.metrics).toEqual(together.metrics);
  });

  it('alone leaves a share of the training rows for validation', async () => {
    const trained = await cli.run('train', 'train.csv', '--test-file', 'test.csv', ...quick, '--json');
    expect(result(trained).rows).toEqual({ train: 77, validation: 13, test: 30 });
    expect(proposalOf(trained).spec.data.split).toEqual({
      ...{ by: 'column', column: 'file', validation: [], test: ['test.csv'], validationShare: 0.15 },
    });
  });

  it('is told with how it was read, and its rows keep their numbers', async () => {
    const asked = ['train.csv', '--test-file', 'test.csv', '--target', 'species'];
    const prepared = await cli.run('prepare', ...asked);
    expect(prepared.stderr).toContain('2 files: 120 rows, 6 columns.\n');
    expect(prepared.stderr).toContain('test.csv: 30 rows; semicolon, UTF-8, decimal comma.\n');
    const lines = prepared.stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^file,row,part,/);
    expect(lines[91]).toMatch(/^test\.csv,1,test,/);
    expect(lines[120]).toMatch(/^test\.csv,30,test,/);
  });

  it.each([
    [
      '--split',
      '80/10/10',
      '--split does not work with a split by file: leave it out. --validation-file says which rows are the validation data.',
    ],
    ['--folds', '5', '--folds does not work with a split by file.'],
    ['--time', 'x', '--time does not work with a split by file.'],
  ])('does not go together with %s', async (option, value, sentence) => {
    const { code, stderr } = await cli.run(
      'train',
      'train.csv',
      '--test-file',
      'test.csv',
      ...quick,
      option,
      value,
    );
    expect([code, stderr]).toEqual([2, `${sentence}\n`]);
  });

  it('that is the training file is refused', async () => {
    const { code, stderr } = await cli.run('train', 'train.csv', '--test-file', './train.csv', ...quick);
    expect([code, stderr]).toEqual([1, 'train.csv is given twice. Give each file once.\n']);
  });

  it('with other columns is refused, unless only the shared ones are read', async () => {
    await write('less.csv', [header.replace('petal width (cm)', 'width'), ...rows.slice(0, 20)]);
    const asked = ['train', 'train.csv', '--test-file', 'less.csv', ...quick, '--json'];
    const { code, lines } = await cli.run(...asked);
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatchObject({
      type: 'error',
      code: 'files_differ',
      message:
        'less.csv has other columns than train.csv: it lacks "petal width (cm)"; it also has "width". Give the files the same columns, or read only those that all of them have with --columns shared.',
    });
    const shared = await cli.run(...asked, '--columns', 'shared');
    expect(shared.code).toBe(0);
    expect(proposalOf(shared).spec.data.reading).toEqual({ columns: 'shared' });
    expect(proposalOf(shared).rows).toMatchObject({ test: 20 });
  });
});

describe('a test file', () => {
  it('without the target is refused with what to do', async () => {
    await write(
      'bare.csv',
      [header, ...rows.slice(0, 20)].map((line) => line.slice(0, line.lastIndexOf(','))),
    );
    const { code, stderr } = await cli.run('train', 'train.csv', '--test-file', 'bare.csv', ...quick);
    expect([code, stderr]).toEqual([
      1,
      'bare.csv lacks "species", the target: without it nothing can be scored. Give it the columns of train.csv, or have a trained model answer it with "chainrule predict".\n',
    ]);
  });

  it('without names is refused, and named', async () => {
    await write('nameless.csv', rows.slice(0, 20));
    const { code, stderr } = await cli.run('train', 'train.csv', '--test-file', 'nameless.csv', ...quick);
    expect([code, stderr]).toEqual([
      1,
      'nameless.csv has no line that names its columns, so it cannot be joined to train.csv. Write the names of train.csv above its rows.\n',
    ]);
  });

  it('with a further column leaves it out', async () => {
    await write('wide.csv', [`${header},note`, ...rows.slice(0, 20).map((line) => `${line},x`)]);
    const found = await cli.run('train', 'train.csv', '--test-file', 'wide.csv', ...quick, '--json');
    expect(found.code).toBe(0);
    expect(found.lines).toContainEqual(
      expect.objectContaining({ code: 'columns_not_shared', values: { columns: '"note"', count: 1 } }),
    );
    expect(proposalOf(found).rows).toMatchObject({ test: 20 });
  });
});

describe('several files', () => {
  it('are one table; spec and run keep each file with its hash, and the column of files is no feature', async () => {
    const trained = await cli.run('train', 'train.csv', 'test.csv', ...quick, '--out', 'two', '--json');
    result(trained);
    const { spec } = proposalOf(trained);
    expect(spec.data.files).toEqual([
      { path: 'train.csv', hash: await hashOf('train.csv') },
      { path: 'test.csv', hash: await hashOf('test.csv') },
    ]);
    expect(spec.data.columns[0]).toEqual({ name: 'file', role: 'ignored', type: 'category' });
    const { dataset } = await recordOf('two');
    expect(dataset.fileName).toBe('train.csv + test.csv');
    expect(dataset.files.map(({ file, name, hash }) => [file, name, hash])).toEqual([
      [{ kind: 'path', path: inFolder('train.csv') }, 'train.csv', await hashOf('train.csv')],
      [{ kind: 'path', path: inFolder('test.csv') }, 'test.csv', await hashOf('test.csv')],
    ]);
  });

  it('give a model that predicts and scores a file without asking for the column of files', async () => {
    const predicted = await cli.run('predict', 'two', 'validation.csv', '--out', 'predicted.csv', '--json');
    expect(result(predicted).unseenLevels).toEqual({});
    expect((await readFile(inFolder('predicted.csv'), 'utf8')).split('\n')[0]).not.toMatch(/\bfile\b/);
    expect(result(await cli.run('evaluate', 'two', 'validation.csv', '--json'))).toMatchObject({ rows: 30 });
  });

  it('with a spec that was printed for them train to the same weights', async () => {
    const printed = await cli.run('spec', 'train.csv', 'test.csv', ...quick);
    await writeFile(inFolder('spec.json'), printed.stdout);
    const asked = ['train', 'train.csv', 'test.csv', '--spec', 'spec.json', '--out', 'again', '--json'];
    expect(result(await cli.run(...asked)).fingerprint).toBe((await recordOf('two')).fingerprint);
  });

  it('can be the groups of a split: rows of a file stay in one part', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
      await write(`groups/${name}.csv`, [header, ...rows.filter((_, i) => i % 6 === 'abcdef'.indexOf(name))]);
    const prepared = await cli.run('prepare', 'groups', '--target', 'species', '--group', 'file');
    expect(prepared.code).toBe(0);
    const partsOf = new Map<string, Set<string>>();
    for (const line of prepared.stdout.trim().split('\n').slice(1)) {
      const [file = '', , part = ''] = line.split(',');
      partsOf.set(file, (partsOf.get(file) ?? new Set()).add(part));
    }
    expect([...partsOf.keys()]).toEqual(['a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv', 'f.csv']);
    for (const parts of partsOf.values()) expect(parts.size).toBe(1);
    expect(new Set([...partsOf.values()].flatMap((parts) => [...parts])).size).toBeGreaterThan(1);
  });

  it('can be a feature where a person asks for it', async () => {
    const asked = ['train.csv', 'test.csv', '--target', 'species', '--features', 'file,petal width (cm)'];
    const { stdout } = await cli.run('spec', ...asked);
    const roles = (JSON.parse(stdout) as RunSpec).data.columns.map(({ name, role }) => `${name} ${role}`);
    expect(roles).toContain('file feature');
  });

  it('tell of a line by its own file', async () => {
    await write('short.csv', [header, ...rows.slice(0, 3), '5.1,3.5']);
    const { code, stdout } = await cli.run('inspect', 'train.csv', 'short.csv');
    expect(code).toBe(0);
    expect(stdout).toContain('short.csv: Line 5 has 2 fields; the table has 5: the rest is missing.');
    expect(stdout).toMatch(/Warning: short\.csv: 1 row had fewer than 5 fields \(the first on line 5\)/);
  });
});

describe('a folder', () => {
  it('is the tables in it, in the order of their names', async () => {
    await write('months/m10.csv', [header, ...rows.slice(10, 12)]);
    await write('months/m2.csv', [header, ...rows.slice(0, 3)]);
    await write('months/.hidden.csv', ['x']);
    await write('months/readme.md', ['no table']);
    const { lines } = await cli.run('inspect', 'months', '--json');
    const files = lines.at(-1)?.files as { name: string; rows: number }[];
    expect(files.map(({ name, rows: count }) => [name, count])).toEqual([
      ['m2.csv', 3],
      ['m10.csv', 2],
    ]);
  });

  it('can be the test data', async () => {
    const trained = await cli.run('train', 'train.csv', '--test-file', 'months', ...quick, '--json');
    expect(result(trained).rows).toMatchObject({ test: 5 });
  });

  it('of a run, and one without a table, are refused', async () => {
    const run = await cli.run('inspect', 'two');
    expect([run.code, run.stderr]).toEqual([
      1,
      'two is the folder of a run. Choose a table, or a folder of tables.\n',
    ]);
    await write('empty/readme.md', ['no table']);
    const empty = await cli.run('inspect', 'empty');
    expect(empty.stderr).toBe('empty is a folder without a table. Choose a file, or a folder of tables.\n');
  });
});

it.each([
  ['the test file', ['train.csv', '--test-file', 'test.csv'], 'test.csv'],
  ['a table of the folder', ['kept'], 'kept/a.csv'],
])('prepare does not write over %s, which it reads', async (_what, args, out) => {
  await write('kept/a.csv', [header, ...rows.slice(0, 20)]);
  const before = await hashOf(out);
  const { code, stderr } = await cli.run('prepare', ...args, '--target', 'species', '--out', out);
  expect(code).not.toBe(0);
  expect(stderr).toContain('choose another name');
  expect(await hashOf(out)).toBe(before);
});
