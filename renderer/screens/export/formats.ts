// What each export format is for and the line that uses it. Only what is true of the file today stands here.

import type { ExportFormat } from '../../../app/contract/exportFormats.ts';
import { m } from '../../paraglide/messages.js';
import { shellWord } from '../../report/shellWord.ts';

export interface FormatCard {
  format: ExportFormat;
  name: string;
  opens: string;
  purpose: string;
  uses: { language: string; line: string }[];
}

/** @param stem of the file's name. */
export function formatCards(stem: string): FormatCard[] {
  // A JSON string is a string of Python and of JavaScript too.
  const weights = JSON.stringify(`${stem}.safetensors`);
  const onnx = JSON.stringify(`${stem}.onnx`);
  const network = JSON.stringify(`${stem}.network.onnx`);
  const json = JSON.stringify(`${stem}.json`);
  return [
    {
      format: 'safetensors',
      name: 'safetensors',
      opens: m.export_safetensors_opens(),
      purpose: m.export_safetensors_purpose(),
      uses: [
        {
          language: 'NumPy',
          line: `from safetensors.numpy import load_file; weights = load_file(${weights})`,
        },
        {
          language: 'PyTorch',
          line: `from safetensors.torch import load_file; weights = load_file(${weights})`,
        },
        { language: 'Chainrule', line: `npx chainrule predict ${shellWord(`${stem}.safetensors`)} new.csv` },
      ],
    },
    {
      format: 'json',
      name: 'JSON',
      opens: m.export_json_opens(),
      purpose: m.export_json_purpose(),
      uses: [
        {
          language: 'Python',
          line: `import json; weights = json.load(open(${json}))["layers"][0]["weight"]`,
        },
        {
          language: 'Node',
          line: `JSON.parse(require("node:fs").readFileSync(${json}, "utf8")).layers[0].weight`,
        },
      ],
    },
    {
      format: 'onnx',
      name: 'ONNX',
      opens: m.export_onnx_opens(),
      purpose: m.export_onnx_purpose(),
      uses: onnxUses(onnx),
    },
    {
      format: 'onnxNetwork',
      name: m.export_onnx_network_name(),
      opens: m.export_onnx_opens(),
      purpose: m.export_onnx_network_purpose(),
      uses: onnxUses(network),
    },
  ];
}

/** Each opens the file and prints what it reads. @param file its name as a string literal. */
function onnxUses(file: string): FormatCard['uses'] {
  return [
    {
      language: 'Python',
      line: `import onnxruntime; session = onnxruntime.InferenceSession(${file}); print([(i.name, i.type) for i in session.get_inputs()])`,
    },
    {
      language: 'Node',
      line: `require("onnxruntime-node").InferenceSession.create(${file}).then((session) => console.log(session.inputMetadata))`,
    },
    {
      language: 'C#',
      line: `using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(${file}); Console.WriteLine(string.Join(", ", session.InputNames));`,
    },
  ];
}
