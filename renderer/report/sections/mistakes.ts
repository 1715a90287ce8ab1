// Where it is wrong: which classes are taken for which and how well each is told from the rest, or predictions beside actual values;
// the groups and the rows with the worst predictions.

import type { Report } from '../../../app/contract/report.ts';
import { chanceLevel } from '../../../app/contract/run/errorGroups.ts';
import { type Evaluation, unitOfScores } from '../../../app/contract/run/evaluation.ts';
import { Confusion, confusedPairs } from '../../charts/scores/confusion.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { exactIn, measuredIn, united } from '../../wording/inUnits.ts';
import { numbers } from '../../wording/numbers.ts';
import { lineOf, nameInSentence } from '../../wording/oneLine.ts';
import { groupName, groupTitle, worstSentences } from '../../wording/results/groupWords.ts';
import { rowName } from '../../wording/rowName.ts';
import { aligned, evaluatedPart } from '../../wording/scores.ts';
import { classCurves } from '../charts/classCurves.ts';
import { confusionMatrix } from '../charts/confusionMatrix.ts';
import { predictedActual } from '../charts/predictedActual.ts';
import type { Block, Section, Table } from '../document/blocks.ts';

/** A table with more columns is no table that a person reads: then the pairs confused most are listed. */
const mostColumns = 12;
const mostPairs = 20;
const mostPoints = 12;
const mostGroups = 5;

type RankedCurves = NonNullable<Report['lookedInto']>['curves'][number];

type ClassDetail = Extract<Evaluation['detail'], { kind: 'class' }>;

export function mistakes(report: Report): Section | null {
  const { evaluation } = report;
  if (evaluation === null) return null;
  const { detail, on } = evaluation;
  const where = `${evaluatedPart(evaluation, on)}, ${counts.rows(evaluation.rows[on])}`;
  const charts =
    detail.kind === 'class'
      ? classChart(detail, where)
      : detail.targets.flatMap((target) => numberChart(target, where));
  const worst = worstTable(report, evaluation);
  return {
    title: m.report_mistakes(),
    blocks: [
      ...charts,
      ...curveCharts(report),
      ...worstGroups(report),
      ...(worst === null ? [] : [{ kind: 'table' as const, table: worst }]),
    ],
  };
}

function classChart({ classes, confused }: ClassDetail, where: string): Block[] {
  const confusion = new Confusion(classes.length, confused);
  const title = `${m.chart_confusion()}: ${where}`;
  const drawing = confusionMatrix(classes, confusion);
  if (classes.length <= mostColumns)
    return [{ kind: 'chart', title, drawing, table: matrixTable(classes, confusion, title) }];
  return [
    { kind: 'chart', title, drawing, table: null },
    { kind: 'table', table: pairTable(classes, confusion) },
  ];
}

function matrixTable(classes: readonly string[], confusion: Confusion, caption: string): Table {
  return {
    caption,
    columns: [{ label: m.chart_true() }, ...classes.map((name) => ({ label: lineOf(name), number: true }))],
    rows: classes.map((name, actual) => ({
      cells: [lineOf(name), ...classes.map((_, k) => numbers().whole(confusion.at(actual, k)))],
    })),
  };
}

/** The pairs of classes that are confused most. */
function pairTable(classes: readonly string[], confusion: Confusion): Table {
  const pairs = confusedPairs(confusion.cells);
  const listed = pairs.slice(0, mostPairs);
  const more = pairs.length - listed.length;
  return {
    caption: m.report_pairs(),
    columns: [
      { label: m.chart_true() },
      { label: m.chart_predicted() },
      { label: m.evaluation_rows(), number: true },
      { label: m.chart_share(), number: true },
    ],
    rows: listed.map(([actual, predicted, rows]) => ({
      cells: [
        lineOf(classes[actual] ?? ''),
        lineOf(classes[predicted] ?? ''),
        numbers().whole(rows),
        numbers().percent(confusion.share(actual, predicted, 'row')),
      ],
    })),
    ...(more > 0 && { more: m.chart_table_more({ count: numbers().whole(more) }) }),
  };
}

function curveCharts({ lookedInto }: Report): Block[] {
  return (lookedInto?.curves ?? []).map((curves) => {
    const name = nameInSentence(curves.class);
    return {
      kind: 'chart',
      title: m.report_class_curves({ class: name }),
      drawing: classCurves(name, curves),
      table: areaTable(name, curves),
    };
  });
}

function areaTable(name: string, { rocAuc, averagePrecision }: RankedCurves): Table {
  const written = (value: number) => numbers().fixed(value, 3);
  return {
    caption: m.report_class_curves({ class: name }),
    columns: [{ label: m.evaluation_metric() }, { label: name, number: true }],
    rows: [
      { cells: [m.metric_roc(), written(rocAuc)] },
      { cells: [m.metric_pr(), written(averagePrecision)] },
    ],
  };
}

function worstGroups({ lookedInto, table, evaluation }: Report): Block[] {
  const groups = lookedInto?.groups ?? null;
  if (groups === null || groups.groups.length === 0) return [];
  const units = new Map(table?.columns.map(({ name, unit }) => [name, unit]));
  const targets = evaluation?.detail.kind === 'numeric' ? evaluation.detail.targets : [];
  const of = lineOf(targets[0]?.name ?? '');
  const certain = groups.groups.filter(({ chance }) => chance <= chanceLevel);
  // Where none is certain, the worst one with its doubt.
  const named = certain.length > 0 ? certain.slice(0, mostGroups) : groups.groups.slice(0, 1);
  const items = named.map((group) => {
    const { column, by, name } = group;
    const title = groupTitle(column, groupName(name, by, units.get(column)));
    return worstSentences(group, groups, title, targets[0]?.unit).join(' ');
  });
  return [
    { kind: 'heading', text: targets.length > 1 ? `${m.report_groups()}: ${of}` : m.report_groups() },
    { kind: 'list', items },
  ];
}

type Target = Extract<Evaluation['detail'], { kind: 'numeric' }>['targets'][number];

function numberChart({ name, unit, points }: Target, where: string): Block[] {
  const drawing = predictedActual(lineOf(name), unit, points);
  if (drawing === null) return [];
  const title = m.report_predicted_of({ target: lineOf(name), rows: where });
  const written = measuredIn(unit, 5);
  const sorted = points.toSorted(([a], [b]) => a - b);
  const stride = Math.max(1, Math.ceil(sorted.length / mostPoints));
  const listed = sorted.filter((_, k) => k % stride === 0);
  const more = sorted.length - listed.length;
  const table: Table = {
    caption: title,
    columns: [
      { label: m.chart_actual(), number: true },
      { label: m.chart_predicted(), number: true },
      { label: m.chart_difference(), number: true },
    ],
    rows: listed.map(([actual, predicted]) => ({
      cells: [
        written(actual),
        written(predicted),
        united(predicted - actual, numbers().signed(predicted - actual), unit),
      ],
    })),
    ...(more > 0 && { more: m.chart_table_more({ count: numbers().whole(more) }) }),
  };
  return [{ kind: 'chart', title, drawing, table }];
}

function worstTable({ worst, trainedOn }: Report, evaluation: Evaluation): Table | null {
  if (evaluation.worst.length === 0) return null;
  const classes = evaluation.detail.kind === 'class';
  const unit = unitOfScores(evaluation.detail);
  const digits = aligned(evaluation.worst[0]?.measure);
  const files = evaluation.newRows ? [] : (trainedOn?.files ?? []).filter(({ rows }) => rows > 0);
  const number = (text: string, written: (value: number) => string) =>
    classes || Number.isNaN(Number(text)) ? lineOf(text) : written(Number(text));
  return {
    caption: `${m.evaluation_worst()}: ${classes ? m.evaluation_worst_caption_class() : m.evaluation_worst_caption_number()}`,
    columns: [
      { label: m.evaluation_row() },
      { label: m.evaluation_actual(), number: !classes },
      { label: m.evaluation_predicted(), number: !classes },
      { label: classes ? m.evaluation_probability() : m.evaluation_error(), number: true },
      ...(worst?.columns ?? []).map((name) => ({ label: lineOf(name) })),
    ],
    rows: evaluation.worst.map(({ row, actual, predicted, measure }, k) => ({
      cells: [
        rowName(files, row),
        number(actual, exactIn(unit)),
        number(predicted, measuredIn(unit, 4)),
        classes ? numbers().fixed(measure, 3) : united(measure, digits(measure), unit),
        ...(worst?.cells[k] ?? []).map((cell) => (cell === null ? '–' : lineOf(cell))),
      ],
    })),
  };
}
