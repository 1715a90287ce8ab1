// The first sheet: raw values to write over, and beside them the predictions and their intervals or sets of classes.
import type { PortableModel, PortableOutput } from '../portable/portableModel.ts';
import { type Block, cellOf, rangeOf } from './blocks.ts';
import { literal } from './formulas.ts';
import { boundFormulas, setFormula } from './intervalSheets.ts';
import type { Lists } from './lists.ts';
import type { Cell, Sheet } from './workbook.ts';

/** How the headers of predictions begin. */
export const valueHeads = { numbers: 'prediction: ', classes: 'probability: ' } as const;
export const boundHeads = { low: 'low: ', high: 'high: ' } as const;
export const setHead = 'prediction set';

export function predictSheet(
  model: PortableModel,
  rows: readonly (number | string | null)[][],
  lists: Lists,
): Sheet {
  const { rawInputs, names, networks, output } = model;
  const formulas = (line: number) => {
    const mean = names.map((_, k) => {
      const answers = networks.map((_, m) =>
        cellOf({ sheet: `Answer ${m + 1}`, from: 0, count: names.length }, k, line),
      );
      return answers.length === 1 ? answers[0]! : `AVERAGE(${answers.join(',')})`;
    });
    const label = labelFormula(output, valueBlock(model), lists, line);
    return [...label, ...mean, ...intervalFormulas(model, line)].map((formula): Cell => ({ formula }));
  };
  return {
    name: predictSheetName,
    rows: [
      [...rawInputs.map(({ name }) => name), ...addedHeaders(model)],
      ...rows.map((row, i) => [...row, ...formulas(i + 2)]),
    ],
    inputs: rawInputs.length,
    lists: lists.choices(),
  };
}

const predictSheetName = 'Predict';

/** The cells with the targets' values or the probabilities of the classes. */
function valueBlock({ rawInputs, names, output }: PortableModel): Block {
  const from = rawInputs.length + (output.kind === 'numbers' ? 0 : 1);
  return { sheet: predictSheetName, from, count: names.length };
}

/** The cells with the predicted class and the probabilities. */
export function classBlock({ rawInputs, names }: PortableModel): Block {
  return { sheet: predictSheetName, from: rawInputs.length, count: names.length + 1 };
}

/** Readers find the predictions by what stands before the colon. */
function addedHeaders({ model, names, output }: PortableModel): string[] {
  const intervals = model.calibration !== undefined;
  if (output.kind !== 'numbers')
    return [
      'prediction',
      ...names.map((name) => `${valueHeads.classes}${name}`),
      ...(intervals ? [setHead] : []),
    ];
  const bounds = names.flatMap((name) => [`${boundHeads.low}${name}`, `${boundHeads.high}${name}`]);
  return [...names.map((name) => `${valueHeads.numbers}${name}`), ...(intervals ? bounds : [])];
}

function intervalFormulas(model: PortableModel, line: number): string[] {
  const { output, names } = model;
  if (model.model.calibration === undefined) return [];
  if (output.kind !== 'numbers') return [setFormula(names.length, line)];
  return names.flatMap((_, k) => boundFormulas(k, cellOf(valueBlock(model), k, line)));
}

/** The class that is predicted; the first of equally probable ones. */
function labelFormula(output: PortableOutput, probabilities: Block, lists: Lists, line: number): string[] {
  if (output.kind === 'numbers') return [];
  const classes = lists.at(null);
  if (output.kind === 'binary')
    return [
      `IF(${cellOf(probabilities, 1, line)}>${literal(output.threshold)},${classes.cell(1)},${classes.cell(0)})`,
    ];
  const range = rangeOf(probabilities, line);
  return [`INDEX(${classes.range},MATCH(MAX(${range}),${range},0))`];
}
