// What is proposed for a target, and why.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Choices } from '../../../../app/contract/spec/choices.ts';
import type { ColumnPreparation } from '../../../../app/contract/spec/columnPreparation.ts';
import { dataSpecSchema } from '../../../../app/contract/spec/spec.ts';
import type { Task } from '../../../../app/contract/spec/task.ts';
import { proposeData } from '../../../../app/dataset/roles/propose.ts';
import { noise } from '../../engine/harness/chance.ts';
import { lines, opened, tableOf } from '../writtenTable.ts';

const examples = fileURLToPath(new URL('../../../../examples/', import.meta.url));

async function proposed(cells: string[], choices: Partial<Choices> = {}, header = 'y') {
  const table = await tableOf(lines(`x,${header}`, cells.length, (i) => `${i * 1.5},${cells[i]}`));
  return proposeData(table, { targets: [header], ...choices });
}

const each = (values: (string | number)[], times: number) =>
  Array.from({ length: times }, () => values.map(String)).flat();

describe('the task', () => {
  const found: [what: string, cells: string[], header: string, task: Task][] = [
    ['two words are two classes', each(['a', 'b'], 10), 'y', 'binary'],
    ['three words are classes', each(['a', 'b', 'c'], 10), 'y', 'multiclass'],
    ['yes and no are two classes', each(['yes', 'no'], 10), 'y', 'binary'],
    ['0 and 1 are two classes', each([0, 1], 10), 'y', 'binary'],
    ['any two numbers are two classes', each([2.5, 7], 10), 'y', 'binary'],
    ['digits that occur evenly are classes', each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10), 'y', 'multiclass'],
    ['1 to 3 evenly are classes', each([1, 2, 3], 10), 'y', 'multiclass'],
    ['codes under the name of a class may be rare', [...each([1, 2], 20), '3'], 'class', 'multiclass'],
    ['a rating from 3 to 8 is a number', each([3, 4, 5, 6, 7, 8], 10), 'y', 'regression'],
    ['cylinders are a number', each([4, 6, 8], 10), 'y', 'regression'],
    [
      'a count that thins out is a number',
      [...each([0, 1], 40), ...each([2], 8), ...each([3], 2)],
      'y',
      'regression',
    ],
    ['a named quantity is a number', each([0, 1, 2], 10), 'children', 'regression'],
    [
      'many whole numbers are a number',
      Array.from({ length: 60 }, (_, i) => String(i % 30)),
      'y',
      'regression',
    ],
    ['fractions are a number', each([0, 1, 2, 2.5], 10), 'y', 'regression'],
  ];
  it.each(found)('%s', async (_what, cells, header, task) => {
    const { data, reasons } = await proposed(cells, {}, header);
    expect(data.task).toBe(task);
    expect(reasons[0]?.message).toMatch(/^".+\.$/);
    expect(dataSpecSchema.parse(data)).toEqual(data);
  });

  it('is what was asked for: numbers for classes, classes for numbers', async () => {
    expect((await proposed(each([3, 5, 8], 10), { task: 'multiclass' })).data).toMatchObject({
      task: 'multiclass',
      columns: [{ name: 'x' }, { name: 'y', role: 'target', type: 'category' }],
    });
    expect((await proposed(each([0, 1], 10), { task: 'regression' })).data).toMatchObject({
      task: 'regression',
      columns: [{ name: 'x' }, { name: 'y', role: 'target', type: 'number' }],
    });
  });

  it('is binary for two classes even where multiclass was asked for, and that is said', async () => {
    const { data, reasons } = await proposed(each([0, 1], 10), { task: 'multiclass' });
    expect(data.task).toBe('binary');
    expect(reasons[0]?.message).toMatch(/binary although multiclass was asked for/);
  });

  const refused: [what: string, cells: string[], task: Task | 'auto', message: RegExp][] = [
    [
      'words for a number',
      each(['a', 'b', 'c'], 5),
      'regression',
      /holds category, and predicting a number needs/,
    ],
    ['three classes for binary', each([1, 2, 3], 5), 'binary', /3 different values, and binary needs 2/],
    ['one class', each(['a'], 12), 'auto', /one value only, "a"/],
    ['no value at all', each(['NA'], 12), 'auto', /has no values/],
    ['numbers beyond float32', each(['2e300', '3.5e300', '-4e301'], 9), 'auto', /larger than 3\.4e38/],
    ['one number', each(['5'], 12), 'auto', /has one value only, "5"/],
    ['one number, asked for', each(['5'], 12), 'regression', /has one value only, "5"/],
    [
      'two numbers that differ by rounding',
      each(['0.3', '0.30000000000000004'], 9),
      'auto',
      /only by rounding/,
    ],
    ['numbers near 1e-200', each(['1e-200', '2e-200', '4e-200'], 9), 'regression', /squares of errors/],
    [
      'names',
      Array.from({ length: 30 }, (_, i) => `n${i}`),
      'auto',
      /nearly all of its values are different/,
    ],
    [
      'too many classes',
      Array.from({ length: 2_200 }, (_, i) => `n${i % 1_100}`),
      'auto',
      /at most 1000 can be classes/,
    ],
  ];
  it.each(refused)('is refused: %s', async (_what, cells, task, message) => {
    await expect(proposed(cells, { task })).rejects.toMatchObject({
      code: 'target_unusable',
      message: expect.stringMatching(message),
    });
  });

  it('of several targets is regression, for numbers only', async () => {
    const table = await tableOf(
      lines('x,y,z,w', 20, (i) => `${i * 1.1},${i * 2.2},${i * i},${i % 2 ? 'a' : 'b'}`),
    );
    const { data } = await proposeData(table, { targets: ['y', 'z'] });
    expect(data.columns.map((c) => c.role)).toEqual(['feature', 'target', 'target', 'feature']);
    await expect(proposeData(table, { targets: ['y', 'w'] })).rejects.toMatchObject({
      code: 'target_unusable',
    });
  });
});

describe('the roles', () => {
  const mixed = lines(
    'id,name,when,flat,none,size,kind,flag,y',
    40,
    (i) =>
      `${i + 1},n${i},2020-01-${10 + (i % 20)},1,,${i * 0.7},${'abc'[i % 3]},${i % 2 ? 'yes' : 'no'},${i * 1.3}`,
  );
  const roles = async (choices: Partial<Choices>) => {
    const { data } = await proposeData(await tableOf(mixed), { targets: ['y'], ...choices });
    return data.columns.filter((c) => c.role === 'feature').map((c) => `${c.name} ${c.type}`);
  };

  it('leave out what is of no use', async () => {
    expect(await roles({})).toEqual(['size number', 'kind category', 'flag boolean']);
  });

  it('leave out what shall be ignored', async () => {
    expect(await roles({ ignore: ['kind', 'size'] })).toEqual(['flag boolean']);
  });

  it('take the features somebody names, whatever they look like', async () => {
    expect(await roles({ features: ['id', 'name', 'when'] })).toEqual([
      'id number',
      'name category',
      'when date',
    ]);
  });

  it('read numbers as categories where asked', async () => {
    expect(await roles({ categorical: ['size'], features: ['size'] })).toEqual(['size category']);
  });

  it('keep a row number that is the only feature', async () => {
    const table = await tableOf(lines('t,y', 20, (i) => `${i},${i * i * 0.3}`));
    const { data, reasons } = await proposeData(table, { targets: ['y'] });
    expect(data.columns[0]!.role).toBe('feature');
    expect(reasons.map(({ message }) => message).join(' ')).toMatch(/only numbers the rows/);
  });

  it.each([
    [{ targets: ['Y'] }, 'column_unknown', /no column "Y"\. Did you mean one of these: "y"/],
    [{ ignore: ['sise'] }, 'column_unknown', /one of these: "size"/],
    [{ features: ['size'], ignore: ['kind'] }, 'option_invalid', /not both/],
    [{ features: ['y'] }, 'option_invalid', /"y" is the target/],
  ])('are refused for %o', async (choices, code, message) => {
    await expect(roles(choices)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

describe('the split', () => {
  it('is 70:15:15, or what was chosen', async () => {
    const { data } = await proposed(each([0.5, 1, 2], 10));
    expect(data.split).toEqual({ train: 0.7, validation: 0.15, test: 0.15 });
    const split = { testRows: [1, 2] };
    expect((await proposed(each([0.5, 1, 2], 10), { split })).data.split).toEqual(split);
  });

  it('gives all rows of a tiny table to training', async () => {
    const table = await tableOf('a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n');
    const { data, reasons } = await proposeData(table, { targets: ['y'] });
    expect(data).toMatchObject({ task: 'binary', split: { train: 1, validation: 0, test: 0 } });
    expect(reasons.at(-1)?.message).toMatch(/Only 4 rows have a target/);
  });
});

describe('an example that ships', () => {
  const tables: [file: string, target: string, task: Task, rows: number, ignored: string[]][] = [
    ['iris.csv', 'species', 'multiclass', 150, []],
    ['wine.csv', 'cultivar', 'multiclass', 178, []],
    ['breast_cancer.csv', 'diagnosis', 'binary', 569, []],
    ['penguins.csv', 'Species', 'multiclass', 344, []],
    ['cars.csv', 'Miles_per_Gallon', 'regression', 406, ['Name', 'Year']],
    ['seattle_weather.csv', 'weather', 'multiclass', 1461, ['date']],
  ];
  it.each(tables)(
    '%s: its task, and only what is of no use is ignored',
    async (file, target, task, rows, ignored) => {
      const table = await opened(examples + file);
      const { data } = await proposeData(table, { targets: [target] });
      expect(table.rows).toBe(rows);
      expect(data.task).toBe(task);
      expect(data.columns.filter((c) => c.role === 'ignored').map((c) => c.name)).toEqual(ignored);
    },
  );
});

describe('a column with a value far out', () => {
  const farOut = (rows: number, far: string, x = noise) =>
    lines('a,b,y', rows, (i) => `${i === 77 ? far : x(i)},${noise(2 * i)},${noise(3 * i)}`);
  const proposal = async (text: string, choices: Partial<Choices> = {}) => {
    const table = await tableOf(text);
    return proposeData(table, { targets: ['y'], ...choices });
  };
  const prepared = async (text: string, choices?: Partial<Choices>) =>
    (await proposal(text, choices)).data.columns.map(({ prepare }) => prepare);
  const clipped = { scaling: 'robust', clip: 10 };

  it('is scaled robustly and clipped, with a reason', async () => {
    const { data, reasons } = await proposal(farOut(500, '1e15'));
    expect(data.columns.map(({ prepare }) => prepare)).toEqual([clipped, undefined, undefined]);
    expect(reasons.find(({ code }) => code === 'outliers_clipped')).toMatchObject({
      message:
        'A few values are far from all others in "a": scaled by median and interquartile range (robust), and scaled inputs clipped to ±10, so that these values do not decide the result.',
      values: { columns: '"a"', clip: 10 },
    });
  });

  it('is also found among numbers with a long tail, if it decides their scale', async () => {
    const tail = (i: number) => Math.exp(3 * noise(i) + 2 * noise(i + 5));
    expect(await prepared(farOut(500, '1e15', tail))).toEqual([clipped, undefined, undefined]);
    expect(await prepared(farOut(500, '200', tail))).toEqual([undefined, undefined, undefined]);
  });

  it('is also found in a table too large to be profiled at once', async () => {
    expect(await prepared(farOut(700_000, '1e15'))).toEqual([clipped, undefined, undefined]);
  });

  it('keeps what a person chose for it', async () => {
    const text = farOut(500, '1e15');
    const own = async (prepare: ColumnPreparation) => (await prepared(text, { prepare: { a: prepare } }))[0];
    expect(await own({ log: true })).toEqual({ log: true });
    expect(await own({ scaling: 'minMax' })).toEqual({ scaling: 'minMax' });
    expect(await own({ clip: null })).toEqual({ clip: null });
    expect(await own({ missing: 'mean' })).toEqual({ ...clipped, missing: 'mean' });
  });
});
