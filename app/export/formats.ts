// Every format that a model can be exported as: what is written, and how a written file is read back to be checked. A format is a room of
// its own under app/export; this table is the only place that knows them all.
import type { ExportFormat } from '../contract/exportFormats.ts';
import { cFormat } from './c/cFormat.ts';
import { readModelFile } from './check/readModelFile.ts';
import { referenceAnswers } from './check/referenceIntervals.ts';
import { csvFormat } from './csv/csvFormat.ts';
import { encodeModel } from './encodeModel.ts';
import type { Format } from './format.ts';
import { goldenRowsOfPage, readPage } from './html/readPage.ts';
import { writePage } from './html/writePage.ts';
import { javascriptFormat } from './javascript/javascriptFormat.ts';
import { encodeModelJson } from './json.ts';
import { onnxGoldenRows, predictOnnx, predictOnnxNetwork } from './onnx/evaluate/predictOnnx.ts';
import { encodeOnnx, encodeOnnxNetwork } from './onnx/write/onnxFile.ts';
import type { PortableModel } from './portable/portableModel.ts';
import { numpyGoldenRows, predictNumpy, writeKeras, writeNumpy } from './python/numpyFormat.ts';
import { pythonProgram } from './python/pythonProgram.ts';
import { predictTorch, torchGoldenRows, writeTorch } from './python/torchFormat.ts';
import { writeTraining } from './python/trainingFormat.ts';
import { readQuery } from './sql/readQuery.ts';
import { writeQuery } from './sql/writeQuery.ts';
import { goldenRowsOfWorkbook, readWorkbook, storedPredictions } from './xlsx/readWorkbook.ts';
import { writeWorkbook } from './xlsx/writeWorkbook.ts';

type Encode = (model: PortableModel) => Uint8Array;

const one = (ending: string, type: string, encode: Encode): Format => ({
  write: (model, stem) => [{ name: `${stem}.${ending}`, type, bytes: encode(model) }],
});

/** The model file itself, in one of its two forms. */
const modelFile = (ending: string, type: string, encode: Encode): Format => ({
  ...one(ending, type, encode),
  predict: ([file], rows) => referenceAnswers(readModelFile(file!.bytes).model, rows),
  goldenRows: ([file]) => readModelFile(file!.bytes).golden,
});

const onnxFile = (ending: string, encode: Encode, predict: typeof predictOnnx): Format => ({
  ...one(ending, 'application/octet-stream', encode),
  predict: ([file], rows) => predict(file!.bytes, rows),
  goldenRows: ([file]) => onnxGoldenRows(file!.bytes),
});

const npz = { predict: predictNumpy, goldenRows: numpyGoldenRows };

export const formats: Record<ExportFormat, Format> = {
  safetensors: modelFile('safetensors', 'application/octet-stream', ({ model }) => encodeModel(model)),
  json: modelFile('json', 'application/json', ({ model }) => encodeModelJson(model)),
  onnx: onnxFile('onnx', encodeOnnx, predictOnnx),
  onnxNetwork: onnxFile('network.onnx', encodeOnnxNetwork, predictOnnxNetwork),
  csv: csvFormat,
  c: cFormat,
  javascript: javascriptFormat,
  html: { write: writePage, needs: 'script', predict: readPage, goldenRows: goldenRowsOfPage },
  sql: { write: writeQuery, needs: 'query', predict: readQuery },
  xlsx: {
    write: writeWorkbook,
    predict: readWorkbook,
    goldenRows: goldenRowsOfWorkbook,
    stored: storedPredictions,
  },
  numpy: { ...npz, write: writeNumpy, program: pythonProgram('numpy', 'predict.py') },
  torch: {
    write: writeTorch,
    predict: predictTorch,
    program: pythonProgram('torch', 'model.py'),
    goldenRows: torchGoldenRows,
  },
  keras: { ...npz, write: writeKeras, program: pythonProgram('keras', 'keras_model.py') },
  // Its weights are those before the first step: there is nothing to compare.
  pytorch: { write: writeTraining },
};
