// Columns with the same information: numbers that are almost perfectly correlated, levels that correspond one to one. Candidate
// pairs are found on a sample of rows and confirmed on all rows.

import type { Issue, IssueOf } from '../../contract/issues/issues.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import { finding, ignoring } from '../issues/dataIssue.ts';
import { grouped } from '../issues/figures.ts';
import { evenRows } from '../numbers/evenRows.ts';
import { moments } from '../numbers/moments.ts';
import { inSteps } from '../resources/inSteps.ts';
import type { Pause } from '../resources/skippablePause.ts';
import type { Table } from '../table/table.ts';
import { correlation } from './association.ts';

type Alike = IssueOf<'columns_alike'> | IssueOf<'columns_one_to_one'>;

/** Sample rows that decide which pairs are compared on all rows. */
const sampleRows = 1_000;
/** With fewer rows, some pair of many columns correlates by chance. */
const fewestRows = 10;
/** The number of pairs grows with the square: in wider tables only the first columns are compared. */
const mostColumns = 400;
/** With at least this correlation two columns hold the same information. */
const same = 0.999;
/** Correlation that the sample must show first. */
const sampleSame = 0.99;
/** How many pairs are compared on all rows; each comparison reads both columns whole. */
const mostCompared = 40;
const mostLevels = 1_000;

/** From so many pairs on, one finding tells all of them. */
const mostSingle = 5;
/** Pairs that it names. */
const mostNamed = 3;

/** Reports each column at most once, with the first column that it is like; many of them together. */
export async function alikeColumns(table: Table, pause: Pause): Promise<Issue[]> {
  if (table.rows < fewestRows) return [];
  const found = [...(await alikeNumbers(table, pause)), ...(await alikeLevels(table, pause))];
  return found.length < mostSingle ? found : [manyAlike(found)];
}

function manyAlike(found: readonly Alike[]): Issue {
  const columns = found.map(({ values }) => values.column);
  const pairs = found
    .slice(0, mostNamed)
    .map(({ values: { column, other } }) => `"${column}" ("${other}")`)
    .join(', ');
  const more = found.length > mostNamed ? ', …' : '';
  const message = `${grouped(found.length)} columns hold the same information as another column, named in brackets: ${pairs}${more}. One of each pair is enough.`;
  const values = { count: found.length, columns: `${pairs}${more}` };
  return finding('columns_alike_many', 'warning', message, values, [ignoring(...columns)]);
}

async function alikeNumbers(table: Table, pause: Pause): Promise<Alike[]> {
  const names = table.columns
    .filter(({ type, distinct }) => type === 'number' && distinct > 1)
    .slice(0, mostColumns)
    .map(({ name }) => name);
  const rows = evenRows(table.rows, sampleRows);
  const samples: Float64Array[] = [];
  for (const name of names) {
    samples.push(standardized(await table.numbers(name), rows));
    await pause();
  }
  const issues: Alike[] = [];
  let compared = 0;
  for (const [k, name] of names.entries()) {
    for (let j = 0; j < k && compared < mostCompared; j++) {
      if (Math.abs(product(samples[j]!, samples[k]!)) < sampleSame) continue;
      compared++;
      const found = await alikeOverAll(table, names[j]!, name);
      await pause();
      if (found === null) continue;
      issues.push(found);
      break;
    }
    if (k % 10 === 9) await pause();
  }
  return issues;
}

/** Values with mean 0 and 2-norm 1; missing ones get the mean. All 0 where all values are equal. */
function standardized(values: Float64Array, rows: Uint32Array): Float64Array {
  const known = Float64Array.from(rows, (row) => values[row]!).filter((value) => !Number.isNaN(value));
  const { mean, deviation } = moments(known);
  const length = deviation * Math.sqrt(known.length);
  return Float64Array.from(rows, (row) => {
    const value = values[row]!;
    return Number.isNaN(value) || !(length > 0) ? 0 : (value - mean) / length;
  });
}

function product(first: Float64Array, second: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < first.length; i++) sum += first[i]! * second[i]!;
  return sum;
}

async function alikeOverAll(table: Table, other: string, column: string): Promise<Alike | null> {
  const [first, second] = [await table.numbers(other), await table.numbers(column)];
  let rows = 0;
  for (let row = 0; row < first.length; row++) {
    if (Number.isNaN(first[row]) || Number.isNaN(second[row])) continue;
    first[rows] = first[row]!;
    second[rows++] = second[row]!;
  }
  const found = await correlation(first.subarray(0, rows), second.subarray(0, rows));
  if (found === null || rows < fewestRows || Math.abs(found) < same) return null;
  // Shown as 1 only if it differs from 1 by no more than rounding errors.
  const shown = 1 - Math.abs(found) < 1e-9 ? Math.sign(found) : Math.trunc(found * 1e6) / 1e6;
  const message = `"${column}" holds the same information as "${other}": their correlation is ${shown} over ${grouped(rows)} rows. One of them is enough.`;
  const values = { column, other, correlation: shown, rows };
  return finding('columns_alike', 'warning', message, values, [ignoring(column), ignoring(other)]);
}

/** Compares categories, and whole numbers that are few enough to be codes of categories. */
async function alikeLevels(table: Table, pause: Pause): Promise<Alike[]> {
  const issues: Alike[] = [];
  // The column of files is not learned from, so it is in nobody's way.
  const columns = table.columns.filter(({ name }) => name !== table.fileColumn);
  for (const names of candidates(columns)) {
    const rows = evenRows(table.rows, sampleRows);
    const samples: Int32Array[] = [];
    for (const { name } of names) {
      const { codes } = await table.categories(name);
      samples.push(Int32Array.from(rows, (row) => codes[row]!));
      await pause();
    }
    for (const [k, { name, type, distinct }] of names.entries()) {
      for (let j = 0; j < k; j++) {
        if (type === 'number' && names[j]!.type === 'number') continue;
        if (!oneToOne(samples[j]!, samples[k]!, 0, rows.length, new Map(), new Map())) continue;
        const found = await standForEachOther(table, names[j]!.name, name);
        await pause();
        if (!found) continue;
        issues.push(alike(name, names[j]!.name, distinct));
        break;
      }
    }
  }
  return issues;
}

/** Groups of columns that have the same number of levels. */
function candidates(columns: readonly ColumnSummary[]): ColumnSummary[][] {
  const groups = new Map<number, ColumnSummary[]>();
  for (const column of columns.slice(0, mostColumns)) {
    const { type, distinct, whole } = column;
    const levels = type === 'category' || type === 'boolean' || (type === 'number' && whole);
    if (levels && distinct > 1 && distinct <= mostLevels)
      groups.set(distinct, [...(groups.get(distinct) ?? []), column]);
  }
  return [...groups.values()].filter(
    (group) => group.some(({ type }) => type !== 'number') && group.length > 1,
  );
}

async function standForEachOther(table: Table, other: string, column: string): Promise<boolean> {
  const [{ codes: first }, { codes: second }] = [
    await table.categories(other),
    await table.categories(column),
  ];
  const [to, back] = [new Map<number, number>(), new Map<number, number>()];
  let all = true;
  await inSteps(first.length, (from, end) => {
    all &&= oneToOne(first, second, from, end, to, back);
  });
  return all && to.size > 1;
}

/** Whether in these rows the levels of both columns correspond one to one. Rows where either is missing are ignored. */
function oneToOne(
  first: Int32Array,
  second: Int32Array,
  from: number,
  end: number,
  to: Map<number, number>,
  back: Map<number, number>,
): boolean {
  for (let row = from; row < end; row++) {
    const [a, b] = [first[row]!, second[row]!];
    if (a < 0 || b < 0) continue;
    const [known, knownBack] = [to.get(a), back.get(b)];
    if ((known ?? b) !== b || (knownBack ?? a) !== a) return false;
    if (known === undefined) {
      to.set(a, b);
      back.set(b, a);
    }
  }
  return true;
}

function alike(column: string, other: string, levels: number): Alike {
  const message = `"${column}" holds the same information as "${other}": each of its ${grouped(levels)} categories goes with one category of the other. One of them is enough.`;
  const remedies = [ignoring(column), ignoring(other)];
  return finding('columns_one_to_one', 'warning', message, { column, other, levels }, remedies);
}
