// Reads one column: in which form its cells are numbers (columnFormat.ts), then its type (columnKind.ts), and what is said about a decimal
// sign that the cells leave open (expectedSign.ts). Takes a CellStore and what a person chose; returns its ColumnKind.
import type { Reading } from '../../contract/table/reading.ts';
import type { CellStore } from '../cells/cellStore.ts';
import type { Layout } from '../csv/dialect.ts';
import { type ExpectedSigns, usualSign } from '../values/decimalSign.ts';
import { columnFormat, isOwnForm } from './columnFormat.ts';
import { type ColumnKind, judgeColumn } from './columnKind.ts';
import { signIssues } from './signIssues.ts';

export async function readColumn(
  store: CellStore,
  index: number,
  name: string,
  reading: Reading = {},
  expected: ExpectedSigns | null = null,
): Promise<ColumnKind> {
  const { layout } = store.scan;
  const wanted = ofColumn(reading.types, name);
  const chosen = ofColumn(reading.formats, name);
  const { decided } = layout.open;
  const signs = signsOf(layout, reading);
  const own = expected?.columns.get(name);
  const form = await columnFormat(store, {
    ...{ index, name, format: layout.format, facts: await store.facts(index), chosen },
    otherwise: { decimal: layout.format.decimal, decided, ...signs, expected: own },
    wanted: wanted === 'number',
  });
  const { format, facts } = form;
  const kind = await judgeColumn(store, { index, name, format, facts, wanted });
  if (kind.type !== 'number') {
    // A column that a person reads as something else needs no word about its numbers.
    if (wanted === undefined || wanted === kind.found) kind.issues.push(...form.issues);
    // What is said of its units says more.
    if (form.issues.length > 0) kind.issues = kind.issues.filter(({ code }) => code !== 'numbers_mostly');
    return kind;
  }
  kind.issues.push(...form.issues);
  kind.decimal = format.decimal;
  if (store.text.has(index) && isOwnForm(format, layout.format)) kind.ownForm = true;
  if (format.unit !== undefined) kind.unit = format.unit;
  if (chosen?.decimal === undefined && !signs.chosen) {
    const asked = { index, name, form, maybeComma: signs.maybeComma };
    const usual = expected === null ? undefined : usualSign(expected);
    kind.issues.push(...(await signIssues(store, asked, expected && { by: expected.by, own, usual })));
  }
  return kind;
}

function signsOf({ syntax }: Layout, { decimal, thousands }: Reading) {
  const chosen = decimal !== undefined || thousands !== undefined;
  return { chosen, maybeComma: !chosen && ![null, ',', ' '].includes(syntax.delimiter) };
}

/** What a person chose for a column; the column's name may be that of an object property. */
function ofColumn<Choice>(choices: Record<string, Choice> | undefined, name: string): Choice | undefined {
  return choices !== undefined && Object.hasOwn(choices, name) ? choices[name] : undefined;
}
