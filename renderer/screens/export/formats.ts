// What each export format is for and the line that uses it, in groups of what a person wants to do. Only what is true of the file today
// stands here.

import { codeName } from '../../../app/contract/codeName.ts';
import type { ExportFormat } from '../../../app/contract/exportFormats.ts';
import { m } from '../../paraglide/messages.js';
import { shellWord } from '../../report/shellWord.ts';

export interface FormatCard {
  format: ExportFormat;
  name: string;
  opens: string;
  purpose: string;
  uses: { language: string; line: string }[];
  /** The line that checks the saved file again; absent where its files carry no check. */
  again?: string;
}

export interface FormatGroup {
  key: 'use' | 'read' | 'page' | 'train';
  title: string;
  note: string;
  cards: FormatCard[];
}

const members: Record<FormatGroup['key'], readonly ExportFormat[]> = {
  use: ['onnx', 'onnxNetwork', 'torch', 'numpy', 'c', 'javascript', 'sql'],
  read: ['json', 'csv', 'xlsx'],
  page: ['html'],
  train: ['safetensors', 'pytorch', 'keras'],
};

/** @param stem of the file's name. */
export function formatGroups(stem: string): FormatGroup[] {
  const cards = formatCards(stem);
  const group = (key: FormatGroup['key'], title: string, note: string): FormatGroup => ({
    key,
    title,
    note,
    cards: members[key].map((format) => cards.find((card) => card.format === format)!),
  });
  return [
    group('use', m.export_group_use(), m.export_group_use_note()),
    group('read', m.export_group_read(), m.export_group_read_note()),
    group('page', m.export_group_page(), m.export_group_page_note()),
    group('train', m.export_group_train(), m.export_group_train_note()),
  ];
}

/** @param stem of the file's name. */
function formatCards(stem: string): FormatCard[] {
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
      again: verify(`${stem}.safetensors`),
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
          language: 'Node.js',
          line: `JSON.parse(require("node:fs").readFileSync(${json}, "utf8")).layers[0].weight`,
        },
      ],
      again: verify(`${stem}.json`),
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
    ...tableCards(stem),
    ...pythonCards(stem),
    ...codeCards(stem),
  ];
}

/** The model file carries its golden rows. */
function verify(file: string): string {
  return `npx chainrule verify ${shellWord(file)}`;
}

/** Each opens the file and prints what it reads. @param file its name as a string literal. */
function onnxUses(file: string): FormatCard['uses'] {
  return [
    {
      language: 'Python',
      line: `import onnxruntime; session = onnxruntime.InferenceSession(${file}); print([(i.name, i.type) for i in session.get_inputs()])`,
    },
    {
      language: 'Node.js',
      line: `require("onnxruntime-node").InferenceSession.create(${file}).then((session) => console.log(session.inputMetadata))`,
    },
    {
      language: 'C#',
      line: `using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(${file}); Console.WriteLine(string.Join(", ", session.InputNames));`,
    },
  ];
}

function tableCards(stem: string): FormatCard[] {
  const workbook = shellWord(`${stem}.xlsx`);
  const query = `sed s/my_table/your_table/ ${shellWord(`${stem}.sql`)}`;
  return [
    {
      format: 'xlsx',
      name: 'Excel',
      opens: m.export_xlsx_opens(),
      purpose: m.export_xlsx_purpose(),
      uses: [
        { language: 'LibreOffice', line: `soffice ${workbook}` },
        { language: 'CSV', line: `soffice --headless --convert-to csv ${workbook}` },
      ],
    },
    {
      format: 'csv',
      name: 'CSV',
      opens: m.export_csv_opens(),
      purpose: m.export_csv_purpose(),
      uses: [
        { language: 'R', line: `read.csv(${JSON.stringify(`${stem}-layer-1.csv`)})` },
        {
          language: 'Python',
          line: `import pandas; pandas.read_csv(${JSON.stringify(`${stem}-layer-1.csv`)})`,
        },
      ],
    },
    {
      format: 'sql',
      name: 'SQL',
      opens: m.export_sql_opens(),
      purpose: m.export_sql_purpose(),
      uses: [
        { language: 'DuckDB', line: `${query} | duckdb your.duckdb` },
        { language: 'SQLite', line: `${query} | sqlite3 your.sqlite` },
      ],
    },
  ];
}

function codeCards(stem: string): FormatCard[] {
  const name = codeName(stem);
  const module = JSON.stringify(`./${stem}.mjs`);
  const selfTest = `cc -std=c99 -x c -DCHAINRULE_SELF_TEST ${name}.h -o self_test -lm && ./self_test`;
  const check = `node --eval ${shellWord(`import(${module}).then(({ check }) => console.log(check()))`)}`;
  return [
    {
      format: 'c',
      name: 'C',
      opens: m.export_c_opens(),
      purpose: m.export_c_purpose(),
      uses: [
        { language: 'C', line: `#include "${name}.h"  /* ${name}_predict(raw, out); */` },
        { language: m.export_check(), line: selfTest },
      ],
      again: selfTest,
    },
    {
      format: 'javascript',
      name: 'JavaScript',
      opens: m.export_javascript_opens(),
      purpose: m.export_javascript_purpose(),
      uses: [
        { language: 'JavaScript', line: `import { predict } from ${module}; predict(row)` },
        { language: m.export_check(), line: check },
      ],
      again: check,
    },
    {
      format: 'html',
      name: 'HTML',
      opens: m.export_html_opens(),
      purpose: m.export_html_purpose(),
      uses: [{ language: 'HTML', line: `<iframe src="${encodeURIComponent(stem)}.html"></iframe>` }],
    },
  ];
}

function pythonCards(stem: string): FormatCard[] {
  const table = shellWord(`${stem}.csv`);
  return [
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
      again: 'python3 predict.py --check',
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
      again: 'python3 model.py --check',
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
      again: 'python3 keras_model.py --check',
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
