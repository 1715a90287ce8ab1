// What a trained model is shown on, in words: its own table, the table of the moment, which rows and columns count, and cells that it
// cannot use.

import type { ShownModel } from '../../app/contract/run/training.ts';
import { m } from '../paraglide/messages.js';
import { counts } from './counts.ts';
import { isolated } from './isolated.ts';
import { numbers } from './numbers.ts';
import { issueSentence } from './sentences.ts';

export function shownSentences(shown: ShownModel): { title: string; sentences: string[] } {
  return { title: titleOf(shown), sentences: shown.table === null ? [m.shown_no_table()] : onTable(shown) };
}

function titleOf({ table, trainedOn }: ShownModel): string {
  const [here, own] = [isolated(table ?? ''), isolated(trainedOn ?? '')];
  if (table === null)
    return trainedOn === null ? m.shown_trained_unknown() : m.shown_trained({ trainedOn: own });
  if (trainedOn === null) return m.shown_on_unknown({ table: here });
  return m.shown_on({ table: here, trainedOn: own });
}

function onTable({ rows, rowsWithoutTarget, ignored, issues }: ShownModel): string[] {
  const left = rowsWithoutTarget;
  return [
    m.shown_rows({ rows: counts.rows(rows) }),
    ...(left > 0 ? [m.shown_without_target({ rows: counts.rows(left), count: left })] : []),
    ...(ignored.count > 0 ? [ignoredWords(ignored)] : []),
    ...issues.map(issueSentence),
  ];
}

function ignoredWords({ count, names }: ShownModel['ignored']): string {
  const columns = numbers().list(names.map(isolated));
  const more = count - names.length;
  return more > 0
    ? m.shown_ignored_more({ columns: names.map(isolated).join(', '), more: counts.columns(more) })
    : m.shown_ignored({ columns });
}
