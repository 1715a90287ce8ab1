// LibreOffice computes the workbooks, also after an input was changed, and finds what the app has predicted.

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WrittenFile } from '../../../../app/export/format.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { type PortableModel, portableModel } from '../../../../app/export/portable/portableModel.ts';
import {
  goldenRowsOfWorkbook,
  readWorkbook,
  storedPredictions,
} from '../../../../app/export/xlsx/readWorkbook.ts';
import { escaped } from '../../../../app/export/xlsx/workbook.ts';
import { writeWorkbook } from '../../../../app/export/xlsx/writeWorkbook.ts';
import { boundsOf, calibrated, calibratedByFew, setsOf } from '../harness/calibrated.ts';
import { activationCases, cases } from '../harness/cases.ts';
import type { TrainedModel } from '../harness/trainedModel.ts';
import { hostileClasses, hostileModel, hostileTexts } from '../portable/hostileModel.ts';
import { runnersHere } from '../runnersHere.ts';
import { computed, noLibreOffice, savedAgain } from './libreOffice.ts';

const bytesOf = (model: PortableModel) => writeWorkbook(model, 'x')[0]!.bytes;

/** With the first rows as golden rows. */
function withGoldenRows({ model, values, predictions }: TrainedModel): PortableModel {
  const rows = values.map((row) => row.map((value) => (Number.isNaN(value) ? null : value)));
  return portableModel({ ...model, goldenRows: { values: rows, predictions } });
}

/** The predictions of a computed first sheet. */
function found(sheet: string[][], { names, rawInputs, output }: PortableModel): number[][] {
  const first = rawInputs.length + (output.kind === 'numbers' ? 0 : 1);
  return sheet.slice(1).map((line) => line.slice(first, first + names.length).map(Number));
}

describe.skipIf(noLibreOffice)('a workbook, computed by LibreOffice,', { timeout: 300_000 }, () => {
  const all = [...cases, ...activationCases];
  const trained: { model: PortableModel; predictions: number[][]; sheet: string[][] }[] = [];
  beforeAll(async () => {
    const models: TrainedModel[] = [];
    for (const { train } of all) models.push(await train());
    const portable = models.map(withGoldenRows);
    const sheets = computed(portable.map(bytesOf));
    for (const [i, model] of portable.entries())
      trained.push({ model, predictions: models[i]!.predictions, sheet: sheets[i]! });
  }, 300_000);

  it.each(all.map(({ name }, i) => ({ name, i })))('gives the predictions of the app: $name', ({ i }) => {
    const { model, predictions, sheet } = trained[i]!;
    const numbers = found(sheet, model);
    expect(numbers.length).toBeGreaterThanOrEqual(model.names.length > 100 ? 8 : 32);
    expect(agreement(predictions.slice(0, numbers.length), numbers).largest).toBeLessThan(1e-5);
  });

  it('names the class that is predicted', () => {
    const { model, predictions, sheet } = trained[4]!;
    const labels = sheet.slice(1).map((line) => line[model.rawInputs.length]);
    const { output } = model as { output: { classes: string[] } };
    expect(labels).toEqual(predictions.slice(0, 32).map(([, p]) => output.classes[p! > 0.3 ? 1 : 0]));
  });

  it('takes every name and category as a text, and follows an input that is changed', () => {
    const { portable, predictions } = hostileModel();
    const bytes = bytesOf(portable);
    const [sheet, changed] = computed([
      bytes,
      withChangedCell(bytes, escaped(portable.rawInputs[0]!.name), 2, 0.5),
    ]) as [string[][], string[][]];
    expect(agreement(predictions, found(sheet, portable)).largest).toBeLessThan(1e-6);
    expect(sheet[0]![0]).toBe(portable.rawInputs[0]!.name);
    expect(sheet.slice(1, hostileTexts.length + 1).map(([, text]) => text)).toEqual(hostileTexts);
    const [before, after] = [found(sheet, portable), found(changed, portable)];
    expect(after[0]![0]! - before[0]![0]!).toBeCloseTo((0.5 / 2) * 3 * 1.5 * 10, 6);
    expect(after.slice(1)).toEqual(before.slice(1));
  });
});

describe.skipIf(noLibreOffice)('a workbook of a model that knows its errors, in LibreOffice,', () => {
  const shares = [0.9, 0.5, 0.999];
  const atShares = (model: PortableModel) =>
    computed(shares.map((share) => withChangedCell(bytesOf(model), 'share of rows', 2, share)));

  it('gives the interval of each target, for the share of rows that is written into it', {
    timeout: 60_000,
  }, async () => {
    const { model, values, predictions } = await cases
      .find(({ name }) => name.startsWith('two numbers'))!
      .train();
    const portable = withGoldenRows({ model: calibrated(model), values, predictions });
    for (const [k, sheet] of atShares(portable).entries()) {
      expect(sheet[0]!.slice(-4)).toEqual(['low: y', 'high: y', 'low: y 둘', 'high: y 둘']);
      const bounds = sheet.slice(1).map((line) => line.slice(-4));
      const expected = boundsOf(portable.model, predictions, shares[k]!)?.slice(0, bounds.length);
      if (expected === undefined) expect(bounds.flat().every((cell) => cell === '')).toBe(true);
      else
        expect(
          agreement(
            expected,
            bounds.map((line) => line.map(Number)),
          ).largest,
        ).toBeLessThan(1e-5);
    }
  });

  it('gives the set of classes as JSON, whatever their names are', { timeout: 60_000 }, async () => {
    const trained = await cases.find(({ name }) => name === 'two classes with a threshold')!.train();
    const two = withGoldenRows({ ...trained, model: calibrated(trained.model) });
    const hostile = hostileClasses();
    for (const [portable, predictions] of [
      [two, trained.predictions],
      [hostile.portable, hostile.predictions],
    ] as const)
      for (const [k, sheet] of atShares(portable).entries()) {
        expect(sheet[0]!.at(-1)).toBe('prediction set');
        const found = sheet.slice(1).map((line) => line.at(-1)!);
        const expected = setsOf(portable.model, predictions.slice(0, found.length), shares[k]!);
        expect(found).toEqual(expected ?? found.map(() => ''));
      }
  });
});

describe.skipIf(noLibreOffice)('a workbook that LibreOffice has saved again', { timeout: 120_000 }, () => {
  let saved: { file: WrittenFile; predictions: number[][] }[];
  beforeAll(async () => {
    const models: { portable: PortableModel; predictions: number[][] }[] = [hostileModel(), hostileClasses()];
    for (const { name, train } of cases) {
      if (!/normalisation|ensemble|threshold/.test(name)) continue;
      const trained = await train();
      const model = calibrated(trained.model);
      models.push({ portable: withGoldenRows({ ...trained, model }), predictions: trained.predictions });
    }
    const again = savedAgain(models.map(({ portable }) => bytesOf(portable)));
    saved = models.map(({ predictions }, k) => ({
      file: { name: 'x.xlsx', type: '', bytes: again[k]! },
      predictions,
    }));
  }, 120_000);

  it('still has its golden rows, and formulas that predict them', async () => {
    for (const { file, predictions } of saved) {
      const golden = goldenRowsOfWorkbook([file])!;
      const rows = golden.values.map((row) => row.map((value) => value ?? Number.NaN));
      expect(agreement(predictions.slice(0, rows.length), golden.predictions).largest).toBeLessThan(1e-12);
      expect(
        agreement(golden.predictions, (await readWorkbook([file], rows, runnersHere)).predictions).largest,
      ).toBeLessThan(1e-5);
    }
  });

  it('stores no ends of intervals where there are too few validation rows, and the rest is compared', async () => {
    const trained = await cases[1]!.train();
    const few = withGoldenRows({ ...trained, model: calibratedByFew(trained.model) });
    const [bytes] = savedAgain([bytesOf(few)]);
    const { computed: found, stored } = storedPredictions([{ name: 'x.xlsx', type: '', bytes: bytes! }])!;
    expect(agreement(found, stored).largest).toBeLessThan(1e-10);
    expect(stored.map((row) => row.map(Number.isNaN))).toEqual(
      stored.map(() => [false, false, true, true, true, true]),
    );
  });

  it('stores the predictions of its formulas, which ours does not', () => {
    for (const { file, predictions } of saved) {
      const { computed, stored } = storedPredictions([file])!;
      expect(stored).toHaveLength(Math.min(predictions.length, computed.length));
      expect(agreement(computed, stored).largest).toBeLessThan(1e-10);
    }
    expect(
      storedPredictions([{ name: 'x.xlsx', type: '', bytes: bytesOf(hostileModel().portable) }]),
    ).toBeNull();
  });
});

describe('a workbook', () => {
  it('with a formula that is not known says which', async () => {
    const { portable, values } = hostileModel();
    const parts = unzipSync(bytesOf(portable));
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!).replace('<f>AVERAGE(', '<f>LET(');
    const bytes = zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8(sheet) });
    const read = async () => readWorkbook([{ name: 'x.xlsx', type: '', bytes }], values, runnersHere);
    await expect(read()).rejects.toThrow('The function LET is not known here.');
  });

  it.each([
    ['a cell beyond all sheets', 'r="A1"', 'r="XFE1"', 'The workbook has a cell at XFE1.'],
    ['a cell without a place', 'r="A1"', 'r="1A"', 'The workbook has a cell at 1A.'],
    ['XML that is none', '<sheetData>', '<sheetData', 'invalid nodeName'],
  ])('with %s is refused', (_, before, after, sentence) => {
    const parts = unzipSync(bytesOf(hostileModel().portable));
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!).replace(before, after);
    const bytes = zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8(sheet) });
    expect(() => goldenRowsOfWorkbook([{ name: 'x.xlsx', type: '', bytes }])).toThrow(sentence);
  });

  it.each([...cases, ...activationCases])('is read back without a spreadsheet: $name', async ({ train }) => {
    const trained = await train();
    const { predictions: found } = await readWorkbook(
      writeWorkbook(withGoldenRows(trained), 'x'),
      trained.values,
      runnersHere,
    );
    expect(agreement(trained.predictions, found).largest).toBeLessThan(1e-5);
  });

  it('is read back whatever the names and categories are, and without golden rows', async () => {
    const { portable, values, predictions } = hostileModel();
    const { goldenRows: _, ...model } = portable.model;
    const { predictions: found } = await readWorkbook(
      writeWorkbook({ ...portable, model }, 'x'),
      values,
      runnersHere,
    );
    expect(agreement(predictions, found).largest).toBeLessThan(1e-6);
  });

  it('of layers that a sheet has no columns for is refused', () => {
    const { portable } = hostileModel();
    const [first] = portable.networks[0]!;
    const wide = {
      ...first!,
      outputs: 5_001,
      weight: new Float32Array(5_001),
      bias: new Float32Array(5_001),
    };
    expect(() => bytesOf({ ...portable, networks: [[wide]] })).toThrow(
      /^A workbook holds layers, inputs and outputs of at most 5000 numbers, since a sheet has 16384 columns/,
    );
  });
});

/** Writes another number into the first column of a line of the sheet whose first header is `header`. */
function withChangedCell(bytes: Uint8Array, header: string, line: number, value: number): Uint8Array {
  const parts = unzipSync(bytes);
  const name = Object.keys(parts).find((part) => strFromU8(parts[part]!).includes(`>${header}<`))!;
  const cell = new RegExp(`(<c r="A${line}"[^>]*><v>)[^<]*(</v>)`);
  const text = strFromU8(parts[name]!);
  expect(text).toMatch(cell);
  return zipSync({ ...parts, [name]: strToU8(text.replace(cell, `$1${value}$2`)) });
}
