// Finds in which form a column's cells are read as numbers, and reads them in it: the form that a person chose, else the file's, else
// one that its cells show (columnForm.ts). Only columns that are kept as text may have a form of their own. Returns the form, and the
// findings about it.

import type { Issue } from '../../contract/issues/issues.ts';
import type { ColumnFormat } from '../../contract/table/reading.ts';
import type { Unit } from '../../contract/table/unit.ts';
import type { CellFacts } from '../cells/cellFacts.ts';
import type { CellStore } from '../cells/cellStore.ts';
import { measured } from '../values/measured.ts';
import { type FoundForm, formOf, type Otherwise, other, shownBy } from '../values/numberForm.ts';
import { type CellFormat, isMarked, isMissing, trimmed } from '../values/spelling.ts';
import { isMoney } from '../values/units.ts';
import { type ColumnForm, columnForm } from './columnForm.ts';
import {
  type Ambiguous,
  ambiguousExample,
  ambiguousIn,
  ambiguousIssue,
  formIssues,
  unitIssue,
  withoutUnitIssue,
} from './formIssues.ts';
import { openSign } from './openSigns.ts';
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
  /** What decided the decimal sign. */
  by: FoundForm['by'];
  /** A cell that shows it, where the column's cells decided. */
  shown?: string;
  /** A cell with either sign, where an earlier table decided. */
  settled?: Ambiguous;
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
  const bare = (facts: CellFacts): FormFound => ({
    ...{ format: { ...format, unit }, facts, by: 'file' },
    issues:
      unit === undefined ? [] : unitlessIssues(asked.name, store.rows - facts.empty - facts.others, unit),
  });
  if (!store.text.has(index)) return bare(asked.facts);
  if (chosen.decimal !== undefined || chosen.missing !== undefined)
    await store.text.readNumbers(index, format);
  const asFile: FormFound = { format, facts: await store.facts(index), issues: [], by: 'file' };
  if (unit === undefined) {
    const asExpected = await inExpectedForm(store, index, asFile, otherwise);
    if (asExpected !== null) return asExpected;
  }
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
  return (await inForm(store, { ...asked, otherwise }, asFile, form)) ?? asFile;
}

/** Reads the column by the decimal sign that an earlier table had in it; null, and as before, where that is the file's too, or some cell
 *  is no number by it. */
async function inExpectedForm(
  store: CellStore,
  index: number,
  { format: file }: FormFound,
  { expected, chosen }: FormAsked['otherwise'],
): Promise<FormFound | null> {
  if (chosen || expected === undefined || expected === file.decimal) return null;
  const format: CellFormat = { ...file, decimal: expected, thousands: other(expected) };
  await store.text.readNumbers(index, format);
  const facts = await store.facts(index);
  if (strays(facts, format) === 0) {
    const settled = await openSign(store, index, format);
    return { format, facts, issues: [], by: 'expected', ...(settled === null ? {} : { settled }) };
  }
  await store.text.readNumbers(index, file);
  return null;
}

/** Whether a column's numbers are written otherwise than the file's. */
export function isOwnForm(format: CellFormat, file: CellFormat): boolean {
  return isMarked(format) || format.decimal !== file.decimal || format.thousands !== file.thousands;
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
  const issues = unitlessIssues(name, numbers, unit);
  return { format: read, facts: await store.facts(index), issues, ...decidedBy(form, before, read) };
}

/** What decided the decimal sign, with a cell of those that are no numbers in the file's form. */
function decidedBy(
  form: FoundForm | null,
  before: CellFacts,
  format: CellFormat,
): Pick<FormFound, 'by' | 'shown' | 'settled'> {
  if (form?.by === 'expected') return { by: form.by, settled: ambiguousExample(before, format) };
  if (form?.by !== 'cells') return { by: 'file' };
  const shown = before.spellings.find(({ value }) => shownIn(value) === format.decimal);
  return { by: form.by, ...(shown === undefined ? {} : { shown: shown.value }) };
}

function shownIn(cell: string) {
  const digits = measured(cell)?.digits;
  return digits === undefined ? null : (shownBy(digits)?.decimal ?? null);
}

/** Of a column whose unit a person or a model names. */
function unitlessIssues(name: string, numbers: number, unit: Unit): Issue[] {
  return numbers > 0 ? [withoutUnitIssue(name, numbers, unit)] : [];
}

/** Reads the column in the form; null, and as before, where that does not make it a column of numbers, or where a few cells would
 *  change what the others mean. */
async function inForm(
  store: CellStore,
  { name, index, otherwise }: FormAsked,
  before: FormFound,
  form: Extract<ColumnForm, { kind: 'numbers' }>,
): Promise<FormFound | null> {
  const { decimal, thousands, unit, accounting, wide } = form;
  const format: CellFormat = { ...before.format, decimal, thousands, unit, accounting, wide };
  const changed = decimal === before.format.decimal ? null : await firstGrouped(store, index, before.format);
  if (changed !== null && otherwise.decided && isFew(before, store.rows)) return null;
  await store.text.readNumbers(index, format);
  const facts = await store.facts(index);
  if (isFew({ facts, format }, store.rows)) {
    const issues = formIssues(name, form, before, format);
    if (changed !== null) issues.push(ambiguousIssue(name, ambiguousIn(changed, format)));
    return { format, facts, issues, ...decidedBy(form, before.facts, format) };
  }
  await store.text.readNumbers(index, before.format);
  return null;
}

/** A number whose digits are grouped in this form, and has three decimals in the other; null where there is none. */
function firstGrouped(
  store: CellStore,
  index: number,
  { thousands }: CellFormat,
): Promise<string | null> | null {
  if (thousands !== '.' && thousands !== ',') return null;
  return store.text.firstMatch(index, `[+-]?[1-9][0-9]{0,2}[${thousands}][0-9]{3}`);
}

/** Whether few of a column's cells are no numbers. */
function isFew({ facts, format }: Pick<FormFound, 'facts' | 'format'>, rows: number): boolean {
  const numbers = rows - facts.empty - facts.others;
  const stray = strays(facts, format);
  return stray <= strayShare * (numbers + stray);
}

/** Cells that are neither numbers nor missing; of a column with very many spellings, as far as they are known. */
function strays({ others, spellings, complete }: CellFacts, { missing }: CellFormat): number {
  const lost = spellings.filter(({ value }) => isMissing(value, missing));
  return complete ? others - lost.reduce((sum, { rows }) => sum + rows, 0) : others;
}

/** Why a column of numbers with units stays text, unless it is a column of numbers anyway. */
function refused(
  asFile: FormFound,
  name: string,
  form: Exclude<ColumnForm, { kind: 'numbers' }>,
  rows: number,
): Issue[] {
  return isFew(asFile, rows) ? [] : [unitIssue(name, form)];
}
