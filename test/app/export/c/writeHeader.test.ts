// The header is compiled by strict compilers, and the program that they make of it predicts rows that the app has predicted.

import { describe, expect, it } from 'vitest';
import type { Model } from '../../../../app/contract/model.ts';
import { readHeader } from '../../../../app/export/c/readHeader.ts';
import { writeHeader } from '../../../../app/export/c/writeHeader.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { calibrated } from '../harness/calibrated.ts';
import { activationCases, cases } from '../harness/cases.ts';
import type { TrainedModel } from '../harness/trainedModel.ts';
import { hostileModel } from '../portable/hostileModel.ts';
import { runnersHere } from '../runnersHere.ts';
import { type Compiler, compilers, has, selfTest } from './programs.ts';

const headerOf = (trained: TrainedModel, stem = 'some table') =>
  writeHeader(portableModel(withGoldenRows(trained)), stem)[0]!;

function withGoldenRows({ model, values, predictions }: TrainedModel): Model {
  const rows = values.map((row) => row.map((value) => (Number.isNaN(value) ? null : value)));
  return { ...model, goldenRows: { values: rows, predictions } };
}

const installed = (Object.keys(compilers) as Compiler[]).filter(has);

describe.skipIf(!has('gcc'))('a C header gives the predictions of the app', () => {
  it.each([...cases, ...activationCases])('$name', async ({ train }) => {
    const trained = await train();
    const header = headerOf(trained);
    const { status, text } = selfTest('gcc', header);
    expect(text).toMatch(/^64 golden rows, largest difference [\d.e-]+\n$/);
    expect(status).toBe(0);
    const { predictions: found } = await readHeader([header], trained.values, runnersHere);
    expect(agreement(trained.predictions, found).largest).toBeLessThan(1e-5);
  });

  it.each(installed)('compiled by %s without a warning', async (compiler) => {
    for (const { train } of [cases[2]!, cases[4]!, cases[7]!]) {
      const trained = await train();
      expect(selfTest(compiler, headerOf(trained))).toMatchObject({ status: 0 });
      const known = { ...trained, model: calibrated(trained.model) };
      expect(selfTest(compiler, headerOf(known))).toMatchObject({ status: 0 });
    }
    const [header] = writeHeader(hostileModel().portable, '3 표 (1)*/"');
    expect(selfTest(compiler, header!)).toMatchObject({ status: 0 });
  });

  it('its self-test fails where a prediction is wrong', () => {
    const { portable } = hostileModel();
    const { goldenRows, ...model } = portable.model;
    const predictions = goldenRows!.predictions.map((row, k) => (k === 7 ? [row[0]! + 1] : row));
    const wrong = { ...portable, model: { ...model, goldenRows: { ...goldenRows!, predictions } } };
    expect(selfTest('gcc', writeHeader(wrong, 'x')[0]!)).toMatchObject({ status: 1 });
  });
});

describe('a C header', () => {
  it('is read back without a compiler, whatever the names and categories are', async () => {
    const { portable, values, predictions } = hostileModel();
    const { predictions: found } = await readHeader(writeHeader(portable, 'x'), values, runnersHere);
    expect(agreement(predictions, found).largest).toBeLessThan(1e-6);
  });

  it.each([
    ['iris', 'iris.h'],
    ['3 표 (1)*/"', 'model_3_1.h'],
    ['표', 'model.h'],
    ['My Data--2', 'my_data_2.h'],
  ])('of the table %j is %s', (stem, file) => {
    expect(writeHeader(hostileModel().portable, stem)[0]!.name).toBe(file);
  });

  it('of millions of parameters is refused', () => {
    const { portable } = hostileModel();
    const [[layer]] = portable.networks as [[(typeof portable.networks)[0][0]]];
    const large = { ...layer, weight: new Float32Array(5_000_001) };
    expect(() => writeHeader({ ...portable, networks: [[large]] }, 'x')).toThrow(
      'A C header holds at most 5000000 parameters, since compilers take too much memory for more; the model has 5000002. Export it as safetensors or ONNX.',
    );
  });
});
