// The columns of a list of judged rows: how a row was predicted, then the file's own cells. Widths are in pixels.
import type { JudgedRow } from '../../../../app/contract/run/errorRows.ts';
import type { Evaluation } from '../../../../app/contract/run/evaluation.ts';
import type { Dataset } from '../../../../app/contract/table/dataset.ts';
import { columnEdges } from '../../../controls/table/gridWindow.ts';
import { m } from '../../../paraglide/messages.js';
import { exactIn, measuredIn, united } from '../../../wording/inUnits.ts';
import { numbers } from '../../../wording/numbers.ts';

/** Pixels for a letter of a class's name, and for what is beside the name. */
const letterWidth = 7.5;
const besideName = 20;

export interface JudgedColumn {
  key: string;
  label: string;
  width: number;
  number: boolean;
  text: (row: JudgedRow) => string;
}

/** What is told of how a row was predicted. @param target index of the target. */
export function judgedColumns({ detail }: Evaluation, target: number): JudgedColumn[] {
  const format = numbers();
  if (detail.kind === 'class') {
    const name = (index: number) => detail.classes[index] ?? '';
    const longest = detail.classes.reduce((most, { length }) => Math.max(most, length), 0);
    const named = Math.min(150, Math.max(80, longest * letterWidth + besideName));
    const ofClass = (write: (row: Extract<JudgedRow, { kind: 'class' }>) => string) => (row: JudgedRow) =>
      row.kind === 'class' ? write(row) : '';
    return [
      {
        ...{ key: 'actual', label: m.evaluation_actual(), width: named, number: false },
        text: ofClass(({ actual }) => name(actual)),
      },
      {
        ...{ key: 'predicted', label: m.evaluation_predicted(), width: named, number: false },
        text: ofClass(({ predicted }) => name(predicted)),
      },
      {
        ...{
          key: 'most',
          label: m.wrong_probability_predicted(),
          width: detail.classes.length <= 8 ? 118 : 96,
          number: true,
        },
        text: ofClass(({ most }) => format.fixed(most, 3)),
      },
      {
        ...{ key: 'given', label: m.wrong_probability_true(), width: 72, number: true },
        text: ofClass(({ given }) => format.fixed(given, 3)),
      },
    ];
  }
  const unit = detail.targets[target]?.unit;
  const ofNumber = (write: (actual: number, predicted: number) => string) => (row: JudgedRow) =>
    row.kind === 'numeric' ? write(row.actual, row.predicted) : '';
  return [
    {
      ...{ key: 'actual', label: m.evaluation_actual(), width: 88, number: true },
      text: ofNumber((actual) => exactIn(unit)(actual)),
    },
    {
      ...{ key: 'predicted', label: m.evaluation_predicted(), width: 88, number: true },
      text: ofNumber((_, predicted) => measuredIn(unit, 4)(predicted)),
    },
    {
      ...{ key: 'residual', label: m.wrong_error_signed(), width: 88, number: true },
      text: ofNumber((actual, predicted) =>
        united(predicted - actual, format.signed(predicted - actual), unit),
      ),
    },
  ];
}

/** Left edges of the judged columns and of the file's, and the last right edge; the file's grow to fill the view. */
export function edgesOf(
  judged: readonly JudgedColumn[],
  columns: Dataset['columns'],
): (viewWidth: number) => number[] {
  return (viewWidth) => {
    const edges = [0];
    for (const { width } of judged) edges.push(edges.at(-1)! + width);
    const from = edges.at(-1)!;
    return [
      ...edges,
      ...columnEdges(columns, Math.max(0, viewWidth - from))
        .slice(1)
        .map((edge) => from + edge),
    ];
  };
}
