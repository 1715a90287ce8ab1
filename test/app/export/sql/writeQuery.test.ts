// The query is run by both databases, and predicts rows that the app has predicted.
import { describe, expect, it } from 'vitest';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { type PortableModel, portableModel } from '../../../../app/export/portable/portableModel.ts';
import { readQuery } from '../../../../app/export/sql/readQuery.ts';
import { writeQuery } from '../../../../app/export/sql/writeQuery.ts';
import { boundsOf, calibrated, calibratedBy, setsOf } from '../harness/calibrated.ts';
import { activationCases, cases } from '../harness/cases.ts';
import { hostileClasses, hostileModel } from '../portable/hostileModel.ts';
import { runnersHere } from '../runnersHere.ts';
import { inDuckDb, inSqlite, noSqlite, type Values } from './databases.ts';

const databases = [
  { database: 'DuckDB', run: inDuckDb },
  ...(noSqlite ? [] : [{ database: 'SQLite', run: inSqlite }]),
];

const queryOf = (model: PortableModel) => new TextDecoder().decode(writeQuery(model, 'x')[0]!.bytes);

async function answers(run: typeof inDuckDb, model: PortableModel, values: Values) {
  const rows = await run(model.rawInputs, values, queryOf(model));
  const added = Object.keys(rows[0]!).slice(model.rawInputs.length + 1);
  // Of classes the predicted one stands before; bounds or a set may follow.
  const first = model.output.kind === 'numbers' ? 0 : 1;
  const numbers = added.slice(first, first + model.names.length);
  return {
    added,
    labels: rows.map((row) => row[added[0]!]),
    found: rows.map((row) => numbers.map((name) => Number(row[name]))),
  };
}

describe.each(databases)('a query in $database gives the predictions of the app', ({ run }) => {
  const sayable = [...cases, ...activationCases].filter(({ name }) => name !== 'the activation gelu');
  it.each(sayable)('$name', { timeout: 60_000 }, async ({ train }) => {
    const { model, values, predictions } = await train();
    const portable = portableModel(model);
    const { added, labels, found } = await answers(run, portable, values);
    expect(agreement(predictions, found).largest).toBeLessThan(1e-5);
    const { output, names } = portable;
    if (output.kind === 'numbers') {
      expect(added).toEqual(names.length === 1 ? ['prediction'] : names.map((name) => `prediction_${name}`));
      return;
    }
    expect(added).toEqual(['prediction', ...names.map((name) => `probability_${name}`)]);
    const best = (row: number[]) =>
      output.kind === 'binary' ? Number(row[1]! > output.threshold) : row.indexOf(Math.max(...row));
    expect(labels).toEqual(predictions.map((row) => names[best(row)]));
  });

  it('for an ensemble, whatever the names and categories are', async () => {
    const { portable, values, predictions } = hostileModel();
    expect(agreement(predictions, (await answers(run, portable, values)).found).largest).toBeLessThan(1e-6);
  });

  it('of a layer of a thousand units', { timeout: 120_000 }, async () => {
    const { portable, values } = hostileModel();
    const [first] = portable.networks[0]!;
    const wide = {
      ...first!,
      outputs: 1_000,
      weight: new Float32Array(1_000 * first!.inputs).fill(1e-3),
      bias: new Float32Array(1_000).fill(1),
    };
    const last = { ...first!, inputs: 1_000, weight: new Float32Array(1_000).fill(1e-3) };
    const { found } = await answers(run, { ...portable, networks: [[wide, last]] }, values.slice(0, 2));
    const z = (x: number) => 1 + ((x - 1) / 2 + 1) * 1e-3;
    expect(found.flat().map((y) => Math.round(y * 1e4))).toEqual(
      [0, 1 / 8].map((x) => Math.round(((z(x) + 0.25) * 10 - 7) * 1e4)),
    );
  });
});

describe.each(databases)('a query of a model that knows its errors, in $database,', ({ run }) => {
  const level = 'SELECT 0.9 AS level';

  it('gives the interval of each target, for the share of rows that stands in it', async () => {
    const trained = await cases.find(({ name }) => name.startsWith('two numbers'))!.train();
    const model = calibrated(trained.model);
    const query = queryOf(portableModel(model));
    expect(query).toContain(level);
    const names = ['y_low', 'y_high', 'y 둘_low', 'y 둘_high'];
    for (const share of [0.9, 0.5, 0.999]) {
      const asked = query.replace(level, `SELECT ${share} AS level`);
      const rows = await run(portableModel(model).rawInputs, trained.values, asked);
      expect(Object.keys(rows[0]!).slice(-4)).toEqual(names);
      const found = rows.map((row) => names.map((name) => row[name]));
      const expected = boundsOf(model, trained.predictions, share);
      if (expected === null) expect(found.flat().every((value) => value === null)).toBe(true);
      else
        expect(
          agreement(
            expected,
            found.map((row) => row.map(Number)),
          ).largest,
        ).toBeLessThan(1e-5);
    }
  });

  it('gives the set of classes, the predicted one among it', async () => {
    for (const name of ['two classes with a threshold', '10 classes']) {
      const trained = await cases.find((one) => one.name === name)!.train();
      const model = calibrated(trained.model);
      const rows = await run(portableModel(model).rawInputs, trained.values, queryOf(portableModel(model)));
      expect(rows.map((row) => row.prediction_set)).toEqual(setsOf(model, trained.predictions, 0.9));
      // A row whose own probability the margin comes from stays in, though the app rounded it to float32.
      const tied = calibratedBy(trained.model, trained.predictions);
      const query = queryOf(portableModel(tied));
      for (const share of [0.5, 0.6, 0.7, 0.8, 0.9]) {
        const asked = query.replace(level, `SELECT ${share} AS level`);
        const found = await run(portableModel(tied).rawInputs, trained.values, asked);
        expect(found.map((row) => row.prediction_set)).toEqual(setsOf(tied, trained.predictions, share));
      }
    }
  });

  it('writes the set as JSON, whatever the names of the classes are', async () => {
    const { portable, values, predictions } = hostileClasses();
    const rows = await run(portable.rawInputs, values, queryOf(portable));
    const expected = setsOf(portable.model, predictions, 0.9)!;
    expect(JSON.parse(expected[0]!).length).toBeGreaterThan(2);
    expect(rows.map((row) => row.prediction_set)).toEqual(expected);
    const whole = queryOf(portable).replace(level, 'SELECT 0.95 AS level');
    const all = await run(portable.rawInputs, values.slice(0, 1), whole);
    expect(all.map((row) => row.prediction_set)).toEqual(
      setsOf(portable.model, predictions.slice(0, 1), 0.95),
    );
  });

  it('has golden rows that stand in place of the table, with what the app predicts of them', async () => {
    for (const { portable, values, predictions } of [hostileModel(), hostileClasses()]) {
      const query = queryOf(portable).replace(/ FROM my_table$/m, ' FROM chainrule_golden_rows');
      const rows = (await run(portable.rawInputs, values, query)).map((row) => Object.values(row));
      const inputs = portable.rawInputs.length;
      const numbers = (from: number) =>
        rows.map((row) => row.slice(from, from + portable.names.length).map(Number));
      expect(agreement(predictions, numbers(inputs)).largest).toBeLessThan(1e-12);
      const label = portable.output.kind === 'numbers' ? 0 : 1;
      const found = numbers(inputs + portable.names.length + 1 + label);
      expect(agreement(predictions, found).largest).toBeLessThan(1e-6);
    }
  });

  it('reads a table that is called as one of its steps', async () => {
    const { portable, values } = hostileClasses();
    const query = queryOf(portable).replace(
      ' FROM my_table',
      ' FROM (SELECT * FROM my_table) AS calibration',
    );
    expect(await run(portable.rawInputs, values, query)).toHaveLength(values.length);
  });
});

describe('a query', () => {
  it('is read back by a database in memory', async () => {
    const { portable, values, predictions } = hostileModel();
    expect(
      agreement(predictions, (await readQuery(writeQuery(portable, 'x'), values, runnersHere)).predictions)
        .largest,
    ).toBeLessThan(1e-6);
  });

  it.skipIf(noSqlite)(
    'takes texts without a number for missing, as SQLite reads empty cells of a CSV file',
    async () => {
      const { portable } = hostileModel();
      const sent = queryOf(portable);
      const texts = [
        [Number.NaN, 'A'],
        ['', 'A'],
        ['NA', 'A'],
        ['0', 'A'],
        [0, 'A'],
      ];
      const asText = {
        ...portable,
        rawInputs: portable.rawInputs.map((input) => ({ ...input, kind: 'category' as const })),
      };
      const found = (await inSqlite(asText.rawInputs, texts, sent)).map((row) => row.prediction);
      expect(found[1]).toBe(found[0]);
      expect(found[2]).toBe(found[0]);
      expect(found[3]).not.toBe(found[0]);
      expect(found[4]).toBe(found[3]);
    },
  );

  it('of exact gelu is refused, with what can be said instead', async () => {
    const { model } = await activationCases.find(({ name }) => name === 'the activation gelu')!.train();
    expect(() => queryOf(portableModel(model))).toThrow(
      'SQL has no error function, which the activation gelu needs. Train with geluTanh, which SQL can compute, or export another format.',
    );
  });

  it('of columns that differ only in case is refused', () => {
    const { portable } = hostileModel();
    const rawInputs = ['Age', 'age'].map((name) => ({ kind: 'number' as const, name, column: name }));
    expect(() => queryOf({ ...portable, rawInputs })).toThrow(
      /^Databases take the columns "Age" and "age" for one/,
    );
  });

  it('of more columns than SQLite has, or of very many parameters, is refused', () => {
    const { portable } = hostileModel();
    const [first] = portable.networks[0]!;
    const of = (outputs: number) => ({
      ...portable,
      networks: [
        [{ ...first!, outputs, weight: new Float32Array(outputs), bias: new Float32Array(outputs) }],
      ],
    });
    expect(() => queryOf(of(1_901))).toThrow(
      /^A query holds layers, inputs and outputs of at most 1900 numbers/,
    );
    expect(() => queryOf(of(50_001))).toThrow(/^A query holds at most 50000 parameters/);
    // Beside the columns of the table stand those that are added: here each target's value and two bounds.
    const { model } = portable;
    const names = Array.from({ length: 700 }, (_, k) => `y${k}`);
    expect(() => queryOf({ ...portable, names, model: calibrated(model) })).toThrow(
      /the widest of the model has 2103/,
    );
  });
});
