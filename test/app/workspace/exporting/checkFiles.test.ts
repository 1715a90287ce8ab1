// A written file is checked before anybody gets it: by the app's own reader, and by the format's program where the host has it.
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Format, WrittenFile } from '../../../../app/export/format.ts';
import { checkFiles } from '../../../../app/workspace/exporting/checkFiles.ts';
import type { IntervalFacts } from '../../../../app/workspace/exporting/expectedIntervals.ts';
import type { RunProgram } from '../../../../app/workspace/exporting/programPort.ts';
import { runnersOf } from '../../../../app/workspace/exporting/runners.ts';

const golden = { values: [[1], [null]], predictions: [[2], [0]] };
const files: WrittenFile[] = [{ name: 'model.txt', type: 'text/plain', bytes: Buffer.from('twice') }];
const twice: Format = {
  write: () => files,
  predict: (_, rows) => ({
    predictions: rows.map(([x]) => [Number.isNaN(x as number) ? 0 : 2 * Number(x)]),
  }),
};
const program: NonNullable<Format['program']> = {
  name: 'a program',
  steps: () => [
    [
      ['first', 'look'],
      ['second', 'look'],
    ],
    [['second', 'check']],
  ],
};
const runners = runnersOf({});
const model: IntervalFacts = {
  preparation: {
    inputs: [],
    target: { kind: 'numeric', columns: [{ name: 'y', mean: 0, scale: 1 }], link: 'identity' },
  },
};
const checking = { name: 'test', format: { ...twice, program }, files, golden, model };

describe('the check of a written file', () => {
  it('is by the own reader where the host runs no programs, and says which one is lacking', async () => {
    expect(await checkFiles({ runners }, checking)).toEqual({
      rows: 2,
      largest: 0,
      program: null,
      lacking: 'a program',
    });
  });

  it('asks the alternatives of each step in turn, in a folder with the files, and takes what the program tells', async () => {
    const asked: string[][] = [];
    let there: string[] = [];
    const run: RunProgram = async ({ command, folder }) => {
      asked.push([...command]);
      there = await readdir(folder);
      if (command[0] === 'first') return { kind: 'missing' };
      const output = command[1] === 'check' ? 'x\n2 golden rows, largest difference 3e-7\n' : '';
      return { kind: 'ended', code: 0, output };
    };
    const check = await checkFiles({ program: run, runners }, checking);
    expect(check).toEqual({ rows: 2, largest: 3e-7, program: 'a program', lacking: null });
    expect(asked).toEqual([
      ['first', 'look'],
      ['second', 'look'],
      ['second', 'check'],
    ]);
    expect(there).toEqual(['model.txt']);
  });

  it('says nothing of a file that only a host could read which runs scripts', async () => {
    expect(await checkFiles({ runners }, { ...checking, format: { ...twice, needs: 'script' } })).toBeNull();
  });

  it('goes by the own reader where a library of the program is missing', async () => {
    const run: RunProgram = async () => ({ kind: 'ended', code: 1, output: 'No module named numpy' });
    expect(await checkFiles({ program: run, runners }, checking)).toMatchObject({
      program: null,
      lacking: 'a program',
    });
  });

  it('refuses a file whose predictions differ, with the worst row', async () => {
    const wrong: Format = { ...twice, predict: () => ({ predictions: [[2.1], [0]] }) };
    await expect(checkFiles({ runners }, { ...checking, format: wrong })).rejects.toMatchObject({
      code: 'export_differs',
      message: expect.stringContaining('they differ by 5.0e-2 (row 1 of 2)'),
    });
  });

  it('refuses a file whose intervals differ, or that leaves them out', async () => {
    const ranks = Array.from({ length: 20 }, (_, k) => k + 1);
    const known = { ...model, calibration: { rows: 20, ranks, scores: [ranks.map((rank) => rank / 10)] } };
    const withMargin = (margin: number): Format => ({
      ...twice,
      predict: () => ({
        predictions: golden.predictions,
        intervals: golden.predictions.map(([y]) => [y! - margin, y! + margin]),
      }),
    });
    const check = (format: Format) => checkFiles({ runners }, { ...checking, model: known, format });
    expect(await check(withMargin(1.9))).toMatchObject({ rows: 2, largest: 0 });
    await expect(check(withMargin(1.8))).rejects.toMatchObject({ code: 'export_differs' });
    await expect(check(withMargin(Number.NaN))).rejects.toMatchObject({ code: 'export_differs' });
    await expect(check(twice)).rejects.toThrow(RangeError);
  });

  it('refuses a file on which the program fails or tells a large difference', async () => {
    const failing: RunProgram = async ({ command }) =>
      command[1] === 'look'
        ? { kind: 'ended', code: 0, output: '' }
        : { kind: 'ended', code: 1, output: 'Traceback\nValueError: no' };
    await expect(checkFiles({ program: failing, runners }, checking)).rejects.toMatchObject({
      code: 'export_unchecked',
      message: expect.stringContaining('ValueError: no'),
    });
    const differing: RunProgram = async () => ({
      kind: 'ended',
      code: 0,
      output: '2 golden rows, largest difference 0.5',
    });
    await expect(checkFiles({ program: differing, runners }, checking)).rejects.toMatchObject({
      code: 'export_differs',
    });
  });
});
