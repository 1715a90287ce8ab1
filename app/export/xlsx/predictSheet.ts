// The first sheet: raw values to write over, and the predictions beside them.
import type { PortableModel, PortableOutput } from '../portable/portableModel.ts';
import { type Block, cellOf, rangeOf } from './blocks.ts';
import { literal } from './formulas.ts';
import type { Lists } from './lists.ts';
import type { Cell, Sheet } from './workbook.ts';

export function predictSheet(
  model: PortableModel,
  rows: readonly (number | string | null)[][],
  lists: Lists,
): Sheet {
  const { rawInputs, names, networks, output } = model;
  const own = rawInputs.length + (output.kind === 'numbers' ? 0 : 1);
  const probabilities: Block = { sheet: 'Predict', from: own, count: names.length };
  const formulas = (line: number) => {
    const label = labelFormula(output, probabilities, lists, line);
    const mean = names.map((_, k) => {
      const answers = networks.map((_, m) =>
        cellOf({ sheet: `Answer ${m + 1}`, from: 0, count: names.length }, k, line),
      );
      return answers.length === 1 ? answers[0]! : `AVERAGE(${answers.join(',')})`;
    });
    return [...label, ...mean].map((formula): Cell => ({ formula }));
  };
  const head =
    output.kind === 'numbers'
      ? names.map((name) => `prediction: ${name}`)
      : ['prediction', ...names.map((name) => `probability: ${name}`)];
  return {
    name: 'Predict',
    rows: [
      [...rawInputs.map(({ name }) => name), ...head],
      ...rows.map((row, i) => [...row, ...formulas(i + 2)]),
    ],
    inputs: rawInputs.length,
    lists: lists.choices(),
  };
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
