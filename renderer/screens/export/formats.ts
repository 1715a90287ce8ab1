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
  const json = JSON.stringify(`${stem}.json`);
  const table = shellWord(`${stem}.csv`);
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
      format: 'numpy',
      name: 'NumPy',
      opens: m.export_numpy_opens(),
      purpose: m.export_numpy_purpose(),
      uses: [
        { language: m.export_shell(), line: 'python3 predict.py new.csv' },
        { language: 'Python', line: 'from predict import predict; predict({"column": [1.5, 2]})' },
        { language: 'NumPy', line: `weights = numpy.load(${JSON.stringify(`${stem}.npz`)})` },
      ],
    },
    {
      format: 'torch',
      name: 'PyTorch',
      opens: m.export_torch_opens(),
      purpose: m.export_torch_purpose(),
      uses: [
        { language: 'PyTorch', line: 'from model import load; network = load().train()' },
        { language: 'Python', line: 'from model import predict; predict({"column": [1.5, 2]})' },
        { language: m.export_shell(), line: 'python3 model.py new.csv' },
      ],
    },
    {
      format: 'keras',
      name: 'Keras',
      opens: m.export_keras_opens(),
      purpose: m.export_keras_purpose(),
      uses: [
        { language: 'Keras', line: 'from keras_model import build; network = build()' },
        { language: m.export_shell(), line: 'python3 keras_model.py new.csv' },
      ],
    },
    {
      format: 'pytorch',
      name: m.export_pytorch_name(),
      opens: m.export_pytorch_opens(),
      purpose: m.export_pytorch_purpose(),
      uses: [
        { language: m.export_shell(), line: `python3 train.py ${table} --out run` },
        { language: 'torchrun', line: `torchrun --nproc_per_node 2 train.py ${table} --out run` },
      ],
    },
  ];
}
