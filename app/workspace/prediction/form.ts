// The columns that a model reads as a form: ranges, levels, and what to start from. What only the training table knows is there while
// that table is open.
import { setImmediate } from 'node:timers/promises';
import type { InputPreparation, TargetPreparation } from '../../contract/model.ts';
import type { Bins, Form, FormColumn } from '../../contract/run/prediction.ts';
import type { Decimal } from '../../dataset/values/spelling.ts';
import { truthOf } from '../../dataset/values/spelling.ts';
import { binned, rangeOf } from '../../evaluation/spread.ts';
import type { Ground } from '../table/ground.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { modelInUse, trainingGround } from './modelInUse.ts';

/** Cells of the training rows that are looked at for pictures: a second at most. */
const mostCells = 30_000_000;

type Numeric = Extract<InputPreparation, { kind: 'numeric' }>;
type OneHot = Extract<InputPreparation, { kind: 'oneHot' }>;

/** Throws what modelInUse throws. */
export async function formOf(session: WorkspaceSession, runId: string): Promise<Form> {
  const model = await modelInUse(session, runId);
  const { inputs, target } = model.preparation;
  const ground = await trainingGround(session, runId);
  const columns: FormColumn[] = [];
  let left = mostCells;
  for (const input of inputs) {
    const looked = ground !== null && left > 0 ? ground : null;
    left -= looked?.table.rows ?? 0;
    columns.push(await columnOf(input, looked));
    await setImmediate();
  }
  return {
    columns,
    target: await targetOf(target, ground),
    rows: session.open?.table.rows ?? 0,
    calibrated: model.calibration?.rows ?? 0,
    networks: model.members.length,
  };
}

/** A number as the form's column writes it. */
export function writtenNumber(value: number, decimal: Decimal): string {
  return decimal === '.' ? String(value) : String(value).replace('.', ',');
}

async function columnOf(input: InputPreparation, ground: Ground | null): Promise<FormColumn> {
  const { column } = input;
  if (input.kind === 'numeric') return numberColumn(input, ground);
  if (input.kind === 'date') {
    const { first, parts, indicator } = input;
    const clock = parts.some(({ part }) => part === 'hour');
    const typical = ground === null ? null : await middleLevel(ground, column);
    return { kind: 'date', column, first, clock, typical, empty: indicator ? 'learned' : 'replaced' };
  }
  const levels = input.levels.filter((level) => level !== '');
  const truths = levels.length === 2 && levels.every((level) => truthOf(level) !== null);
  if (input.kind === 'ordinal') {
    const typical = levels[Math.round(input.median)] ?? levels[0] ?? null;
    return {
      kind: 'level',
      column,
      levels,
      truths,
      typical,
      empty: input.indicator ? 'learned' : 'replaced',
    };
  }
  const typical = (ground === null ? null : await mostFrequent(ground, input)) ?? levels[0] ?? null;
  const empty = input.levels.includes('') ? 'learned' : 'unseen';
  return { kind: 'level', column, levels, truths, typical, empty };
}

async function numberColumn(input: Numeric, ground: Ground | null): Promise<FormColumn> {
  const { column, min, max, median, unit, decimal = '.', indicator } = input;
  const values = ground === null ? null : await trainingNumbers(ground, column);
  const range = min === undefined || max === undefined ? values && rangeOf(values) : { min, max };
  const known = values?.filter((value) => !Number.isNaN(value));
  return {
    kind: 'number',
    column,
    ...(unit === undefined ? {} : { unit }),
    decimal,
    range,
    whole: known === undefined ? null : known.every(Number.isInteger),
    training: values === null || range === null ? null : binned(values, range),
    typical: writtenNumber(median, decimal),
    empty: indicator ? 'learned' : 'replaced',
  };
}

/** The training rows' numbers; NaN where missing. */
export async function trainingNumbers({ table, split }: Ground, column: string): Promise<Float64Array> {
  const all = await table.numbers(column);
  return Float64Array.from(split.train, (row) => all[row]!);
}

async function mostFrequent({ table, split }: Ground, { column, levels: known }: OneHot) {
  const { codes, levels } = await table.categories(column);
  const rows = new Uint32Array(levels.length);
  for (const row of split.train) if (codes[row]! >= 0) rows[codes[row]!]! += 1;
  let best: string | null = null;
  let most = 0;
  for (const [code, level] of levels.entries())
    if (rows[code]! > most && known.includes(level)) [best, most] = [level, rows[code]!];
  return best;
}

/** A date in the middle of the training rows, by code point of its text. */
async function middleLevel({ table, split }: Ground, column: string): Promise<string | null> {
  const { codes, levels } = await table.categories(column);
  const some = split.train
    .map((row) => codes[row]! + 1)
    .filter((code) => code > 0)
    .sort();
  const middle = some[Math.floor(some.length / 2)];
  return middle === undefined ? null : (levels[middle - 1] ?? null);
}

async function targetOf(target: TargetPreparation, ground: Ground | null): Promise<Form['target']> {
  if (target.kind === 'class') return { kind: 'class', column: target.column, classes: target.classes };
  const targets: { name: string; unit?: NonNullable<Numeric['unit']>; training: Bins | null }[] = [];
  for (const { name, unit } of target.columns) {
    const values = ground === null ? null : await trainingNumbers(ground, name);
    const range = values && rangeOf(values);
    const training = values === null || range === null ? null : binned(values, range);
    targets.push({ name, ...(unit === undefined ? {} : { unit }), training });
  }
  return { kind: 'numeric', targets };
}
