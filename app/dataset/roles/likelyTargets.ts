// Which columns of a table a person would probably want to predict. Each column is scored by its name, its type and number of
// levels, its position, its missing values, and its strongest association with another column in a sample of rows. The same
// table always gives the same result. The weights were chosen on the tables of test/app/dataset/roles/likelyTargets.test.ts.

import { type Reason, reason } from '../../contract/issues/reasons.ts';
import { limits } from '../../contract/limits.ts';
import type { ColumnSummary } from '../../contract/table/dataset.ts';
import type { LikelyTarget } from '../../contract/table/likelyTarget.ts';
import { isCodeName, mostCodes } from '../columns/classCodes.ts';
import { sampledStrength } from '../findings/sampledStrength.ts';
import { evenRows } from '../numbers/evenRows.ts';
import { sampleColumns } from '../table/columnSample.ts';
import type { Table } from '../table/table.ts';
import { meaningOfName, type NameMeaning } from './nameMeaning.ts';
import { spreadProblem } from './targetSpread.ts';
import { uselessColumns } from './uselessColumns.ts';

/** How many columns are proposed. */
const named = 3;
/** How many candidates are measured for association with other columns, and with how many columns each: at most a tenth of a
 *  second. */
const measured = { columns: 8, others: 30 };

/** A name outweighs everything else, and the last position outweighs types. */
const weights = {
  name: { target: 4, subject: 3.5, partly: 2.5, description: -1.5, nothing: 0 },
  position: { last: 1.2, first: 0.4 },
  type: { twoLevels: 1.2, levels: 1, manyLevels: -1.5, numbers: 1, fewNumbers: 0.3 },
  /** For an association of at least `strongEnough`; from `same` on the two columns hold the same information. */
  explained: 1,
  same: -0.5,
  /** For a column without any value. */
  missing: -3,
} as const;
const strongEnough = 0.3;
const same = 0.98;
/** A target with more classes than this is unlikely. */
const manyLevels = 50;

interface Candidate {
  column: ColumnSummary;
  name: NameMeaning;
  isLast: boolean;
  score: number;
  /** The other column with the strongest association, and its strength, 0..1. */
  best: { other: string; strength: number } | null;
}

/** At most three, the best first; empty where no column can be predicted. Rejects with AppError file_changed. */
export async function likelyTargets(table: Table): Promise<LikelyTarget[]> {
  const candidates = byScore(candidatesOf(table)).slice(0, measured.columns);
  await measure(table, candidates);
  return byScore(candidates)
    .slice(0, named)
    .map((candidate) => ({ column: candidate.column.name, reason: reasonOf(candidate) }));
}

/** With equal scores, the column further left comes first. */
function byScore(candidates: Candidate[]): Candidate[] {
  return candidates.sort((a, b) => b.score - a.score);
}

function candidatesOf(table: Table): Candidate[] {
  const useless = uselessColumns(table);
  const usable = table.columns.filter((column) => !useless.has(column.name) && canBeTarget(column, table));
  const hasZ = table.columns.some(({ name }) => name.toLowerCase() === 'z');
  return usable.map((column, index) => {
    // Next to x and z, y is a coordinate.
    const name = hasZ && column.name.toLowerCase() === 'y' ? 'description' : meaningOfName(column.name);
    const isLast = index === usable.length - 1;
    const { last, first } = weights.position;
    const score =
      weights.name[name] +
      (isLast ? last : index === 0 ? first : 0) +
      weights.type[kindOf(column)] +
      weights.missing * (column.missing / table.rows);
    return { column, name, isLast, score, best: null };
  });
}

/** Whether `proposeTask` accepts the column as a target if no task is chosen. */
function canBeTarget(column: ColumnSummary, { rows }: Table): boolean {
  const { type, distinct, missing } = column;
  if (distinct < 2 || type === 'text' || type === 'date') return false;
  if (type === 'number') return spreadProblem(column) === null;
  return distinct <= limits.classes.max && (distinct <= mostCodes || distinct * 2 <= rows - missing);
}

function kindOf({ name, type, distinct }: ColumnSummary): keyof typeof weights.type {
  if (distinct === 2) return 'twoLevels';
  if (type === 'number') return distinct > mostCodes ? 'numbers' : isCodeName(name) ? 'levels' : 'fewNumbers';
  return distinct > manyLevels ? 'manyLevels' : 'levels';
}

/** Adds each candidate's association with other columns to its score. */
async function measure(table: Table, candidates: Candidate[]): Promise<void> {
  const others = othersOf(table);
  const columns = new Set([...candidates.map(({ column }) => column), ...others]);
  const sample = await sampleColumns(table, [...columns]);
  for (const candidate of candidates) {
    const values = sample.get(candidate.column.name);
    for (const { name } of values === undefined ? [] : others) {
      const other = sample.get(name);
      if (other === undefined || name === candidate.column.name) continue;
      const strength = await sampledStrength(values!, other);
      if (strength > (candidate.best?.strength ?? 0)) candidate.best = { other: name, strength };
    }
    candidate.score += worth(candidate.best?.strength ?? 0);
  }
}

function othersOf(table: Table): ColumnSummary[] {
  const useless = uselessColumns(table);
  const all = table.columns.filter(
    ({ name, type, distinct }) =>
      !useless.has(name) && distinct > 1 && (type === 'number' || distinct <= manyLevels),
  );
  return Array.from(evenRows(all.length, measured.others), (index) => all[index]!);
}

function worth(strength: number): number {
  if (strength >= same) return weights.same;
  return weights.explained * Math.min(1, strength / strongEnough);
}

/** The strongest reason. */
function reasonOf({ column: { name: column, type, distinct }, name, isLast, best }: Candidate): Reason {
  if (name === 'target' || name === 'subject')
    return reason('target_named', `"${column}" is a usual name of a target.`, { column });
  if (name === 'partly')
    return reason('target_named_partly', `The name "${column}" sounds like a target.`, { column });
  if (isLast)
    return reason('target_last', `"${column}" is the last column, where targets often are.`, { column });
  if (best !== null && best.strength >= strongEnough && best.strength < same) {
    const values = { column, other: best.other, strength: Number(best.strength.toPrecision(2)) };
    const message = `"${column}" is associated with "${best.other}" (${values.strength}, where 1 is the most).`;
    return reason('target_explained', message, values);
  }
  if (type === 'number' && distinct > 2)
    return reason('target_of_numbers', `"${column}" is a column of numbers.`, { column });
  const values = { column, classes: distinct };
  return reason(
    'target_of_classes',
    `"${column}" has ${distinct} different values, which can be classes.`,
    values,
  );
}
