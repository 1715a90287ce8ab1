// What the outputs of one network mean.
import type { PortableOutput } from '../portable/portableModel.ts';
import { type Block, cellOf, rangeOf } from './blocks.ts';
import { literal, sigmoidFormula } from './formulas.ts';
import type { Cell, Sheet } from './workbook.ts';

/** The targets' values or the probabilities of the classes, of one network. */
export function answerSheet(
  output: PortableOutput,
  name: string,
  last: Block,
  lines: readonly number[],
): Sheet {
  const rows = lines.map((line) =>
    answerFormulas(output, name, last, line).map((formula): Cell => ({ formula })),
  );
  const names = output.kind === 'numbers' ? output.targets.map((target) => target.name) : output.classes;
  const header =
    output.kind === 'multiclass'
      ? [...names, ...names.map((_, k) => `exponential ${k + 1}`), 'largest output', 'total']
      : names;
  return { name, rows: [header, ...rows] };
}

function answerFormulas(output: PortableOutput, name: string, last: Block, line: number): string[] {
  const outputs = Array.from({ length: last.count }, (_, k) => cellOf(last, k, line));
  if (output.kind === 'binary') {
    const [z] = outputs;
    return [`IF(${z}>=0,EXP((-1)*${z})/(1+EXP((-1)*${z})),1/(1+EXP(${z})))`, sigmoidFormula(z!)];
  }
  if (output.kind === 'numbers')
    return output.targets.map(
      ({ mean, scale }, k) =>
        `${output.exponential ? `EXP(${outputs[k]})` : outputs[k]}*${literal(scale)}+${literal(mean)}`,
    );
  const exponentials: Block = { sheet: name, from: last.count, count: last.count };
  const [largest, total] = [0, 1].map((k) =>
    cellOf({ sheet: name, from: 2 * last.count, count: 2 }, k, line),
  );
  return [
    ...outputs.map((_, k) => `${cellOf(exponentials, k, line)}/${total}`),
    ...outputs.map((z) => `EXP(${z}-${largest})`),
    `MAX(${rangeOf(last, line)})`,
    `SUM(${rangeOf(exponentials, line)})`,
  ];
}
