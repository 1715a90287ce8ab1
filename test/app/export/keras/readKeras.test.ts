// Files of Keras become models that predict what Keras predicts, where they are chains of dense layers; others are refused with the layer and why.
import { expect, it } from 'vitest';
import { decodeModel } from '../../../../app/export/decodeModel.ts';
import { modelFileOfKeras } from '../../../../app/export/keras/readKeras.ts';
import { encodeOnnx } from '../../../../app/export/onnx/write/onnxFile.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { portableModel } from '../../../../app/export/portable/portableModel.ts';
import { damagedFiles } from '../onnx/damagedFiles.ts';
import { runOnnx } from '../onnx/onnxRuntime.ts';
import { bytesOf, kerasFiles } from './kerasFiles.ts';
import { refusedFiles } from './refusedFiles.ts';

const modelOf = (bytes: Uint8Array) => decodeModel(modelFileOfKeras(bytes, 'm.keras'), 'm.keras');

it.each(kerasFiles)(
  '$file becomes a model with the predictions of Keras',
  async ({ file, columns, outputs, x, y }) => {
    const model = modelOf(bytesOf(file));
    const { inputs, target } = model.preparation;
    expect(inputs.map(({ column }) => column)).toEqual(columns);
    expect(target.kind === 'class' ? target.classes : target.columns.map(({ name }) => name)).toEqual(
      outputs,
    );
    const { predictions } = await runOnnx(encodeOnnx(portableModel(model)), x);
    // A sigmoid alone is the probability of the second class.
    const found = predictions.map((row, i) => row.slice(-y[i]!.length));
    expect(agreement(y, found).largest).toBeLessThan(1e-5);
  },
);

it.each(refusedFiles)('a file is refused where $name', ({ bytes, reason }) => {
  expect(() => modelOf(bytes)).toThrow(`m.keras is not a usable model file: ${reason}.`);
});

it('a file is refused in a sentence, or is a whole model, wherever a byte of it is changed or it is cut', () => {
  for (const bytes of ['functional.keras', 'keras2.h5'].flatMap((file) => [...damagedFiles(bytesOf(file))])) {
    try {
      modelOf(bytes);
    } catch (error) {
      expect(error).toMatchObject({ code: 'model_damaged' });
    }
  }
});
