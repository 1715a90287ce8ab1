// ONNX files give the app's predictions from raw values, by ONNX Runtime and by the evaluator that checks them on a user's machine.
import { describe, expect, it } from 'vitest';
import type { Model } from '../../../../app/contract/model.ts';
import { encodeInputs } from '../../../../app/dataset/preparation/encode.ts';
import { predictOnnx, predictOnnxNetwork } from '../../../../app/export/onnx/evaluate/predictOnnx.ts';
import { type GraphProto, modelMessage } from '../../../../app/export/onnx/proto/messages.ts';
import { decodeMessage } from '../../../../app/export/onnx/proto/wire.ts';
import { encodeOnnx, encodeOnnxNetwork } from '../../../../app/export/onnx/write/onnxFile.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { predictRows } from '../../../../app/workspace/scoring/score.ts';
import { activationCases, cases } from '../harness/cases.ts';
import { names } from '../harness/rawTable.ts';
import { engine, type TrainedModel, trainedModel, withTable } from '../harness/trainedModel.ts';
import { runOnnx } from './onnxRuntime.ts';
import { checkedByOnnx, onnxInPython } from './pythonChecker.ts';

/** The most that may differ is 1e-5; float32 in another order of operations differs by some 2e-7. */
const tolerance = 2e-6;

const withActivations = [...cases, ...activationCases];

async function compared(
  { values, predictions }: Pick<TrainedModel, 'values' | 'predictions'>,
  bytes: Uint8Array,
) {
  const answer = await runOnnx(bytes, values);
  expect(agreement(predictions, answer.predictions).largest).toBeLessThan(tolerance);
  expect(agreement(predictions, predictOnnx(bytes, values).predictions).largest).toBeLessThan(tolerance);
  return answer;
}

/** What the app predicts for the first rows of a table. */
async function appPredictions(model: Model, csv: string, rows: number) {
  const asked = Uint32Array.from({ length: rows }, (_, row) => row);
  const { predictions } = await withTable(csv, (table) => predictRows(engine, model, table, asked));
  const numbers = predictions.kind === 'class' ? predictions.probabilities : predictions.values;
  const width = numbers.length / rows;
  const labels =
    predictions.kind === 'class' ? Array.from(predictions.chosen, (i) => predictions.classes[i]!) : null;
  return {
    predictions: Array.from(asked, (row) => [...numbers.subarray(row * width, (row + 1) * width)]),
    labels,
  };
}

const graphOf = (bytes: Uint8Array): GraphProto => decodeMessage(modelMessage, bytes).graph!;

describe('an ONNX file of raw columns', () => {
  it.each(withActivations)('gives the predictions of the app: $name', async ({ train }) => {
    const trained = await train();
    await compared(trained, encodeOnnx(portableModel(trained.model)));
  });

  it.each([
    { name: 'two classes', target: 'two', threshold: undefined },
    { name: 'two classes with a threshold', target: 'two', threshold: 0.3 },
    { name: '10 classes', target: 'kind', threshold: undefined },
  ])('puts out the label that the app chooses: $name', async ({ target, threshold }) => {
    const { model, values, csv } = await trainedModel({ targets: [target] });
    const asked = threshold === undefined ? model : { ...model, threshold };
    const expected = await appPredictions(asked, csv, values.length);
    const { labels } = await compared({ values, ...expected }, encodeOnnx(portableModel(asked)));
    expect(labels).toEqual(expected.labels);
    expect(new Set(labels).size).toBeGreaterThan(1);
  });

  it.each([{ targets: ['y', 'y 둘'] }, { targets: ['two'] }, { targets: ['kind'] }])(
    'of an ensemble for $targets puts out the mean of its members',
    async (choices) => {
      const [first, second] = [await trainedModel(choices), await trainedModel({ ...choices, epochs: 6 })];
      const { spec, members } = first.model;
      const training = { ...spec.training, ensemble: { folds: 2, seeds: 1 } };
      const both = {
        ...first.model,
        spec: { ...spec, training },
        members: [...members, ...second.model.members],
      };
      const predictions = first.predictions.map((row, i) =>
        row.map((value, k) => (value + second.predictions[i]![k]!) / 2),
      );
      await compared({ values: first.values, predictions }, encodeOnnx(portableModel(both)));
    },
  );

  it('has one input for each column, as a float, as a double where a float would lose digits, or as a text', async () => {
    const { model } = await trainedModel({ targets: ['y'] });
    const { input } = graphOf(encodeOnnx(portableModel(model)));
    const types = input.map(({ name, type }) => [name, type!.tensorType!.elemType]);
    const [float, double, text] = [1, 11, 8];
    expect(types).toEqual([
      // A bin is so narrow that a float would lose digits of where in it the number lies.
      [names.standard, double],
      [names.logarithm, double],
      [names.robust, float],
      [names.minMax, float],
      [names.oneHot, text],
      [names.ordinal, text],
      [`${names.date}.time`, double],
      [`${names.date}.year`, double],
      ...['month', 'day', 'weekday', 'hour'].map((part) => [`${names.date}.${part}`, float]),
      [names.flag, text],
    ]);
  });

  it('names the type and shape of each step', async () => {
    const { model } = await trainedModel({ targets: ['kind'] });
    const { node, valueInfo, output } = graphOf(encodeOnnx(portableModel(model)));
    const described = new Set([...valueInfo, ...output].map(({ name }) => name));
    expect(node.flatMap((one) => one.output).filter((name) => !described.has(name))).toEqual([]);
  });
});

describe('an ONNX file of the network only', () => {
  it.each(cases)('gives the predictions of the app from prepared inputs: $name', async ({ train }) => {
    const trained = await train();
    const { model, predictions } = trained;
    const bytes = encodeOnnxNetwork(portableModel(model));
    const rows = Uint32Array.from(predictions.keys());
    const { csv } = trained as typeof trained & { csv: string };
    const { features, inputs } = await withTable(csv, (table) =>
      encodeInputs(table, model.preparation, rows),
    );
    const values = predictions.map((_, row) => [...features.subarray(row * inputs, (row + 1) * inputs)]);
    expect(agreement(predictions, (await runOnnx(bytes, values)).predictions).largest).toBeLessThan(
      tolerance,
    );
    expect(
      agreement(predictions, predictOnnxNetwork(bytes, trained.values).predictions).largest,
    ).toBeLessThan(tolerance);
  });
});

describe.skipIf(!onnxInPython)("ONNX's own checker", () => {
  it('finds no fault in the types and shapes of any file, and nothing that it would add', async () => {
    const models = await Promise.all(withActivations.map(({ train }) => train()));
    const files = models.flatMap(({ model }) => {
      const whole = portableModel(model);
      return [encodeOnnx(whole), encodeOnnxNetwork(whole)];
    });
    const [raw, network] = ["8 [('', 13), ('ai.onnx.ml', 2)] True", "8 [('', 13)] True"];
    expect(checkedByOnnx(files)).toEqual(models.flatMap(() => [raw, network]));
  });
});
