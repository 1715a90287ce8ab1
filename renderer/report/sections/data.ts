// What the network learned from: the file, its rows and where they went, and each column with its role and how it becomes inputs.

import type { InputPreparation, TargetPreparation } from '../../../app/contract/model.ts';
import type { Report } from '../../../app/contract/report.ts';
import { parts } from '../../../app/contract/run/parts.ts';
import type { ColumnSpec } from '../../../app/contract/spec/spec.ts';
import { m } from '../../paraglide/messages.js';
import { counts } from '../../wording/counts.ts';
import { measuredIn } from '../../wording/inUnits.ts';
import { numbers } from '../../wording/numbers.ts';
import { lineOf } from '../../wording/oneLine.ts';
import { partNames } from '../../wording/scores.ts';
import { issueSentence } from '../../wording/sentences.ts';
import { flowStep } from '../../wording/spec/flowWords.ts';
import { splitText } from '../../wording/spec/specText.ts';
import type { Block, Section, Table } from '../document/blocks.ts';

type Facts = Extract<Block, { kind: 'facts' }>['facts'];

const mostColumns = 60;
const mostIssues = 12;
const mostFiles = 20;

export function data(report: Report): Section {
  const { table, trainedOn, run } = report;
  const gone = table === null && trainedOn !== null && run !== null && run.openedFrom === null;
  const findings = (table?.issues ?? []).slice(0, mostIssues).map(issueSentence);
  return {
    title: m.report_data(),
    blocks: [
      { kind: 'facts', facts: [...fileFacts(report), ...rowFacts(report)] },
      ...(gone ? [{ kind: 'text' as const, text: m.report_table_gone(), tone: 'quiet' as const }] : []),
      { kind: 'table', table: columnTable(report) },
      ...(findings.length === 0
        ? []
        : [
            { kind: 'heading' as const, text: m.report_findings() },
            { kind: 'list' as const, items: findings },
          ]),
    ],
  };
}

function fileFacts({ trainedOn }: Report): Facts {
  if (trainedOn === null) return [{ name: m.runs_fact_file(), value: m.report_file_unknown() }];
  const { fileName, bytes, hash, files } = trainedOn;
  const size = bytes === null ? '' : ` (${numbers().bytes(bytes)})`;
  return [
    { name: m.runs_fact_file(), value: `${lineOf(fileName)}${size}` },
    ...(files.length === 0 ? [{ name: 'SHA-256', value: hash, code: true }] : []),
    ...files
      .slice(0, mostFiles)
      .map((file) => ({ name: lineOf(file.name), value: `SHA-256 ${file.hash}`, code: true })),
    ...(files.length > mostFiles
      ? [{ name: '…', value: m.chart_table_more({ count: numbers().whole(files.length - mostFiles) }) }]
      : []),
  ];
}

function rowFacts({ table, spec, evaluation }: Report): Facts {
  const format = numbers();
  const left = [
    table !== null && table.rowsLeftOut > 0 && m.report_rows_unread({ rows: counts.rows(table.rowsLeftOut) }),
    table !== null && table.withoutTarget > 0 && m.split_without({ rows: counts.rows(table.withoutTarget) }),
    table !== null && table.duplicates > 0 && m.split_duplicates({ rows: counts.rows(table.duplicates) }),
  ].filter((one) => one !== false);
  const rows = evaluation === null || evaluation.newRows ? null : evaluation.rows;
  const used = rows && parts.map((part) => `${partNames()[part]} ${format.whole(rows[part])}`).join(', ');
  return [
    ...(table === null ? [] : [{ name: m.evaluation_rows(), value: format.whole(table.rows) }]),
    ...(table === null
      ? []
      : [{ name: m.report_left_out(), value: left.join(' ') || m.report_left_out_none() }]),
    { name: m.runs_fact_split(), value: splitText(spec.data.split) },
    ...(used === null ? [] : [{ name: m.report_split_rows(), value: used }]),
    { name: m.model_seed(), value: String(spec.seed) },
  ];
}

function columnTable({ spec, network, table }: Report): Table {
  const { preparation } = network;
  const inputs = new Map((preparation?.inputs ?? []).map((input) => [input.column, input]));
  const missing = new Map((table?.columns ?? []).map((column) => [column.name, column.missing]));
  const known = table !== null;
  // Columns that are used come first where not all are listed.
  const sorted =
    spec.data.columns.length <= mostColumns
      ? spec.data.columns
      : spec.data.columns.toSorted((a, b) => Number(a.role === 'ignored') - Number(b.role === 'ignored'));
  const rows = sorted.slice(0, mostColumns).map((column) => {
    const count = missing.get(column.name);
    return {
      cells: [
        lineOf(column.name),
        m[`dataset_type_${column.type}`](),
        m[`dataset_role_${column.role}`](),
        ...(known ? [count === undefined ? '–' : numbers().whole(count)] : []),
        becomes(column, inputs.get(column.name), preparation?.target),
      ],
    };
  });
  const more = spec.data.columns.length - mostColumns;
  return {
    caption: m.report_columns({ columns: counts.columns(spec.data.columns.length) }),
    columns: [
      { label: m.report_column() },
      { label: m.report_type() },
      { label: m.report_role() },
      ...(known ? [{ label: m.report_missing(), number: true }] : []),
      { label: m.report_becomes() },
    ],
    rows,
    ...(more > 0 && { more: m.chart_table_more({ count: numbers().whole(more) }) }),
  };
}

function becomes(
  { name, role }: ColumnSpec,
  input: InputPreparation | undefined,
  target?: TargetPreparation,
): string {
  if (role === 'target') return target === undefined ? '–' : targetWords(name, target);
  if (input === undefined) return '–';
  const { what, otherwise } = flowStep(input);
  return `${what}; ${otherwise}`;
}

function targetWords(name: string, target: TargetPreparation): string {
  if (target.kind === 'class') return counts.classes(target.classes.length);
  const own = target.columns.find((column) => column.name === name);
  if (own === undefined || target.link === 'log') return m.report_target_log();
  const written = measuredIn(own.unit, 4);
  return m.report_target_scaled({ mean: written(own.mean), scale: written(own.scale) });
}
