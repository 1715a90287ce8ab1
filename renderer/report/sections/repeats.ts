// The folds and seeds that the training was repeated with: what they show together, and the score of each.

import type { Report } from '../../../app/contract/report.ts';
import { mainValue } from '../../../app/contract/run/comparison.ts';
import { unitOfScores } from '../../../app/contract/run/evaluation.ts';
import type { Unit } from '../../../app/contract/table/unit.ts';
import { m } from '../../paraglide/messages.js';
import { numbers } from '../../wording/numbers.ts';
import { metricName } from '../../wording/results/comparisonChart.ts';
import { repeatName, stateWords, summarySentences } from '../../wording/results/repeatsWords.ts';
import { mainWriter } from '../../wording/results/verdictWords.ts';
import type { Block, Section, Table } from '../document/blocks.ts';

type Repeated = Report['repeats'][number];

export function repeats({ repeats: all, evaluation }: Report): Section | null {
  if (all.length === 0) return null;
  const unit = evaluation === null ? undefined : unitOfScores(evaluation.detail);
  return { title: m.repeats_title(), blocks: all.flatMap((one) => blocksOf(one, unit)) };
}

function blocksOf(one: Repeated, unit: Unit | undefined): Block[] {
  const { kind, members, summary } = one;
  const items =
    summary === null
      ? [m.repeats_too_few()]
      : summarySentences(kind, summary, { members, state: 'finished' }, unit);
  return [
    { kind: 'list', items },
    { kind: 'table', table: memberTable(one, unit) },
  ];
}

function memberTable({ kind, members, summary }: Repeated, unit: Unit | undefined): Table {
  const format = numbers();
  const main = summary?.main ?? null;
  const caption = kind === 'folds' ? m.repeats_folds() : m.repeats_seeds();
  const score = (scores: Repeated['members'][number]['scores']) =>
    main === null || scores === null ? '–' : mainWriter(main, unit).value(mainValue(scores.metrics, main));
  return {
    caption,
    columns: [
      { label: caption },
      { label: m.repeats_column_state() },
      { label: m.repeats_column_best(), number: true },
      { label: m.repeats_column_rows(), number: true },
      ...(main === null ? [] : [{ label: metricName(main), number: true }]),
    ],
    rows: members.map((member) => ({
      cells: [
        repeatName(kind, member.number),
        stateWords(member),
        member.best === null ? '–' : format.whole(member.best.epoch),
        member.rows === null ? '–' : format.whole(member.rows.test),
        ...(main === null ? [] : [score(member.scores)]),
      ],
    })),
  };
}
