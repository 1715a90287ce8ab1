// LibreOffice computes the workbooks, also after an input was changed, and finds what the app has predicted.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { type PortableModel, portableModel } from '../../../../app/export/portable/portableModel.ts';
import { readWorkbook } from '../../../../app/export/xlsx/readWorkbook.ts';
import { writeWorkbook } from '../../../../app/export/xlsx/writeWorkbook.ts';
import { activationCases, cases } from '../harness/cases.ts';
import type { TrainedModel } from '../harness/trainedModel.ts';
import { hostileModel, hostileTexts } from '../portable/hostileModel.ts';
import { computed, noLibreOffice } from './libreOffice.ts';

const bytesOf = (model: PortableModel) => writeWorkbook(model, 'x')[0]!.bytes;

/** With the first rows as golden rows. */
function withGoldenRows({ model, values, predictions }: TrainedModel): PortableModel {
  const rows = values.map((row) => row.map((value) => (Number.isNaN(value) ? null : value)));
  return portableModel({ ...model, goldenRows: { values: rows, predictions } });
}

/** The predictions of a computed first sheet. */
function found(sheet: string[][], { names }: PortableModel): number[][] {
  return sheet.slice(1).map((line) => line.slice(-names.length).map(Number));
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
    const [sheet, changed] = computed([bytes, withChangedNumber(bytes, 2, 0.5)]) as [string[][], string[][]];
    expect(agreement(predictions, found(sheet, portable)).largest).toBeLessThan(1e-6);
    expect(sheet[0]![0]).toBe(portable.rawInputs[0]!.name);
    expect(sheet.slice(1, hostileTexts.length + 1).map(([, text]) => text)).toEqual(hostileTexts);
    const [before, after] = [found(sheet, portable), found(changed, portable)];
    expect(after[0]![0]! - before[0]![0]!).toBeCloseTo((0.5 / 2) * 3 * 1.5 * 10, 6);
    expect(after.slice(1)).toEqual(before.slice(1));
  });
});

describe('a workbook', () => {
  it.each([...cases, ...activationCases])('is read back without a spreadsheet: $name', async ({ train }) => {
    const trained = await train();
    const found = await readWorkbook(writeWorkbook(withGoldenRows(trained), 'x'), trained.values);
    expect(agreement(trained.predictions, found).largest).toBeLessThan(1e-5);
  });

  it('is read back whatever the names and categories are, and without golden rows', async () => {
    const { portable, values, predictions } = hostileModel();
    const { goldenRows: _, ...model } = portable.model;
    const found = await readWorkbook(writeWorkbook({ ...portable, model }, 'x'), values);
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

/** Writes another number into the first column of a line of the first sheet. */
function withChangedNumber(bytes: Uint8Array, line: number, value: number): Uint8Array {
  const parts = unzipSync(bytes);
  const name = 'xl/worksheets/sheet1.xml';
  const cell = new RegExp(`(<c r="A${line}"[^>]*><v>)[^<]*(</v>)`);
  const text = strFromU8(parts[name]!);
  expect(text).toMatch(cell);
  return zipSync({ ...parts, [name]: strToU8(text.replace(cell, `$1${value}$2`)) });
}
