// The numbers behind the curves as a table: each epoch with its losses, score and learning rate, and the changes made in it.

import { m } from '../../paraglide/messages.js';
import { isolated } from '../../wording/isolated.ts';
import { numbers } from '../../wording/numbers.ts';
import { comparedAt } from './curveDrawing.ts';
import type { EpochHistory } from './epochHistory.ts';
import type { Measure, OtherRun } from './measures.ts';

interface Shown {
  history: EpochHistory;
  score: { name: string; percent: boolean; factor: number };
  events: readonly { epoch: number; text: string }[];
  hasValidation: boolean;
  /** The drawn measure, which is listed for the other runs. */
  measure: Measure;
  others: readonly OtherRun[];
}

const mostRows = 1_000;

/** Lists at most `mostRows` epochs, evenly sampled. */
export function curveTable({ history, score, events, hasValidation, measure, others }: Shown) {
  const beside = others.filter(({ reasons }) => reasons[measure.name] === null);
  const format = numbers();
  const stride = Math.max(1, Math.ceil(history.length / mostRows));
  const number = (value: number) => format.measure(value, 4);
  const rows: string[][] = [];
  let before = -1;
  for (let i = 0; i < history.length; i += stride) {
    const epoch = history.epoch[i]!;
    const changed = events.filter((event) => event.epoch > before && event.epoch <= epoch);
    before = epoch;
    const row = [format.whole(epoch), number(history.train[i]!)];
    const scored = history.score[i]!;
    if (hasValidation)
      row.push(
        number(history.validation[i]!),
        score.percent ? format.percent(scored) : number(scored * score.factor),
      );
    row.push(number(history.rate[i]!));
    for (const other of beside) {
      const value = comparedAt(measure, other, history.epoch[i]!);
      row.push(value === null ? '' : measure.write(value));
    }
    if (events.length > 0) row.push(changed.map(({ text }) => text).join('; '));
    rows.push(row);
  }
  // Changes in the epoch in progress get a row of their own, without numbers.
  const pending = events.filter((event) => event.epoch > before);
  const listed = rows.length;
  if (pending.length > 0) {
    const blanks = (hasValidation ? 4 : 2) + beside.length;
    const text = pending.map((event) => event.text).join('; ');
    rows.push([format.whole(pending.at(-1)!.epoch), ...Array<string>(blanks).fill(''), text]);
  }
  const columns: string[] = [m.chart_epoch(), m.chart_training_loss()];
  if (hasValidation) columns.push(m.chart_validation_loss(), score.name);
  columns.push(m.chart_rate(), ...beside.map(({ name }) => `${isolated(name)}: ${measure.title}`));
  if (events.length > 0) columns.push(m.chart_changed());
  return { columns, rows, more: history.length - listed };
}
