// Remedies of findings through the contract: each is an edit like any other, and is known to be taken.
import { expect, it } from 'vitest';
import { isTaken } from '../../../../app/contract/issues/remedied.ts';
import type { Remedy } from '../../../../app/contract/issues/remedies.ts';
import { code, connect, now, opened, stateWhere, written } from './openedTable.ts';

const noise = (i: number) => (((i + 1) * 7_919) % 10_007) / 10_007;

/** One class in twelve; feet is metre in other units, late tells the class; the last 40 rows repeat the first. */
const patients = () => [
  'metre,feet,late,pay,ill',
  ...Array.from({ length: 400 }, (_, row) => {
    const i = row % 360;
    const ill = i % 12 === 5;
    return [
      noise(i),
      noise(i) * 3.28,
      ill ? 9 : i % 5,
      Math.exp(9 * noise(7 * i)),
      ill ? 'yes' : 'no',
    ].join();
  }),
];
const path = (file: string) => ({ file: { kind: 'path' as const, path: file } });

it('what each finding offers can be taken, is known as taken, and is taken back', async () => {
  const client = await opened(await written('patients.csv', patients()), { targets: ['ill'] });
  const { dataset, plan } = await now(client);
  const issues = [...dataset!.issues, ...plan!.issues].filter(
    ({ stage, remedies }) => stage === 'dataset' && remedies !== undefined,
  );
  expect(
    issues.map(({ code, values }) => [
      code,
      'column' in values ? values.column : 'count' in values && values.count,
    ]),
  ).toEqual([
    ['column_skewed', 'pay'],
    ['rows_repeated', 40],
    ['columns_alike', 'feet'],
    ['classes_unbalanced', 'ill'],
    ['leak_accuracy', 'late'],
  ]);
  for (const { remedies } of issues) {
    for (const remedy of remedies ?? []) {
      const before = await now(client);
      expect(isTaken(before.spec!, remedy)).toBe(false);
      await client.spec.remedy({ revision: before.revision, remedy });
      const { spec, undo } = await now(client);
      expect(isTaken(spec!, remedy)).toBe(true);
      expect(undo.back).toBe(before.undo.back + 1);
      await client.workspace.undo();
      expect((await now(client)).spec).toEqual(before.spec);
    }
  }
});

it('a remedy for a leak leaves no leak', async () => {
  const client = await opened(await written('patients.csv', patients()), { targets: ['ill'] });
  const { revision, plan } = await now(client);
  const leak = plan?.issues.find((issue) => issue.code === 'leak_accuracy');
  expect(leak?.values).toEqual({ column: 'late', target: 'ill', share: 100, rows: 400 });
  await client.spec.remedy({ revision, remedy: leak!.remedies![0]! });
  expect((await now(client)).plan?.issues.map((issue) => issue.code)).not.toContain('leak_accuracy');
});

it('without a target what edits the spec is refused with a sentence', async () => {
  const client = connect();
  await client.dataset.open(path(await written('patients.csv', patients())));
  const { revision } = await now(client);
  const remedies: Remedy[] = [
    { kind: 'role', columns: ['feet'], role: 'ignored' },
    { kind: 'prepare', column: 'pay', prepare: { log: true } },
    { kind: 'balanceClasses' },
    { kind: 'dropDuplicates' },
  ];
  for (const remedy of remedies) {
    const refused = client.spec.remedy({ revision, remedy });
    await expect(refused).rejects.toMatchObject({
      data: { code: 'target_needed' },
      message: 'Choose the column to predict first.',
    });
  }
  expect((await now(client)).revision).toBe(revision);
});

it('a type can be chosen without a target, and is part of how the file is read', async () => {
  const client = connect();
  await client.dataset.open(path(await written('patients.csv', patients())));
  const { revision } = await now(client);
  await client.spec.remedy({ revision, remedy: { kind: 'type', columns: ['late'], type: 'category' } });
  const { dataset, undo } = await now(client);
  expect(dataset?.reading).toEqual({ types: { late: 'category' } });
  expect(undo.back).toBe(1);
});

it('rows below the table are left out without a target, and taken back', async () => {
  const client = connect();
  await client.dataset.open(path(await written('sum.csv', ['item,n', 'a,1', 'b,2', 'c,4', 'Total,7'])));
  const before = await now(client);
  const found = before.dataset?.issues.find((issue) => issue.code === 'footer_found');
  const remedy: Remedy = { kind: 'footer', records: 1 };
  expect(found?.remedies).toEqual([remedy]);
  const { taken } = await client.spec.remedy({ revision: before.revision, remedy });
  const { dataset, undo } = await now(client);
  expect([taken, dataset?.rows, dataset?.reading, undo.back]).toEqual(['table', 3, { footer: 1 }, 1]);
  await client.workspace.undo();
  expect((await now(client)).dataset).toMatchObject({ rows: 4, reading: {} });
});

it('the target keeps its role', async () => {
  const client = await opened(await written('patients.csv', patients()), { targets: ['metre'] });
  const { revision } = await now(client);
  const remedy: Remedy = { kind: 'role', columns: ['metre', 'feet'], role: 'ignored' };
  await client.spec.remedy({ revision, remedy });
  const { spec } = await now(client);
  expect(spec?.data.columns.slice(0, 2).map(({ role }) => role)).toEqual(['target', 'ignored']);
});

it('a remedy of an older state, or for a column that is not there, is refused', async () => {
  const client = await opened(await written('patients.csv', patients()), { targets: ['ill'] });
  const before = await now(client);
  const take = (revision: number, remedy: Remedy) => code(client.spec.remedy({ revision, remedy }));
  expect(await take(0, { kind: 'dropDuplicates' })).toBe('revision_stale');
  expect(await take(0, { kind: 'type', columns: ['late'], type: 'category' })).toBe('revision_stale');
  const stranger: Remedy = { kind: 'role', columns: ['fet'], role: 'ignored' };
  expect(await take(before.revision, stranger)).toBe('column_unknown');
  expect(await now(client)).toEqual(before);
});

it('of a large table findings follow in the state, those about the target in the plan', async () => {
  const client = connect();
  const rows = 120_000;
  const lines = Array.from({ length: rows }, (_, row) => {
    const i = row % (rows - 5);
    return [
      (i * 7_919) % rows,
      ((i * 7_919) % rows) * 3,
      (i * 31) % 977,
      i % 3,
      i % 3 === 1 ? 'yes' : 'no',
    ].join();
  });
  const file = await written('large.csv', ['metre,feet,x,late,ill', ...lines]);
  const dataset = await client.dataset.open(path(file));
  expect(dataset.issues).toEqual([]);
  const { plan } = await client.spec.propose({ targets: ['ill'] });
  expect(plan.issues).toEqual([]);
  const { revision, spec } = await now(client);
  const codes = (issues: readonly { code: string }[] | undefined) => issues?.map((issue) => issue.code) ?? [];
  const later = await stateWhere(
    client,
    (state) =>
      codes(state.dataset?.issues).includes('columns_alike') &&
      codes(state.plan?.issues).includes('leak_accuracy'),
  );
  const repeated = later.dataset?.issues.find((issue) => issue.code === 'rows_repeated');
  expect(repeated?.values.count).toBe(5);
  // No edit is out of date for it.
  await client.spec.set({ revision, spec: { ...spec!, seed: 3 } });
  expect(codes((await now(client)).plan?.issues)).toEqual(['leak_accuracy']);
});

it('whoever asks for the profile waits for the findings', async () => {
  const client = connect();
  const rows = 200_000;
  const file = await written('large.csv', [
    'a,b,c',
    ...Array.from({ length: rows }, (_, i) => `${i % 7},${(i % 7) * 2},z${i % 9}`),
  ]);
  const dataset = await client.dataset.open(path(file));
  expect(dataset.issues.map((issue) => issue.code)).not.toContain('rows_repeated');
  const whole = await client.dataset.profile();
  expect(whole.issues.find((issue) => issue.code === 'rows_repeated')?.values.count).toBe(rows - 63);
});
