// `chainrule bench csv` as a process, and the file that it makes.
import { mkdir, readdir, readFile, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTable } from '../../../../../app/hosts/cli/bench/generatedTable.ts';
import { type CommandLine, example, openCommandLine, outcomeOf } from '../command.ts';

let command: CommandLine;
beforeAll(async () => {
  command = await openCommandLine({ processes: true });
});
afterAll(() => command.close());

/** Starts it with a folder of its own for what is temporary. */
async function startIn(name: string, ...args: string[]) {
  const temporary = join(command.folder, name);
  await mkdir(temporary);
  return { temporary, child: command.start(args, { before: `export TMPDIR='${temporary}'` }) };
}

describe('the generated file', () => {
  it('has the rows and columns that were asked for, and its numbers are read as they were meant', async () => {
    const file = join(command.folder, 'made.csv');
    const shares: number[] = [];
    await writeTable(file, { rows: 4_001, columns: 12, seed: 3 }, (share) => shares.push(share));
    const [head, ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(head).toBe('x0,x1,x2,x3,x4,x5,x6,x7,x8,x9,x10,x11');
    expect(lines).toHaveLength(4_001);
    for (const line of lines) expect(line).toMatch(/^([-+.e\d]+,){4}\d+,([-+.e\d]+,){6}[-+.e\d]+$/);
    expect(shares.at(-1)).toBe(1);
  });
});

describe('bench csv', () => {
  it('prints a line for each repetition, each of a process of its own, and what they come to', async () => {
    const args = ['--rows', '500', '--columns', '3', '--repetitions', '2', '--json'];
    const { temporary, child } = await startIn('two', 'bench', 'csv', ...args);
    const { code, stderr, lines } = await outcomeOf(child);
    expect([code, stderr]).toEqual([0, '']);
    expect(lines.map(({ type }) => type)).toEqual(['repetition', 'repetition', 'result']);
    for (const one of lines.slice(0, 2) as Record<string, number>[]) {
      expect(one).toMatchObject({ engine: 'chainrule', workload: '500x3.csv', rows: 500 });
      expect(one.matrixBytes).toBe(500 * 3 * 4);
      expect(one.firstScreen).toBeGreaterThan(0);
      expect(one.matrices).toBeGreaterThan(one.opened!);
      expect(one.profiled).toBeGreaterThan(0);
      expect(one.matrices).toBeGreaterThan(one.firstScreen!);
      expect(one.peakBytes).toBeGreaterThan(one.restBytes!);
    }
    expect(await readdir(temporary)).toEqual([]);
  });

  it('says it as a table, of a file and a target of one’s own', async () => {
    const args = [example('cars.csv'), '--target', 'Miles_per_Gallon', '--repetitions', '1'];
    const { code, stdout, stderr } = await outcomeOf(command.start(['bench', 'csv', ...args]));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /\nfrom the click to +median +best +spread\nfirst screen +[\d.]+ s +[\d.]+ s +0\.0%\ntable open /,
    );
    expect(stdout).toMatch(/\nmatrices in the engine +[\d.]+ s/);
    expect(stdout).toMatch(
      /\n406 rows; matrices of 0\.\d+ MB; peak memory [\d.]+ MB, [\d.]+ MB of it before reading:\n/,
    );
  });

  it('reads the file with DuckDB in turn, and says how the times compare', async () => {
    await writeFile(join(command.folder, 'short.csv'), `a,b\n${'1,7\n3,4\n'.repeat(50)}2\n`);
    const args = ['bench', 'csv', 'short.csv', '--target', 'a', '--reader', 'both', '--repetitions', '2'];
    const { code, stdout, stderr } = await outcomeOf(command.start(args));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/\nDuckDB alone reads \d+ rows into memory in [\d.]+ s/);
    expect(stdout).toMatch(/\nOpening the table takes [\d.]+ times as long\.\n/);
    const { lines } = await outcomeOf(command.start([...args, '--json']));
    const engines = lines.map(({ engine }) => engine);
    expect(engines).toEqual(['chainrule', 'duckdb', 'chainrule', 'duckdb', undefined]);
  });

  it('fails as the file does, in a process of its own too', async () => {
    await writeFile(join(command.folder, 'empty.csv'), '');
    for (const repetitions of ['1', '2']) {
      const args = ['bench', 'csv', 'empty.csv', '--repetitions', repetitions];
      const { code, stderr } = await outcomeOf(command.start(args));
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^empty\.csv .*\n$/)]);
    }
  });

  it('leaves no file behind when it is interrupted', async () => {
    const { temporary, child } = await startIn('cut', 'bench', 'csv', '--rows', '3000000');
    const outcome = outcomeOf(child);
    for await (const _ of watch(temporary)) break;
    child.kill('SIGINT');
    expect((await outcome).code).toBe(130);
    expect(await readdir(temporary)).toEqual([]);
  });
});
