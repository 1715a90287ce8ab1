// How good it is: every metric on the three parts, beside a linear model and the baseline, with its definition as a footnote; each
// class; how often intervals hold the truth.

import { type TargetPreparation, targetUnit } from '../../../app/contract/model.ts';
import type { Report } from '../../../app/contract/report.ts';
import type { Coverage } from '../../../app/contract/run/calibration.ts';
import type { Evaluation } from '../../../app/contract/run/evaluation.ts';
import { parts } from '../../../app/contract/run/parts.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { united } from '../../wording/inUnits.ts';
import { numbers } from '../../wording/numbers.ts';
import { lineOf } from '../../wording/oneLine.ts';
import { metricsTable } from '../../wording/results/metricRows.ts';
import { evaluatedPart, partNames, scoreLine } from '../../wording/scores.ts';
import type { Block, Section, Table } from '../document/blocks.ts';

/** Of more classes, those with the lowest F1 are listed. */
const mostClasses = 25;

type ClassDetail = Extract<Evaluation['detail'], { kind: 'class' }>;

export function results({ evaluation, metrics, network }: Report): Section | null {
  if (evaluation === null)
    return metrics === null
      ? null
      : { title: m.report_results(), blocks: [ofMetrics(metrics, network.preparation?.target)] };
  const { detail, coverage, threshold } = evaluation;
  const shown = detail.kind === 'class' ? [0] : detail.targets.map((_, k) => k);
  const tables = shown.map((target) => metricsTable(evaluation, target));
  const meanings = [
    ...new Map(tables.flatMap(({ rows }) => rows.map(({ name, meaning }) => [name, meaning] as const))),
  ];
  const notes = new Map(meanings.map(([name], k) => [name, k + 1]));
  const linear = meanings.length + 1;
  const hasLinear = tables.some((table) => table.hasLinear);
  const guess = linear + (hasLinear ? 1 : 0);
  return {
    title: m.report_results(),
    blocks: [
      ...tables.map(
        (table, k): Block => ({
          kind: 'table',
          table: metricTable(evaluation, table, shown[k]!, notes, { linear, guess }),
        }),
      ),
      {
        kind: 'notes',
        notes: [
          ...meanings.map(([name, meaning]) => `${name}: ${meaning}`),
          ...(hasLinear ? [m.report_linear_meaning()] : []),
          guessMeaning(evaluation),
        ],
      },
      ...(detail.kind === 'class' ? [{ kind: 'table' as const, table: classTable(detail, evaluation) }] : []),
      ...(threshold === undefined || detail.kind !== 'class'
        ? []
        : [
            {
              kind: 'text' as const,
              text: m.report_threshold({
                class: detail.classes[1] ?? '',
                threshold: numbers().exact(threshold),
              }),
            },
          ]),
      ...(coverage === undefined ? [] : [{ kind: 'list' as const, items: coverageWords(coverage, detail) }]),
    ],
  };
}

function ofMetrics(metrics: NonNullable<Report['metrics']>, target: TargetPreparation | undefined): Block {
  const several = target?.kind === 'numeric' && target.columns.length > 1;
  const of = { ...targetUnit(target), ...(several && { severalTargets: true as const }) };
  const facts = parts.flatMap((part) => {
    const scores = metrics[part];
    return scores === null ? [] : [{ name: partNames()[part], value: scoreLine(scores, of) }];
  });
  return { kind: 'facts', facts };
}

function metricTable(
  evaluation: Evaluation,
  { columns, hasLinear, rows }: ReturnType<typeof metricsTable>,
  target: number,
  notes: ReadonlyMap<string, number>,
  { linear, guess }: { linear: number; guess: number },
): Table {
  const { detail } = evaluation;
  const several = detail.kind === 'numeric' && detail.targets.length > 1;
  const name = several ? lineOf(detail.targets[target]?.name ?? '') : null;
  return {
    caption: name === null ? m.evaluation_metrics() : m.report_metrics_of({ target: name }),
    columns: [
      { label: m.evaluation_metric() },
      ...columns.map(({ label, rows: count }) => ({ label: `${label}, ${count}`, number: true })),
      ...(hasLinear ? [{ label: m.evaluation_linear_column(), number: true, note: linear }] : []),
      {
        label: detail.kind === 'class' ? m.evaluation_guess_class() : m.evaluation_guess_mean(),
        number: true,
        note: guess,
      },
    ],
    rows: rows.map((row) => {
      const note = notes.get(row.name);
      return {
        cells: [row.name, ...row.cells, ...(hasLinear ? [row.linear ?? '–'] : []), row.guess],
        ...(note !== undefined && { note }),
      };
    }),
  };
}

function guessMeaning({ detail, newRows, comparison }: Evaluation): string {
  const ofNewRows = newRows && comparison === undefined;
  if (detail.kind === 'class')
    return `${m.evaluation_guess_class()}: ${ofNewRows ? m.evaluation_guess_class_new() : m.evaluation_guess_class_meaning()}`;
  return `${m.evaluation_guess_mean()}: ${ofNewRows ? m.evaluation_guess_mean_new() : m.evaluation_guess_mean_meaning()}`;
}

function classTable({ perClass }: ClassDetail, evaluation: Evaluation): Table {
  const format = numbers();
  const share = (value: number | null) => (value === null ? '–' : format.percent(value));
  const more = perClass.length - mostClasses;
  const listed =
    more > 0
      ? perClass
          .filter(({ rows }) => rows > 0)
          .toSorted((a, b) => (a.f1 ?? 0) - (b.f1 ?? 0) || b.rows - a.rows)
      : perClass;
  const part = evaluatedPart(evaluation, evaluation.on);
  return {
    caption: `${m.evaluation_classes()}: ${part}, ${counts.rows(evaluation.rows[evaluation.on])}`,
    columns: [
      { label: m.evaluation_class() },
      { label: m.metric_precision(), number: true },
      { label: m.metric_recall(), number: true },
      { label: m.metric_f1_short(), number: true },
      { label: m.evaluation_rows(), number: true },
    ],
    rows: listed.slice(0, mostClasses).map(({ value, precision, recall, f1, rows }) => ({
      cells: [
        lineOf(value),
        share(precision),
        share(recall),
        f1 === null ? '–' : format.fixed(f1, 3),
        format.whole(rows),
      ],
    })),
    ...(more > 0 && { more: m.report_classes_more({ classes: counts.classes(perClass.length) }) }),
  };
}

function coverageWords(
  { level, margins, shares, setSize, from }: Coverage,
  detail: Evaluation['detail'],
): string[] {
  const format = numbers();
  const asked = { level: format.percent(level), from: counts.rows(from) };
  if (setSize !== null) {
    const share = format.percent(shares[0] ?? 0);
    return [m.report_coverage_sets({ ...asked, size: format.measure(setSize), share })];
  }
  const targets = detail.kind === 'numeric' ? detail.targets : [];
  return margins.map((margin, k) =>
    m.report_coverage_interval({
      ...asked,
      target: lineOf(targets[k]?.name ?? ''),
      margin: united(margin, format.measure(margin), targets[k]?.unit),
      share: format.percent(shares[k] ?? 0),
    }),
  );
}
