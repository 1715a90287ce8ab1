// The unit of a target on its way: from the cells into the model's preparation, its file, its scores and its predictions.
import { expect, it } from 'vitest';
import { code, connect, currentSpec, now, opened, runOf, trained, written } from '../table/openedTable.ts';

const dollars = { text: '$', before: true };
const size = (i: number) => 40 + ((i * 37) % 101);
const price = (i: number) => `$${(3_000 * size(i) + 500).toLocaleString('en')}`;
const rows = ['size;price', ...Array.from({ length: 60 }, (_, i) => `${size(i)} m²;${price(i)}`)];

it('a column of $1,200 is a target as a number, and its scores and runs have its unit', async () => {
  const client = await opened(await written('houses.csv', rows), { targets: ['price'], epochs: 5 });
  expect((await currentSpec(client)).data.task).toBe('regression');
  const runId = await trained(client);
  const { detail } = await client.evaluation.get({ runId });
  expect(detail).toMatchObject({ kind: 'numeric', targets: [{ name: 'price', unit: dollars }] });
  expect((await runOf(client)).unit).toEqual(dollars);
  expect((await client.runs.list())[0]?.unit).toEqual(dollars);
  const { plan } = await now(client);
  expect(plan?.preparation).toMatchObject({
    inputs: [{ column: 'size', unit: { text: 'm²', before: false } }],
    target: { columns: [{ name: 'price', unit: dollars }] },
  });
});

it('a model reads its columns in another file with the unit, without it, and in other groups', async () => {
  const client = await opened(await written('houses.csv', rows), { targets: ['price'], epochs: 5 });
  await trained(client);
  const model = { kind: 'path' as const, path: (await runOf(client)).folder };
  const predicted = async (lines: string[]) => {
    const file = { kind: 'path' as const, path: await written('new.csv', lines) };
    let text = '';
    for await (const piece of await connect().models.predict({ model, file })) text += piece;
    return text.trim().split('\n');
  };
  const plain = await predicted(['size;price', '50;x', '60;y', '1200;z']);
  const spelled = await predicted(['size;price', '50 m²;x', '60;y', '1.200,0m²;z']);
  const answers = (lines: string[]) => lines.slice(1).map((line) => line.split(';').slice(2).join());
  expect(answers(spelled).map((text) => text.replace(',', '.'))).toEqual(answers(plain));
  expect(spelled.map((line) => line.split(';')[0])).toEqual(['size', '50 m²', '60', '1.200,0m²']);
  const file = { kind: 'path' as const, path: await written('more.csv', rows) };
  expect(await connect().models.evaluate({ model, file })).toMatchObject({ unit: dollars, rows: 60 });
});

it('taking the unit back reads the column as text and the spec keeps it, undo reads it as numbers again', async () => {
  const client = await opened(await written('houses.csv', rows), { targets: ['price'] });
  const { revision, dataset } = await now(client);
  const issue = dataset?.issues.find(({ values }) => 'column' in values && values.column === 'size');
  const remedy = issue!.remedies![0]!;
  await client.spec.remedy({ revision, remedy });
  const taken = await now(client);
  expect(taken.dataset?.columns[0]).toMatchObject({ type: 'text' });
  expect(taken.spec?.data.reading?.formats).toEqual({ size: { unit: null } });
  await client.workspace.undo();
  const undone = await now(client);
  expect(undone.dataset?.columns[0]).toMatchObject({ type: 'number', unit: { text: 'm²', before: false } });
  expect(undone.spec?.data.reading?.formats).toBeUndefined();
});

it('a type that would lose most cells is refused as an error, not trained with missing cells', async () => {
  const cells = Array.from({ length: 120 }, (_, i) => `${i % 2 === 0 ? `${i} kg` : `${i} g`};${i}`);
  const client = await opened(await written('loads.csv', ['load;y', ...cells]), { targets: ['y'] });
  const { revision } = await now(client);
  const remedy = { kind: 'type' as const, columns: ['load'], type: 'number' as const };
  await client.spec.remedy({ revision, remedy });
  const { plan } = await now(client);
  expect(plan?.issues).toContainEqual(
    expect.objectContaining({ code: 'column_not_numbers', severity: 'error' }),
  );
  expect(await code(client.training.start({ threads: 1 }))).toBe('spec_refused');
});
