// What each export format is for and the line that uses it. Every line was tried with the libraries it names; only
// what is true of the file today stands here.
import type { ExportFormat } from '../../../app/contract/calls.ts';
import { m } from '../../paraglide/messages.js';

export interface FormatCard {
  format: ExportFormat;
  name: string;
  opens: string;
  purpose: string;
  uses: { language: string; line: string }[];
}

/** @param stem of the file's name. */
export function formatCards(stem: string): FormatCard[] {
  return [
    {
      format: 'safetensors',
      name: 'safetensors',
      opens: m.export_safetensors_opens(),
      purpose: m.export_safetensors_purpose(),
      uses: [
        { language: 'NumPy', line: `safetensors.numpy.load_file(${JSON.stringify(`${stem}.safetensors`)})` },
        {
          language: 'PyTorch',
          line: `safetensors.torch.load_file(${JSON.stringify(`${stem}.safetensors`)})`,
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
          line: `json.load(open(${JSON.stringify(`${stem}.json`)}))["layers"][0]["weight"]`,
        },
        {
          language: 'JavaScript',
          line: `JSON.parse(await readFile(${JSON.stringify(`${stem}.json`)}, "utf8")).layers[0].weight`,
        },
      ],
    },
  ];
}

function shellWord(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `"${text.replaceAll(/(["$`\\])/g, '\\$1')}"`;
}
