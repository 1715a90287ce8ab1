// The kind of a column. It takes a CellStore, reads all cells of the column, and returns its ColumnKind: the type, the cells
// that mean missing, and issues that a person should know. summary.ts computes the column's figures.

import type { Issue } from '../../contract/issues/issues.ts';
import { float32Max, limits } from '../../contract/limits.ts';
import type { ColumnType } from '../../contract/table/columnType.ts';
import type { Unit } from '../../contract/table/unit.ts';
import type { CellCount, CellFacts, LevelCounts } from '../cells/cellFacts.ts';
import type { CellStore } from '../cells/cellStore.ts';
import { spellingsSeen } from '../cells/textColumns.ts';
import { finding, ignoring } from '../issues/dataIssue.ts';
import { grouped, shortened } from '../issues/figures.ts';
import {
  type CellFormat,
  type Decimal,
  isDate,
  isInfinite,
  isMissing,
  missingSpellings,
  numberOf,
  trimmed,
  truthOf,
} from '../values/spelling.ts';
import { strayShare } from './strayShare.ts';

/** If at least this share of whole numbers have leading zeros (`007`), the cells are codes, not quantities. */
const codeShare = 0.01;
/** Text is free text if it has more levels than this and than half its rows. */
const freeTextLevels = 20;
/** A column in which at least this share of the values are numbers is worth a word where it is not read as one. */
const halfNumbers = 0.5;
/** Fewer different numbers may be categories. */
const fewNumbers = 8;
/** Unique text counts as an id only with at least this many rows; in fewer rows a category may be unique by chance. */
const idRows = 10;
/** Characters; longer than a word or a short name. */
const longText = 40;

export interface ColumnKind {
  type: ColumnType;
  /** The detected type, where a person chose a different one. */
  found?: ColumnType;
  /** The sign beside the numbers of a number column. */
  unit?: Unit;
  /** The decimal sign by which a number column was read. */
  decimal?: Decimal;
  /** Whether its numbers are written in a form of their own. As levels they are the cells as written. */
  ownForm?: true;
  /** Cells that do not match the type, or are beyond float32: they count as missing. */
  nonNumeric: number;
  /** Cells that mean missing, exactly as written. */
  missing: string[];
  /** Rows without a value. */
  missingRows: number;
  /** Levels of a column that is not numeric; null for numbers. */
  levels: LevelCounts | null;
  /** Every row has a different value: a name, not a property. */
  idLike: boolean;
  issues: Issue[];
}

export interface ColumnAt {
  index: number;
  name: string;
  format: CellFormat;
  /** The type that a person chose. */
  wanted?: ColumnType | undefined;
  facts: CellFacts;
}

export async function judgeColumn(store: CellStore, at: ColumnAt): Promise<ColumnKind> {
  const { empty, others, spellings, largest } = at.facts;
  const missing = keepPlusMinus(await missingCells(store, at), at);
  const infinite = sum(spellings.filter((cell) => isInfinite(cell.value)));
  const stray = others - sum(missing) - infinite;
  const large = largest > float32Max ? await store.text.countBeyond(at.index) : 0;
  const beyond = infinite + large;
  const numbers = store.rows - empty - others - large;
  const spelled = missing.map((cell) => cell.value);
  const values = numbers + large + stray;
  const asNumbers: ColumnKind = {
    ...{ type: 'number', missing: spelled, missingRows: store.rows - numbers, levels: null, idLike: false },
    ...{ nonNumeric: stray + beyond, issues: numberIssues(at, beyond, stray, stray > values / 2) },
  };
  const mostly = numbers + large > 0 && stray <= strayShare * values;
  const zeros = mostly ? await leadingZeros(store, at, numbers + large) : null;
  const isNumber = mostly && zeros !== 'codes' && !(await areBeyondExact(store, at, numbers + large));
  if (isNumber && at.wanted === undefined && zeros !== null)
    asNumbers.issues.push(zerosIssue(at.name, zeros));
  if (isNumber && (at.wanted ?? 'number') === 'number') return asNumbers;
  const empties = values === 0 && beyond === 0;
  const levels = empties ? noLevels : await store.text.levels(at.index, spelled, spellingsSeen);
  const common = { missing: spelled, nonNumeric: 0, missingRows: store.rows - levels.rows, levels };
  const judged = empties
    ? { type: 'text' as const, idLike: false, issues: [allMissing(at.name)] }
    : judgeText(levels, at.name);
  const found = isNumber ? 'number' : judged.type;
  const { wanted } = at;
  if (!mostly && wanted === undefined && numbers >= halfNumbers * values && manyNumbers(levels, at))
    judged.issues.push(mostlyNumbersIssue(at, stray, values));
  if (wanted === undefined || wanted === found) return { ...common, ...judged };
  if (wanted === 'number') return { ...asNumbers, found };
  return { ...common, type: wanted, found, idLike: false, issues: chosenIssues(wanted, at.name, levels) };
}

/** Whether the cells that are numbers are not a few categories such as 4, 6 and 8. */
function manyNumbers({ levels }: LevelCounts, { format }: ColumnAt): boolean {
  return levels.filter(({ value }) => numberOf(value, format) !== null).length >= fewNumbers;
}

function mostlyNumbersIssue(at: ColumnAt, count: number, rows: number): Issue {
  const { name: column } = at;
  const example = strayExample(at);
  const cells = count === 1 ? 'is not a number' : 'are not numbers';
  const message = `${grouped(count)} of the ${grouped(rows)} values of "${column}" ${cells}, such as "${example}", so it is not read as a column of numbers. If they stand for missing values, read it as numbers.`;
  return finding('numbers_mostly', 'warning', message, { column, count, rows, example }, [
    { kind: 'type', columns: [column], type: 'number' },
  ]);
}

/** Issues of a column whose type a person chose. */
function chosenIssues(type: ColumnType, name: string, { distinct }: LevelCounts): Issue[] {
  if (type === 'date') return [dateIssue(name)];
  return type === 'text' ? [freeTextIssue(name, distinct)] : [];
}

const noLevels: LevelCounts = { levels: [], distinct: 0, rows: 0, length: 0 };

async function missingCells(store: CellStore, { index, facts, format }: ColumnAt): Promise<CellCount[]> {
  if (facts.complete) return facts.spellings.filter((cell) => isMissing(cell.value, format.missing));
  return store.text.missingCells(index, format.missing);
}

/** Where `+` is a value, `-` is one too, unless a person chose which cells mean missing. */
function keepPlusMinus(missing: CellCount[], { facts: { spellings }, format }: ColumnAt): CellCount[] {
  if (format.missing !== missingSpellings || !spellings.some((cell) => trimmed(cell.value) === '+'))
    return missing;
  return missing.filter((cell) => trimmed(cell.value) !== '-');
}

function sum(cells: CellCount[]): number {
  return cells.reduce((total, cell) => total + cell.rows, 0);
}

interface Zeros {
  count: number;
  example: string;
}

/** Numbers written with leading zeros: `codes` where they are frequent, or where all numbers have equally many digits, as postal
 *  codes have; null where there are none. */
async function leadingZeros(
  store: CellStore,
  { index, facts }: ColumnAt,
  numbers: number,
): Promise<'codes' | Zeros | null> {
  const count = facts.leadingZeros;
  if (count === 0) return null;
  if (count > codeShare * numbers) return 'codes';
  const example = trimmed((await store.text.firstMatch(index, '0[0-9].*')) ?? '');
  if (/^\d+$/.test(example)) {
    const alike = await store.text.countMatches(index, `[0-9]{${example.length}}`);
    if (alike === numbers) return 'codes';
  }
  return { count, example };
}

function zerosIssue(column: string, { count, example }: Zeros): Issue {
  const cells = count === 1 ? '1 number' : `${grouped(count)} numbers`;
  const message = `${cells} of "${column}" ${count === 1 ? 'begins' : 'begin'} with zeros, such as "${example}", as codes do; as a number, "${example}" is ${Number(example)}. If they are codes, read it as a category.`;
  return finding('leading_zeros', 'warning', message, { column, count, example }, [
    { kind: 'type', columns: [column], type: 'category' },
    { kind: 'type', columns: [column], type: 'number' },
  ]);
}

/** Whole numbers beyond what a double holds exactly: identifiers made of digits. */
async function areBeyondExact(
  store: CellStore,
  { index, facts }: ColumnAt,
  numbers: number,
): Promise<boolean> {
  return (
    facts.largest > Number.MAX_SAFE_INTEGER &&
    (await store.text.countMatches(index, '[0-9]{16,}')) === numbers
  );
}

/** A cell that is neither a number nor missing, cut off where it is long. */
function strayExample({ facts, format }: ColumnAt): string {
  const isStray = (value: string) => !isMissing(value, format.missing) && !isInfinite(value);
  const example = facts.spellings.find(({ value }) => isStray(value))?.value ?? '';
  return shortened(example);
}

/** `lost`: most cells are not numbers, which happens only where a person chose the type. */
function numberIssues(at: ColumnAt, beyond: number, stray: number, lost: boolean): Issue[] {
  const issues: Issue[] = [];
  const { name: column } = at;
  if (stray > 0) {
    const example = strayExample(at);
    if (lost) {
      const message = `${grouped(stray)} cells of "${column}" are not numbers, such as "${example}", so it cannot be read as numbers. Choose another type.`;
      return [finding('column_not_numbers', 'warning', message, { column, count: stray, example })];
    }
    const message =
      stray === 1
        ? `1 cell of the number column "${column}" is not a number ("${example}"); it counts as missing.`
        : `${stray} cells of the number column "${column}" are not numbers, such as "${example}"; they count as missing.`;
    issues.push(finding('values_not_numeric', 'warning', message, { column, count: stray, example }));
  }
  if (beyond > 0) {
    const count = beyond;
    const message =
      count === 1
        ? `1 value of "${column}" is infinite or too large; it counts as missing.`
        : `${count} values of "${column}" are infinite or too large; they count as missing.`;
    issues.push(finding('values_not_finite', 'warning', message, { column, count }));
  }
  return issues;
}

function judgeText(
  levels: LevelCounts,
  column: string,
): { type: ColumnType; idLike: boolean; issues: Issue[] } {
  const { distinct, rows } = levels;
  const texts = levels.levels.map((level) => level.value);
  if (distinct <= 2 && texts.every((text) => truthOf(text) !== null) && isPair(texts)) {
    return { type: 'boolean', idLike: false, issues: [] };
  }
  if (texts.filter(isDate).length >= 0.95 * texts.length) {
    return { type: 'date', idLike: false, issues: [dateIssue(column)] };
  }
  if (distinct === rows && rows >= idRows)
    return { type: 'text', idLike: true, issues: [idIssue(column, rows)] };
  const mostlyDifferent = distinct > rows / 2 && distinct > freeTextLevels;
  const longTexts = distinct > limits.levels.max && levels.length > longText;
  if (mostlyDifferent || longTexts) {
    return { type: 'text', idLike: false, issues: [freeTextIssue(column, distinct)] };
  }
  return { type: 'category', idLike: false, issues: [] };
}

/** Whether the texts are true/false or yes/no (not true/no), each in one spelling: the cells' text stays the class name. */
function isPair(texts: string[]): boolean {
  const lower = texts.map((text) => text.toLowerCase());
  return (
    lower.every((text) => text === 'true' || text === 'false') ||
    lower.every((text) => text === 'yes' || text === 'no')
  );
}

function allMissing(column: string): Issue {
  const message = `"${column}" has no values at all; it is ignored.`;
  return finding('column_all_missing', 'info', message, { column });
}

function dateIssue(column: string): Issue {
  const message = `"${column}" holds dates or times; it is ignored until you make it a feature, which turns its parts into numbers.`;
  return finding('column_date', 'info', message, { column }, [
    { kind: 'role', columns: [column], role: 'feature' },
  ]);
}

export function idIssue(column: string, rows: number): Issue {
  const message = `"${column}" is different in each of ${grouped(rows)} rows, like a name or a row number; it is ignored.`;
  return finding('column_id_like', 'info', message, { column, rows }, [ignoring(column)]);
}

function freeTextIssue(column: string, levels: number): Issue {
  const message = `"${column}" holds free text (${grouped(levels)} different texts); it is ignored.`;
  return finding('column_free_text', 'info', message, { column, levels }, [ignoring(column)]);
}
