// What a column holds, judged by all of its cells: the type, the cells that mean missing, and what a person should know of it.
import type { ColumnType } from '../contract/columnType.ts';
import type { Issue } from '../contract/issues.ts';
import { limits } from '../contract/limits.ts';
import type { CellCount, CellFacts, LevelCounts } from './cellFacts.ts';
import type { CellStore } from './cellStore.ts';
import { spellingsSeen } from './cellStore.ts';
import { finding, grouped, ignoring } from './finding.ts';
import { type Decimal, float32Max, isDate, isInfinite, isMissing, trimmed, truthOf } from './spelling.ts';

/** Up to this share of cells that are no numbers a column is still one of numbers; they are missing and said to be. */
const strayShare = 0.05;
/** From this share of whole numbers with leading zeros on (`007`) the cells are codes, not quantities. */
const codeShare = 0.01;
/** With more levels than half its rows and more than this many, text is free text. */
const freeTextLevels = 20;
/** Unique text counts as an id from this many rows on; in fewer it may be a category by chance. */
const idRows = 10;
/** Longer than a word or a short name. */
const longText = 40;

export interface ColumnKind {
  type: ColumnType;
  /** Cells that mean missing, exactly as written. */
  missing: string[];
  /** Rows without a value. */
  missingRows: number;
  /** Of what is not a number; null for numbers. */
  levels: LevelCounts | null;
  /** All different, row by row: a name, not a property. */
  idLike: boolean;
  issues: Issue[];
}

export interface ColumnAt {
  index: number;
  name: string;
  decimal: Decimal;
  facts: CellFacts;
}

export async function judgeColumn(store: CellStore, at: ColumnAt): Promise<ColumnKind> {
  const { empty, others, spellings, largest } = at.facts;
  const missing = keepPlusMinus(await missingCells(store, at), spellings);
  const infinite = sum(spellings.filter((cell) => isInfinite(cell.value)));
  const stray = others - sum(missing) - infinite;
  const large = largest > float32Max ? await store.countBeyond(at.index) : 0;
  const beyond = infinite + large;
  const numbers = store.rows - empty - others - large;
  const values = numbers + stray;
  const spelled = missing.map((cell) => cell.value);
  const common = { missing: spelled, idLike: false };
  if (values === 0 && beyond === 0) {
    return {
      ...common,
      type: 'text',
      missingRows: store.rows,
      levels: noLevels,
      issues: [allMissing(at.name)],
    };
  }
  if (numbers > 0 && stray <= strayShare * values && !(await isCode(store, at, numbers))) {
    const issues = numberIssues(at, beyond, stray);
    return { ...common, type: 'number', missingRows: store.rows - numbers, levels: null, issues };
  }
  const levels = await store.levels(at.index, spelled, spellingsSeen);
  const text = judgeText(levels, at.name);
  return { ...common, ...text, missingRows: store.rows - levels.rows, levels };
}

const noLevels: LevelCounts = { levels: [], distinct: 0, rows: 0, length: 0 };

async function missingCells(store: CellStore, { index, facts }: ColumnAt): Promise<CellCount[]> {
  if (facts.complete) return facts.spellings.filter((cell) => isMissing(cell.value));
  return store.missingCells(index);
}

/** Where `+` is a value `-` is one too. */
function keepPlusMinus(missing: CellCount[], spellings: CellCount[]): CellCount[] {
  if (!spellings.some((cell) => trimmed(cell.value) === '+')) return missing;
  return missing.filter((cell) => trimmed(cell.value) !== '-');
}

function sum(cells: CellCount[]): number {
  return cells.reduce((total, cell) => total + cell.rows, 0);
}

/** Leading zeros, or whole numbers beyond what a double holds exactly: names made of digits. */
async function isCode(store: CellStore, { index, facts }: ColumnAt, numbers: number): Promise<boolean> {
  if (facts.leadingZeros > codeShare * numbers) return true;
  return (
    facts.largest > Number.MAX_SAFE_INTEGER && (await store.countMatches(index, '[0-9]{16,}')) === numbers
  );
}

function numberIssues({ name, facts }: ColumnAt, beyond: number, stray: number): Issue[] {
  const issues: Issue[] = [];
  const column = name;
  if (stray > 0) {
    const example =
      facts.spellings.find((cell) => !isMissing(cell.value) && !isInfinite(cell.value))?.value ?? '';
    const shown = example.length > 40 ? `${example.slice(0, 40)}…` : example;
    issues.push({
      code: 'values_not_numeric',
      severity: 'warning',
      stage: 'dataset',
      message: `${stray} ${stray === 1 ? 'cell' : 'cells'} of the number column "${column}" are no numbers, such as "${shown}"; they count as missing.`,
      values: { column, count: stray, example: shown },
    });
  }
  if (beyond > 0) {
    const count = beyond;
    issues.push({
      code: 'values_not_finite',
      severity: 'warning',
      stage: 'dataset',
      message: `${count} ${count === 1 ? 'value' : 'values'} of "${column}" are infinite or too large; they count as missing.`,
      values: { column, count },
    });
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

/** true/false or yes/no, not true/no, each in one spelling: the cells' text stays the name of a class. */
function isPair(texts: string[]): boolean {
  const lower = texts.map((text) => text.toLowerCase());
  return (
    lower.every((text) => text === 'true' || text === 'false') ||
    lower.every((text) => text === 'yes' || text === 'no')
  );
}

function allMissing(column: string): Issue {
  const message = `"${column}" has no values at all; it is ignored.`;
  return { code: 'column_all_missing', severity: 'info', stage: 'dataset', message, values: { column } };
}

function dateIssue(column: string): Issue {
  const message = `"${column}" holds dates or times; it is ignored until it is made a feature, its parts becoming numbers.`;
  return finding('column_date', 'info', message, { column }, [
    { kind: 'role', columns: [column], role: 'feature' },
  ]);
}

export function idIssue(column: string, rows: number): Issue {
  const message = `"${column}" is different in each of ${grouped(rows)} rows, like a name or a number of the row; it is ignored.`;
  return finding('column_id_like', 'info', message, { column, rows }, [ignoring(column)]);
}

function freeTextIssue(column: string, levels: number): Issue {
  const message = `"${column}" holds free text (${grouped(levels)} different texts); it is ignored.`;
  return finding('column_free_text', 'info', message, { column, levels }, [ignoring(column)]);
}
