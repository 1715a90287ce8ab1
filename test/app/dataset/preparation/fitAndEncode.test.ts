// How columns become inputs and outputs: fitted on training rows only, and applied to any file.
import { describe, expect, it } from 'vitest';
import { inputNames, type Preparation } from '../../../../app/contract/model.ts';
import type { ColumnSpec, DataSpec } from '../../../../app/contract/spec/spec.ts';
import { defaultSplit } from '../../../../app/contract/spec/spec.ts';
import type { Task } from '../../../../app/contract/spec/task.ts';
import { encodeInputs, encodeTargets } from '../../../../app/dataset/preparation/encode.ts';
import { fitPreparation } from '../../../../app/dataset/preparation/fitPreparation.ts';
import { lines, tableOf } from '../writtenTable.ts';

function specOf(task: Task, ...columns: ColumnSpec[]): DataSpec {
  return { task, columns, split: { ...defaultSplit } };
}
const feature = (name: string, type: ColumnSpec['type'] = 'number'): ColumnSpec => ({
  name,
  role: 'feature',
  type,
});
const target = (name: string, type: ColumnSpec['type'] = 'number'): ColumnSpec => ({
  name,
  role: 'target',
  type,
});
const rows = (...indices: number[]) => Uint32Array.from(indices);

it('a feature without a value in the training rows becomes no input', async () => {
  const table = await tableOf('a,b,c,d,y\n1,,,,1\n2,,,,2\n3,,,,3\n4,5,u,2024-01-02,4\n');
  const data = specOf('regression', feature('a'), target('y'));
  const more = (['number', 'category', 'date'] as const).map((type, k) => ({
    ...{ name: 'bcd'[k]!, role: 'feature' as const, type },
  }));
  const whole = { ...data, columns: [...data.columns, ...more] };
  const { inputs } = await fitPreparation(table, whole, rows(0, 1, 2));
  expect(inputs.map(({ column }) => column)).toEqual(['a']);
  expect((await fitPreparation(table, whole, rows(0, 1, 2, 3))).inputs).toHaveLength(4);
});

describe('numbers', () => {
  it('are standardised by the mean and deviation of the training rows, missing ones being the median', async () => {
    const table = await tableOf('x,y\n1,0\n2,0\n,0\n9,0\n1000,0\n');
    const { inputs } = await fitPreparation(
      table,
      specOf('regression', feature('x'), target('y')),
      rows(0, 1, 2, 3),
    );
    // 1, 2, 2 (the median), 9: mean 3.5, deviation sqrt((6.25 + 2.25 + 2.25 + 30.25) / 4).
    const scaled = { median: 2, mean: 3.5, scale: Math.sqrt(10.25) };
    expect(inputs).toEqual([{ kind: 'numeric', column: 'x', ...scaled, min: 1, max: 9 }]);
    const preparation: Preparation = { inputs, target: { kind: 'numeric', columns: [], link: 'identity' } };
    const { features } = await encodeInputs(table, preparation, null);
    const expected = [1, 2, 2, 9, 1000].map((x) => Math.fround((x - 3.5) / Math.sqrt(10.25)));
    expect([...features]).toEqual(expected);
  });

  it('that differ by less than doubles can square are standardised like others', async () => {
    const powers = [1, 1e-200, 1e-308].map((unit) => [unit, 2 * unit, 6 * unit]);
    for (const cells of powers) {
      const table = await tableOf(`x,y\n${cells.map((cell) => `${cell},0`).join('\n')}\n`);
      const preparation = await fitPreparation(
        table,
        specOf('regression', feature('x'), target('y')),
        rows(0, 1, 2),
      );
      const { features } = await encodeInputs(table, preparation, null);
      for (const [i, value] of [-0.9258, -0.4629, 1.3887].entries())
        expect(features[i]).toBeCloseTo(value, 3);
    }
  });

  it('that are all the same become 0, whatever rounding makes of their mean', async () => {
    const table = await tableOf(lines('x,y', 30, () => '0.1,1'));
    const preparation = await fitPreparation(
      table,
      specOf('regression', feature('x'), target('y')),
      rows(...Array(30).keys()),
    );
    const scaled = { decimal: '.', median: 0.1, mean: 0.1, scale: 1 };
    expect(preparation.inputs[0]).toEqual({ kind: 'numeric', column: 'x', ...scaled, min: 0.1, max: 0.1 });
    expect((await encodeInputs(table, preparation, null)).features.every((value) => value === 0)).toBe(true);
  });

  it('never become infinite, in whatever file', async () => {
    const preparation: Preparation = {
      inputs: [{ kind: 'numeric', column: 'x', median: 0, mean: 0, scale: 1e-30 }],
      target: { kind: 'numeric', columns: [{ name: 'y', mean: 0, scale: 1e-30 }], link: 'identity' },
    };
    const table = await tableOf('x,y\n3e38,3e38\n-3e38,-3e38\n1e39,1e39\n');
    expect((await encodeInputs(table, preparation, null)).features.every(Number.isFinite)).toBe(true);
    const { targets } = await encodeTargets(table, preparation.target, null);
    expect([...targets].map(Number.isFinite)).toEqual([true, true, false]);
  });
});

describe('categories', () => {
  const text = 'c,b,y\nred,yes,1\nblue,no,2\n,yes,3\nred,,4\ngreen,no,5\n';

  it('become one input per level of the training rows, missing first where they had it', async () => {
    const table = await tableOf(text);
    const spec = specOf('regression', feature('c', 'category'), feature('b', 'boolean'), target('y'));
    const preparation = await fitPreparation(table, spec, rows(0, 1, 2));
    expect(inputNames(preparation)).toEqual(['c = missing', 'c = blue', 'c = red', 'b = false', 'b = true']);
    const { features, inputs, unseenLevels } = await encodeInputs(table, preparation, null);
    expect(inputs).toBe(5);
    expect([...features]).toEqual([
      ...[0, 0, 1, 0, 1],
      ...[0, 1, 0, 1, 0],
      ...[1, 0, 0, 0, 1],
      ...[0, 0, 1, 0, 0],
      ...[0, 0, 0, 1, 0],
    ]);
    expect(unseenLevels).toEqual({ c: 1, b: 1 });
  });

  it('are found in another file by name, in another order and another spelling', async () => {
    const table = await tableOf(text);
    const spec = specOf('regression', feature('c', 'category'), feature('b', 'boolean'), target('y'));
    const preparation = await fitPreparation(table, spec, rows(0, 1, 4));
    const other = await tableOf('b,c\nTRUE,red\nFALSE,mauve\n');
    const { features, unseenLevels } = await encodeInputs(other, preparation, null);
    expect([...features]).toEqual([0, 0, 1, 0, 1, 0, 0, 0, 1, 0]);
    expect(unseenLevels).toEqual({ c: 1 });
  });

  it('of numbers are the same level as 4 and as 4.0', async () => {
    const table = await tableOf('c,y\n4,1\n6,2\n4,3\n8,4\n');
    const spec = specOf('regression', feature('c', 'category'), target('y'));
    const preparation = await fitPreparation(table, spec, rows(0, 1, 2, 3));
    expect(inputNames(preparation)).toEqual(['c = 4', 'c = 6', 'c = 8']);
    const other = await tableOf('c\n8.0\n4.00\nx\n5\n');
    const { features, unseenLevels } = await encodeInputs(other, preparation, null);
    expect([...features]).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(unseenLevels).toEqual({ c: 2 });
  });

  it('keep the hundred most frequent levels; the others are all zeros', async () => {
    const cells = Array.from({ length: 260 }, (_, i) => (i < 210 ? `often ${i % 100}` : `rare ${i}`));
    const table = await tableOf(lines('c,y', cells.length, (i) => `${cells[i]},${i}`));
    const all = rows(...cells.keys());
    const preparation = await fitPreparation(
      table,
      specOf('regression', feature('c', 'category'), target('y')),
      all,
    );
    expect(inputNames(preparation)).toHaveLength(100);
    const { features, unseenLevels } = await encodeInputs(table, preparation, rows(0, 259));
    expect(features.slice(0, 100).reduce((a, b) => a + b)).toBe(1);
    expect(features.slice(100).every((value) => value === 0)).toBe(true);
    expect(unseenLevels).toEqual({ c: 1 });
  });

  it('may be in a column called __proto__', async () => {
    const table = await tableOf('__proto__,y\na,1\nb,2\n');
    const spec = specOf('regression', feature('__proto__', 'category'), target('y'));
    const preparation = await fitPreparation(table, spec, rows(0));
    const { unseenLevels } = await encodeInputs(table, preparation, null);
    expect(Object.entries(unseenLevels)).toEqual([['__proto__', 1]]);
  });
});

describe('targets', () => {
  it('of numbers are scaled by the training rows and kept in their own units too', async () => {
    const table = await tableOf('x,y,z\n1,10,1\n2,30,1\n3,,2\n4,20,5\n');
    const preparation = await fitPreparation(
      table,
      specOf('regression', feature('x'), target('y'), target('z')),
      rows(0, 1),
    );
    expect(preparation.target).toEqual({
      kind: 'numeric',
      columns: [
        { name: 'y', mean: 20, scale: 10 },
        { name: 'z', mean: 1, scale: 1 },
      ],
      link: 'identity',
    });
    const { targets, truth } = await encodeTargets(table, preparation.target, null);
    expect([...truth]).toEqual([10, 1, 30, 1, Number.NaN, 2, 20, 5]);
    expect([...targets]).toEqual([-1, 0, 1, 0, Number.NaN, 1, 0, 4]);
  });

  it('whose logarithm is learned stay as they are, in float64 too', async () => {
    const table = await tableOf('x,y\n1,10\n2,30\n3,0.1\n');
    const spec = specOf('regression', feature('x'), target('y'));
    const preparation = await fitPreparation(table, spec, rows(0, 1), 'log');
    expect(preparation.target).toEqual({
      kind: 'numeric',
      columns: [{ name: 'y', mean: 0, scale: 1, decimal: '.' }],
      link: 'log',
    });
    const { targets } = await encodeTargets(table, preparation.target, null, Float64Array);
    expect(targets).toEqual(Float64Array.of(10, 30, 0.1));
    const { features } = await encodeInputs(table, preparation, null, Float64Array);
    expect(features).toEqual(Float64Array.of(-1, 1, 3));
  });

  it('of classes are their index in sorted order, numbers by value', async () => {
    const table = await tableOf('x,y,n\n1,b,10\n2,a,9\n3,c,10\n4,,9\n');
    const words = await fitPreparation(
      table,
      specOf('multiclass', feature('x'), target('y', 'category')),
      rows(0, 1, 2),
    );
    expect(words.target).toEqual({ kind: 'class', column: 'y', classes: ['a', 'b', 'c'] });
    const { targets, truth } = await encodeTargets(table, words.target, rows(0, 1, 3));
    expect([...truth]).toEqual([1, 0, -1]);
    expect([...targets]).toEqual([1, 0, Number.NaN]);
    const digits = await fitPreparation(
      table,
      specOf('binary', feature('x'), target('n', 'category')),
      rows(0, 1),
    );
    expect(digits.target).toMatchObject({ classes: ['9', '10'] });
  });

  it('that a model does not know are -1', async () => {
    const known = { kind: 'class', column: 'y', classes: ['a', 'b'] } as const;
    const table = await tableOf('y,x\nb,1\nz,2\n');
    expect([...(await encodeTargets(table, { ...known, classes: ['a', 'b'] }, null)).truth]).toEqual([1, -1]);
  });
});

it('a file that lacks columns is refused by their names', async () => {
  const table = await tableOf('a,b\n1,2\n');
  const numeric = (column: string) => ({ kind: 'numeric', column, median: 0, mean: 0, scale: 1 }) as const;
  const preparation: Preparation = {
    inputs: ['a', 'p', 'q'].map(numeric),
    target: { kind: 'numeric', columns: [{ name: 'r', mean: 0, scale: 1 }], link: 'identity' },
  };
  await expect(encodeInputs(table, preparation, null)).rejects.toMatchObject({
    code: 'columns_do_not_fit',
    message: expect.stringMatching(/lacks the columns "p", "q" that the model reads/),
    values: { missing: 'p, q' },
  });
  await expect(encodeTargets(table, preparation.target, null)).rejects.toMatchObject({
    values: { missing: 'r' },
  });
});
