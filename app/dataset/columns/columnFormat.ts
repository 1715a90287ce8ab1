// Finds in which form a column's cells are read as numbers, and reads them in it: the form that a person chose, else the file's, else
// one that its cells show (columnForm.ts). Only columns that are kept as text may have a form of their own. Returns the form, and the
// findings about it.

import type { Issue } from '../../contract/issues/issues.ts';
import type { ColumnFormat } from '../../contract/table/reading.ts';
import type { Unit } from '../../contract/table/unit.ts';
import type { CellFacts } from '../cells/cellFacts.ts';
import type { CellStore } from '../cells/cellStore.ts';
import { measured } from '../values/measured.ts';
import { formOf, type Otherwise, other } from '../values/numberForm.ts';
import { type CellFormat, isMissing, trimmed } from '../values/spelling.ts';
import { isMoney } from '../values/units.ts';
import { type ColumnForm, columnForm } from './columnForm.ts';
import { formIssues, unitIssue, withoutUnitIssue } from './formIssues.ts';
import { strayShare } from './strayShare.ts';

export interface FormAsked {
  index: number;
  name: string;
  /** How the file's numbers are written. */
  format: CellFormat;
  facts: CellFacts;
  /** What a person chose for this column. */
  chosen: ColumnFormat | undefined;
  otherwise: Omit<Otherwise, 'money'>;
  /** Whether a person wants numbers. */
  wanted: boolean;
}

export interface FormFound {
  format: CellFormat;
  facts: CellFacts;
  issues: Issue[];
}

export async function columnFormat(store: CellStore, asked: FormAsked): Promise<FormFound> {
  const { index, chosen = {} } = asked;
  const format = chosenFormat(asked.format, chosen);
  const otherwise: FormAsked['otherwise'] = {
    ...asked.otherwise,
    decimal: format.decimal,
    chosen: asked.otherwise.chosen || chosen.decimal !== undefined,
  };
  const unit = chosen.unit ?? undefined;
  const bare = (facts: CellFacts) => ({
    ...{ format: { ...format, unit }, facts },
    issues:
      unit === undefined ? [] : unitlessIssues(asked.name, store.rows - facts.empty - facts.others, unit),
  });
  if (!store.text.has(index)) return bare(asked.facts);
  if (chosen.decimal !== undefined || chosen.missing !== undefined)
    await store.text.readNumbers(index, format);
  const asFile = { format, facts: await store.facts(index), issues: [] };
  if (asFile.facts.others === 0) return bare(asFile.facts);
  if (unit !== undefined) return inUnit(store, index, asFile, { ...otherwise, unit, name: asked.name });
  if (chosen.unit === null) return asFile;
  const form = await columnForm({
    ...{ name: asked.name, wanted: asked.wanted, format, otherwise },
    spellings: asFile.facts.spellings,
    numbers: store.rows - asFile.facts.empty - asFile.facts.others,
    nonZero: () => store.text.countNonZero(index),
  });
  if (form === null) return asFile;
  if (form.kind !== 'numbers') return { ...asFile, issues: refused(asFile, asked.name, form, store.rows) };
  return (await inForm(store, asked.name, index, asFile, form)) ?? asFile;
}

/** Whether a column's numbers are written otherwise than the file's. */
export function isOwnForm(format: CellFormat, file: CellFormat): boolean {
  const marked = format.unit !== undefined || format.accounting === true;
  return marked || format.decimal !== file.decimal || format.thousands !== file.thousands;
}

function chosenFormat(file: CellFormat, { decimal, missing }: ColumnFormat): CellFormat {
  const spellings = missing?.map((text) => trimmed(text).toLowerCase()) ?? [];
  return {
    ...file,
    ...(decimal === undefined || decimal === file.decimal ? {} : { decimal, thousands: other(decimal) }),
    ...(missing === undefined ? {} : { missing: new Set([...file.missing, ...spellings]) }),
  };
}

/** Reads the column with the unit that a person or a model gives it; numbers without it count too. */
async function inUnit(
  store: CellStore,
  index: number,
  { format, facts: before }: FormFound,
  { unit, name, ...otherwise }: FormAsked['otherwise'] & { unit: Unit; name: string },
): Promise<FormFound> {
  const form = formOf(
    before.spellings.flatMap(({ value }) => measured(value.replace(unit.text, ''))?.digits ?? []),
    { ...otherwise, money: isMoney(unit) },
  );
  const { decimal, thousands } = form ?? format;
  const read: CellFormat = { ...format, decimal, thousands, unit, accounting: true };
  await store.text.readNumbers(index, read);
  const numbers = store.rows - before.empty - before.others;
  return { format: read, facts: await store.facts(index), issues: unitlessIssues(name, numbers, unit) };
}

/** Of a column whose unit a person or a model names. */
function unitlessIssues(name: string, numbers: number, unit: Unit): Issue[] {
  return numbers > 0 ? [withoutUnitIssue(name, numbers, unit)] : [];
}

/** Reads the column in the form; null, and as before, where that does not make it a column of numbers. */
async function inForm(
  store: CellStore,
  name: string,
  index: number,
  before: FormFound,
  form: Extract<ColumnForm, { kind: 'numbers' }>,
): Promise<FormFound | null> {
  const { decimal, thousands, unit, accounting } = form;
  const format: CellFormat = { ...before.format, decimal, thousands, unit, accounting };
  await store.text.readNumbers(index, format);
  const facts = await store.facts(index);
  const numbers = store.rows - facts.empty - facts.others;
  if (strays(facts, format) <= strayShare * (numbers + strays(facts, format)))
    return { format, facts, issues: formIssues(name, form, before, format) };
  await store.text.readNumbers(index, before.format);
  return null;
}

/** Cells that are neither numbers nor missing; of a column with very many spellings, as far as they are known. */
function strays({ others, spellings, complete }: CellFacts, { missing }: CellFormat): number {
  const lost = spellings.filter(({ value }) => isMissing(value, missing));
  return complete ? others - lost.reduce((sum, { rows }) => sum + rows, 0) : others;
}

/** Why a column of numbers with units stays text, unless it is a column of numbers anyway. */
function refused(
  { facts, format }: FormFound,
  name: string,
  form: Exclude<ColumnForm, { kind: 'numbers' }>,
  rows: number,
): Issue[] {
  const numbers = rows - facts.empty - facts.others;
  const stray = strays(facts, format);
  return stray <= strayShare * (numbers + stray) ? [] : [unitIssue(name, form)];
}
