// The rows behind the drawing of the answer, with the truth and what the network says to each now.
import { m } from '../../paraglide/messages.js';
import type { Answer } from '../../state/answer.svelte.ts';
import { numbers } from '../../wording/numbers.ts';

const mostRows = 300;

/** @param output of numbers which; null for classes. */
export function answerTable({ sample, answers, x, y }: Answer, output: number | null) {
  const format = numbers();
  const axes = [x, y].filter((name) => name !== null);
  const columns: string[] = [
    m.chart_row_number(),
    ...axes,
    m.chart_actual(),
    m.chart_predicted(),
    m.answer_part(),
  ];
  if (!sample || !answers) return { columns, rows: [], more: 0 };
  const width = sample.outputs.length;
  const values = axes.map((name) => sample.column(name));
  const rows = Array.from({ length: Math.min(mostRows, sample.count) }, (_, i) => {
    // Both parts are in the list.
    const row = Math.floor((i * sample.count) / Math.min(mostRows, sample.count));
    return [
      format.whole(sample.rows[row]! + 1),
      ...values.map((column) => format.measure(column[row]!, 4)),
      ...(output === null ? classCells(row) : numberCells(row, output)),
      row < sample.train ? m.chart_training() : m.chart_validation(),
    ];
  });
  return { columns, rows, more: sample.count - rows.length };

  function classCells(row: number): string[] {
    const shares = sample!.outputs.map((_, k) => answers![row * width + k]!);
    const best = shares.indexOf(Math.max(...shares));
    return [
      sample!.outputs[sample!.truth[row]!] ?? '',
      `${sample!.outputs[best] ?? ''} ${format.percent(shares[best] ?? 0)}`,
    ];
  }
  function numberCells(row: number, which: number): string[] {
    return [
      format.measure(sample!.truth[row * width + which]!, 4),
      format.measure(answers![row * width + which]!, 4),
    ];
  }
}
