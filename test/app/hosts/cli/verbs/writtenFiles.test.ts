// What the verbs that write a file do with one that is there already, and with cells that a spreadsheet would compute.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, openCommandLine } from '../command.ts';

let cli: CommandLine;
const inFolder = (name: string) => join(cli.folder, name);

beforeAll(async () => {
  cli = await openCommandLine();
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i % 7},${-(i % 20)},@note,${i % 2 === 0 ? '=1+1' : 'plain'}`,
  );
  await writeFile(inFolder('table.csv'), ['=a,b,text,class', ...rows, ''].join('\n'));
  const training = ['--ignore', 'text', '--epochs', '1', '--hidden', 'none', '--seed', '1', '--out', 'model'];
  const { code, stderr } = await cli.run('train', 'table.csv', '--target', 'class', ...training);
  expect([code, stderr]).toEqual([0, '']);
});
afterAll(() => cli.close());

describe('a file of --out that is there already', () => {
  it.each([
    ['predict', ['predict', 'model', 'table.csv']],
    ['export', ['export', 'model']],
    ['prepare', ['prepare', 'table.csv', '--target', 'class']],
  ])('is refused by %s before any work, and replaced with --force', async (verb, args) => {
    const out = `${verb}.${verb === 'export' ? 'json' : 'csv'}`;
    await writeFile(inFolder(out), 'mine');
    const refused = await cli.run(...args, '--out', out, '--json');
    expect(refused.code).toBe(1);
    expect(refused.lines).toMatchObject([{ type: 'error', code: 'file_exists' }]);
    expect(refused.stderr).toBe(`${out} exists already: choose another name, or replace it with --force.\n`);
    expect(await readFile(inFolder(out), 'utf8')).toBe('mine');
    expect((await cli.run(...args, '--out', out, '--force')).code).toBe(0);
    expect(await readFile(inFolder(out), 'utf8')).not.toBe('mine');
  });

  it('is refused with --force, too, where it is an input', async () => {
    const { lines } = await cli.run(
      'predict',
      'model',
      'table.csv',
      '--out',
      'table.csv',
      '--force',
      '--json',
    );
    expect(lines).toMatchObject([{ type: 'error', code: 'option_invalid' }]);
  });
});

describe('cells that begin a formula', () => {
  it('get an apostrophe in what predict writes, headers and classes too, and are counted', async () => {
    const { stdout, stderr } = await cli.run('predict', 'model', 'table.csv');
    const [header, first] = stdout.split('\n');
    expect(header).toBe("'=a,b,text,class,prediction,probability_=1+1,probability_plain");
    expect(first).toMatch(/^0,0,'@note,'=1\+1,('=1\+1|plain),0\.\d+,0\.\d+$/);
    const count = stdout.split(/[,\n]/).filter((cell) => cell.startsWith("'")).length;
    expect(stderr).toBe(
      `${count} cells got an apostrophe, so that a spreadsheet shows text and computes no formula; --raw writes without it.\n`,
    );
    expect(stdout).toContain('\n3,-19,');
    const json = await cli.run('predict', 'model', 'table.csv', '--out', 'counted.csv', '--json');
    expect(json.lines.at(-1)).toMatchObject({ type: 'result', formulaCells: count });
  });

  it('get one in what prepare writes', async () => {
    const { stdout } = await cli.run('prepare', 'table.csv', '--target', 'class', '--ignore', 'text');
    const [header, ...rows] = stdout.trim().split('\n');
    expect(header).toBe("row,part,'=a,b,class,class (learned)");
    expect(rows.filter((row) => row.includes(",'=1+1,"))).toHaveLength(30);
  });

  it('stay as they are with --raw', async () => {
    const predicted = await cli.run('predict', 'model', 'table.csv', '--raw');
    expect([predicted.stdout.includes("'"), predicted.stderr]).toEqual([false, '']);
    const prepared = await cli.run('prepare', 'table.csv', '--target', 'class', '--raw');
    expect(prepared.stdout).not.toContain("'");
  });
});
