// How a model reads another file whose numbers and dates could be read in two ways: as its training table's were read; and by the file's
// own cells, with a word about it, where these show something else.
import { describe, expect, it } from 'vitest';
import { encodeModelJson } from '../../../../app/export/json.ts';
import { readModel } from '../../../../app/workspace/models/readModel.ts';
import { connect, now, opened, runOf, trained, written } from '../table/openedTable.ts';

/** A model of a table, and what to call to have it predict lines: the answers, and the codes of what is said. */
async function modelOf(name: string, rows: string[], prepare: object = {}) {
  const client = await opened(await written(name, rows), { targets: ['y'], epochs: 3 }, (spec) => ({
    ...spec,
    data: {
      ...spec.data,
      columns: spec.data.columns.map((column) =>
        column.type === 'date' ? { ...column, role: 'feature' as const, prepare } : column,
      ),
    },
  }));
  await trained(client);
  const model = { kind: 'path' as const, path: (await runOf(client)).folder };
  const predict = async (lines: string[]) => {
    const file = { kind: 'path' as const, path: await written('new.csv', lines) };
    const stream = await connect().models.predict({ model, file });
    let text = '';
    let end = await stream.next();
    for (; !end.done; end = await stream.next()) text += end.value;
    const [header = '', ...answers] = text.trim().split('\n');
    const column = header.split(/[;\t]/).length - 1;
    const value = (line: string) => Number(line.split(/[;\t]/)[column]!.replace(',', '.'));
    return { answers: answers.map(value), said: end.value?.issues ?? [] };
  };
  return { model, predict };
}

const size = (i: number) => 1_000 + ((i * 7_919) % 90_000);
const rows = (line: (size: number, i: number) => string) => [
  'size;share;y',
  ...Array.from({ length: 60 }, (_, i) => line(size(i), i)),
];
const german = (value: number) => value.toLocaleString('de');
const thousands = rows((value, i) => `${german(value)};${i % 2},5;${i % 7}`);

describe('a model of 17.100 as thousands', () => {
  it('reads 17.100 alone as 17100, and says so', async () => {
    const { predict } = await modelOf('thousands.csv', thousands);
    const known = await predict(['size;share', '17100;0,5', '25250;0,5']);
    const open = await predict(['size;share', '17.100;1', '25.250;1']);
    const same = await predict(['size;share', '17100;1', '25250;1']);
    expect(open.answers).toEqual(same.answers);
    expect(open.said).toMatchObject([
      { code: 'numbers_settled', values: { example: '17.100', value: 17_100, other: 17.1, by: 'model' } },
    ]);
    expect(known.said).toEqual([]);
  });

  it('reads 17.100 as 17.1 where the file shows a decimal point, and says so', async () => {
    const { predict } = await modelOf('thousands.csv', thousands);
    const point = await predict(['size;share', '17.100;0.5', '25.25;0.5']);
    const comma = await predict(['size;share', '17,1;0,5', '25,25;0,5']);
    expect(point.answers).toEqual(comma.answers);
    expect(point.said.filter(({ code }) => code === 'numbers_unlike_model')).toMatchObject([
      { values: { columns: '"size", "share"', count: 2, decimal: '.' } },
    ]);
    expect(comma.said.map(({ code }) => code)).not.toContain('numbers_unlike_model');
  });

  it('and one of 17.100 as 17.1 reads 17.100 so', async () => {
    const { predict } = await modelOf(
      'decimals.csv',
      rows((value, i) => `${(value / 1_000).toFixed(3)};${i % 2}.5;${i % 7}`),
    );
    const open = await predict(['size;share', '17.100;1', '25.250;1']);
    const other = await predict(['size;share', '17.1;1', '25.25;1']);
    expect(open.answers).toEqual(other.answers);
  });
});

it('a model of whole numbers asks about 17.100', async () => {
  const { predict } = await modelOf(
    'whole.csv',
    rows((value, i) => `${value};${i % 3};${i % 7}`),
  );
  const { said } = await predict(['size;share', '17.100;1', '25.250;1']);
  expect(said.map(({ code }) => code)).toContain('number_ambiguous');
});

it('a model made before decimal signs were kept reads as before, and asks', async () => {
  const { model } = await modelOf('thousands.csv', thousands);
  const json = new TextDecoder().decode(encodeModelJson(await readModel(model.path)));
  const older = json
    .replaceAll(/,\s*"decimal": "."/g, '')
    .replace(/"formatVersion": 3,\s*"checksum": "\w+"/, '"formatVersion": 2');
  expect(json.length - older.length).toBeGreaterThan(20);
  const path = await written('older.json', [older]);
  const file = {
    kind: 'path' as const,
    path: await written('new.csv', ['size;share', '17.100;1', '25.250;1']),
  };
  const stream = await connect().models.predict({ model: { kind: 'path', path }, file });
  let end = await stream.next();
  while (!end.done) end = await stream.next();
  expect(end.value?.issues.map(({ code }) => code)).toContain('number_ambiguous');
});

describe('dates', () => {
  const parts = { parts: ['month' as const, 'day' as const] };
  const two = (n: number) => String(n).padStart(2, '0');
  const dated = (line: (month: string, day: string) => string) => [
    'when;size;y',
    ...Array.from(
      { length: 90 },
      (_, i) => `${line(two(1 + (i % 12)), two(1 + (i % 28)))};${i % 5};${i % 7}`,
    ),
  ];
  const monthFirst = dated((month, day) => `${month}/${day}/2024`);
  const dayFirst = dated((month, day) => `${day}/${month}/2024`);

  it('that leave their order open are read in that of training', async () => {
    const byMonth = await modelOf('months.csv', monthFirst, parts);
    const iso = (text: string) => ['when;size', `${text};1`];
    const third = (await byMonth.predict(iso('2024-03-04'))).answers;
    expect((await byMonth.predict(iso('03/04/2024'))).answers).toEqual(third);
    const byDay = await modelOf('days.csv', dayFirst, parts);
    const fourth = (await byDay.predict(iso('2024-04-03'))).answers;
    const open = await byDay.predict(iso('03/04/2024'));
    expect(open.answers).toEqual(fourth);
    expect(open.said).toEqual([]);
  });

  it('that show another order are read in it, and that is said', async () => {
    const { predict } = await modelOf('months.csv', monthFirst, parts);
    const shown = await predict(['when;size', '25/04/2024;1', '03/04/2024;1']);
    const iso = await predict(['when;size', '2024-04-25;1', '2024-04-03;1']);
    expect(shown.answers).toEqual(iso.answers);
    expect(shown.said).toMatchObject([
      {
        code: 'dates_unlike_model',
        severity: 'warning',
        values: { column: 'when', example: '25/04/2024', first: 'day', other: 'month' },
      },
    ]);
  });
});

it('a model keeps the sign of each column that has one, of its target too', async () => {
  const table = ['size;count;y', ...Array.from({ length: 60 }, (_, i) => `${i},5;${i % 9};${i % 50},25`)];
  const client = await opened(await written('both.csv', table), { targets: ['y'], epochs: 1 });
  const { plan } = await now(client);
  expect(plan?.preparation?.inputs.map((input) => 'decimal' in input && input.decimal)).toEqual([',', false]);
  expect(plan?.preparation?.target).toMatchObject({ columns: [{ name: 'y', decimal: ',' }] });
});
