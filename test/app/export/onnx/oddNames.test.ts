// Names that a file of columns may have, and that an ONNX graph has reserved or used.
import { expect, it } from 'vitest';
import type { Model, Preparation } from '../../../../app/contract/model.ts';
import { predictOnnx } from '../../../../app/export/onnx/evaluate/predictOnnx.ts';
import { modelMessage } from '../../../../app/export/onnx/proto/messages.ts';
import { decodeMessage } from '../../../../app/export/onnx/proto/wire.ts';
import { encodeOnnx } from '../../../../app/export/onnx/write/onnxFile.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { exampleModel } from '../exampleModel.ts';
import { hostileModel } from '../portable/hostileModel.ts';
import { runOnnx } from './onnxRuntime.ts';

const scaled = { median: 0, mean: 0, scale: 1 };

/** A linear model of these inputs, each with the weight 1. */
function sumOf(inputs: Preparation['inputs'], width: number): Model {
  const { spec, metrics } = exampleModel();
  const layer = {
    inputs: width,
    outputs: 1,
    weight: new Float32Array(width).fill(1),
    bias: Float32Array.of(0),
  };
  const target = {
    kind: 'numeric' as const,
    columns: [{ name: 'y', mean: 0, scale: 1 }],
    link: 'identity' as const,
  };
  return {
    spec: { ...spec, model: { ...spec.model, layers: [] } },
    preparation: { inputs, target },
    members: [[layer]],
    metrics,
  };
}

function namesIn(bytes: Uint8Array) {
  const { input, output } = decodeMessage(modelMessage, bytes).graph!;
  return { inputs: input.map(({ name }) => name), outputs: output.map(({ name }) => name) };
}

it('columns keep their names; what has the same name in the graph gets a number', async () => {
  const columns = ['prediction', 'concat', 'N', 'means', 'layers.0.weight', '', '"a"\n\\b', '값', 'concat_2'];
  const model = sumOf(
    columns.map((column) => ({ kind: 'numeric', column, ...scaled })),
    columns.length,
  );
  const bytes = encodeOnnx(portableModel(model));
  const { inputs, outputs } = namesIn(bytes);
  // Weights keep their names, by which they are found again; an empty name would mean no value.
  expect(inputs).toEqual(columns.map((name) => ({ 'layers.0.weight': `${name}_2`, '': '_2' })[name] ?? name));
  expect(outputs).toEqual(['prediction_2']);
  const { predictions } = await runOnnx(bytes, [columns.map((_, i) => i)]);
  expect(predictions).toEqual([[36]]);
});

it('a column of categories of which none has an input, and one of rare ones only', async () => {
  const model = sumOf(
    [
      { kind: 'numeric', column: 'x', ...scaled },
      { kind: 'oneHot', column: 'rare', levels: [], others: ['a', 'b'] },
      { kind: 'oneHot', column: 'none', levels: [] },
    ],
    2,
  );
  const bytes = encodeOnnx(portableModel(model));
  const rows = [
    [1, 'a', 'a'],
    [2, '', ''],
  ];
  expect((await runOnnx(bytes, rows)).predictions).toEqual([[2], [3]]);
  expect(predictOnnx(bytes, rows).predictions).toEqual([[2], [3]]);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e39])('%s is a missing number', async (missing) => {
  const model = sumOf(
    [{ kind: 'numeric', column: 'x', ...scaled, median: 7, scale: 0.001, indicator: true }],
    2,
  );
  const bytes = encodeOnnx(portableModel(model));
  expect((await runOnnx(bytes, [[missing], [1]])).predictions).toEqual([[7001], [1000]]);
  expect(predictOnnx(bytes, [[missing], [1]]).predictions).toEqual([[7001], [1000]]);
});

it('names and categories that other formats trip over', async () => {
  const { portable, values, predictions } = hostileModel();
  const bytes = encodeOnnx(portable);
  expect(agreement(predictions, (await runOnnx(bytes, values)).predictions).largest).toBeLessThan(1e-6);
  expect(agreement(predictions, predictOnnx(bytes, values).predictions).largest).toBeLessThan(1e-6);
});
