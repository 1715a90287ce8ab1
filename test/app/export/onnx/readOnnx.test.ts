// ONNX files come back as models: our own bit for bit, those of other programs where they are stacks of dense layers.
import { describe, expect, it } from 'vitest';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { encodeModel } from '../../../../app/export/encodeModel.ts';
import { modelFingerprint } from '../../../../app/export/fingerprint.ts';
import { encodeOnnx, encodeOnnxNetwork } from '../../../../app/export/onnx/write/onnxFile.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { exampleModel } from '../exampleModel.ts';
import { cases } from '../harness/cases.ts';
import { damagedFiles } from './damagedFiles.ts';
import { foreignGraphs, refusedGraphs, withClassNames } from './foreignGraphs.ts';
import { runOnnx } from './onnxRuntime.ts';

describe('an ONNX file that Chainrule wrote', () => {
  it.each(cases)('is the same model again, bit for bit: $name', async ({ train }) => {
    const { model } = await train();
    for (const bytes of [encodeOnnx(portableModel(model)), encodeOnnxNetwork(portableModel(model))]) {
      const read = decodeModel(bytes, 'm.onnx');
      expect(read).toEqual(decodeModel(encodeModel(model), 'm.safetensors'));
      expect(modelFingerprint(read)).toBe(modelFingerprint(model));
    }
  });

  it('is refused in a sentence, or is a whole model, wherever a byte of it is changed or it is cut', () => {
    for (const bytes of damagedFiles(encodeOnnx(portableModel(exampleModel())))) {
      try {
        decodeModel(bytes, 'm.onnx');
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^model_(damaged|version_newer)$/) });
      }
    }
  });
});

describe('an ONNX file of another program', () => {
  it.each(foreignGraphs)(
    'gives its predictions as a model: $name',
    async ({ bytes, width, columns, outputs }) => {
      const model = decodeModel(bytes, 'm.onnx');
      const { inputs, target } = model.preparation;
      expect(inputs.map(({ column }) => column)).toEqual(columns);
      expect(target.kind === 'class' ? target.classes : target.columns.map(({ name }) => name)).toEqual(
        outputs,
      );
      const rows = Array.from({ length: 9 }, (_, row) =>
        Array.from({ length: width }, (_, k) => Math.sin(7 * row + 3 * k) * 2),
      );
      const expected = await runOnnx(bytes, rows);
      const found = await runOnnx(encodeOnnx(portableModel(model)), rows);
      // A sigmoid alone is the probability of the second class.
      const predictions = found.predictions.map((row, i) => row.slice(-expected.predictions[i]!.length));
      expect(agreement(expected.predictions, predictions).largest).toBeLessThan(1e-5);
    },
  );

  it('keeps the names of its classes', () => {
    const { target } = decodeModel(withClassNames, 'm.onnx').preparation;
    expect(target).toMatchObject({ kind: 'class', classes: ['붉은', 'green', 'a "b"'] });
  });

  it.each(refusedGraphs)('is refused where $name', ({ bytes, reason }) => {
    expect(() => decodeModel(bytes, 'm.onnx')).toThrow(`m.onnx is not a usable model file: ${reason}.`);
  });

  it('is refused in a sentence, or is a whole model, wherever a byte of it is changed or it is cut', () => {
    for (const bytes of foreignGraphs.slice(0, 4).flatMap((graph) => [...damagedFiles(graph.bytes)])) {
      try {
        decodeModel(bytes, 'm.onnx');
      } catch (error) {
        expect(error).toMatchObject({ code: 'model_damaged' });
      }
    }
  });
});
