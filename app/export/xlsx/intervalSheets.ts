// Conformal intervals in a workbook: the share of rows that they hold for, to write over, the margins that follow from the errors of
// validation rows, and of classes the set that is within the margin.
import { type Calibration, coverageLevel, setShare } from '../../contract/run/calibration.ts';
import { type Block, cellOf } from './blocks.ts';
import type { Lists } from './lists.ts';
import { type Cell, columnName, type Sheet } from './workbook.ts';

const setSheetName = 'Sets';
/** What stands before the margins: the share and the number of rows. */
const before = 2;

/** The cell of a target's margin, of classes of target 0; a text where there are too few rows for it. */
export const marginCell = (target: number) => `Intervals!$${columnName(before + target)}$2`;

/** The margins, and the errors that they come from. @param names of the targets, or `class` */
export function marginSheets({ rows, ranks, scores }: Calibration, names: readonly string[]): Sheet[] {
  const column = (k: number) => `Errors!$${columnName(k)}$2:$${columnName(k)}$${ranks.length + 1}`;
  const wanted = 'ROUNDUP(($B$2+1)*$A$2-0.000000001,0)';
  const margins = scores.map((_, k): Cell => {
    const place = `1+SUMPRODUCT(1*(${column(0)}<${wanted}))`;
    return { formula: `IF(MAX(${column(0)})<${wanted},"too few rows",INDEX(${column(k + 1)},${place}))` };
  });
  const lines = ranks.map((rank, line) => [rank, ...scores.map((of) => of[line]!)]);
  return [
    {
      name: 'Intervals',
      rows: [
        ['share of rows', 'rows with known errors', ...names.map((name) => `margin: ${name}`)],
        [coverageLevel, rows, ...margins],
      ],
      inputs: 1,
    },
    { name: 'Errors', rows: [['rank', ...names.map((name) => `error: ${name}`)], ...lines] },
  ];
}

/** Both ends of a target's interval. @param value its prediction's cell */
export function boundFormulas(target: number, value: string): string[] {
  const margin = marginCell(target);
  return ['-', '+'].map((sign) => `IF(ISNUMBER(${margin}),${value}${sign}${margin},"")`);
}

/** For each class the list so far, each name with a comma before it; the last cell is the whole list.
 *  @param predict the cells of the first sheet: the predicted class and then the probabilities */
export function setSheet(
  classes: readonly string[],
  lines: readonly number[],
  predict: Block,
  lists: Lists,
): Sheet {
  const own: Block = { sheet: setSheetName, from: 0, count: classes.length };
  const names = lists.at(null);
  const rows = lines.map((line) =>
    classes.map((_, k): Cell => {
      const within = `${cellOf(predict, k + 1, line)}>=${setShare}*(1-${marginCell(0)})`;
      const chosen = `EXACT(${cellOf(predict, 0, line)},${names.cell(k)})`;
      const name = `IF(ISNUMBER(${marginCell(0)}),IF(OR(${within},${chosen}),${lists.quoted(k)},""),"")`;
      return { formula: k === 0 ? name : `${cellOf(own, k - 1, line)}&${name}` };
    }),
  );
  return { name: setSheetName, rows: [[...classes], ...rows] };
}

/** The whole list of a line as a JSON array, as `predict` writes it. */
export function setFormula(classes: number, line: number): string {
  const whole = cellOf({ sheet: setSheetName, from: 0, count: classes }, classes - 1, line);
  return `IF(ISNUMBER(${marginCell(0)}),"["&MID(${whole},2,32767)&"]","")`;
}
