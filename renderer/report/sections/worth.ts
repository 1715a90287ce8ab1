// What the network goes by: what shuffling each column costs, with its spread.

import type { Report } from '../../../app/contract/report.ts';
import type { Importance } from '../../../app/contract/run/explanation.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../../wording/numbers.ts';
import { lineOf } from '../../wording/oneLine.ts';
import {
  detailSentences,
  growthName,
  hasSeveralTargets,
  leadingSentence,
  rowsCaption,
  writers,
} from '../../wording/results/importanceWords.ts';
import type { Section, Table } from '../document/blocks.ts';

/** Columns that are listed, those worth most. */
const mostColumns = 25;

export function worth({ lookedInto }: Report): Section | null {
  const importance = lookedInto?.importance ?? null;
  if (importance === null || importance.columns.length === 0) return null;
  return {
    title: m.report_worth(),
    blocks: [
      { kind: 'text', text: leadingSentence(importance, 0), tone: 'lead' },
      { kind: 'list', items: detailSentences(importance, 0) },
      { kind: 'table', table: columnTable(importance) },
      { kind: 'text', text: m.report_limit_cause(), tone: 'quiet' },
    ],
  };
}

function columnTable(importance: Importance): Table {
  const { columns, measures } = importance;
  const several = hasSeveralTargets(importance);
  const more = columns.length - mostColumns;
  return {
    caption: `${m.why_importance()}: ${rowsCaption(importance)}`,
    columns: [
      { label: m.report_column() },
      ...measures.flatMap((measure) => [
        { label: growthName(measure, several), number: true },
        { label: '±', number: true },
      ]),
    ],
    rows: columns.slice(0, mostColumns).map(({ column, measures: own }) => ({
      cells: [
        lineOf(column),
        ...own.flatMap(({ importance: growth, spread }, k) => {
          const { growth: written, value } = writers(measures[k]!);
          return [written(growth), value(spread)];
        }),
      ],
    })),
    ...(more > 0 && { more: m.chart_table_more({ count: numbers().whole(more) }) }),
  };
}
