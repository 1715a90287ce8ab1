// The user's columns as the network's inputs `x0`, `x1`, ..., in SQL.
import { float32Max } from '../../contract/limits.ts';
import type { PortableModel } from '../portable/portableModel.ts';
import { type PreparationStep, preparationSteps, type RawNumber } from '../portable/preparationSteps.ts';
import type { Column, SqlSteps } from './sqlSteps.ts';
import { number, quotedName, quotedText } from './sqlText.ts';

/** Adds the steps `raw` (the columns that the model reads, as numbers and texts) and `inputs`. @param from a table with the user's columns. */
export function addInputs(steps: SqlSteps, { rawInputs, model }: PortableModel, from: string): string {
  const raw = rawInputs.map(({ kind, name }, k) => ({
    name: `r${k}`,
    expression: kind === 'number' ? numberOf(quotedName(name)) : textOf(quotedName(name)),
  }));
  const preparation = preparationSteps(model.preparation);
  const found = preparation.flatMap(foundColumns);
  const before = steps.add('raw', raw, from);
  const known = steps.add(
    'known',
    [...raw.map(({ name }) => ({ name, expression: name })), ...found],
    before,
  );
  return steps.add('inputs', preparation.flatMap(inputColumns), known);
}

/** Neither NULL, nor NaN, nor beyond float32, nor a text without a number, which SQLite takes for 0 (an empty cell of a CSV file is one). */
const numberOf = (name: string) =>
  `CASE WHEN abs(${name}) = 0 AND CAST(${name} AS VARCHAR) NOT LIKE '%0%' THEN NULL WHEN abs(${name}) <= ${number(float32Max)} THEN CAST(${name} AS DOUBLE) END`;
const textOf = (name: string) => `coalesce(trim(CAST(${name} AS VARCHAR)), '')`;

/** The number of a step, before it is scaled: its missing ones filled. */
function foundColumns(step: PreparationStep): Column[] {
  if (step.kind !== 'number') return [];
  return [{ name: `k${step.at}`, expression: `coalesce(${rawOf(step)}, ${number(step.fill)})` }];
}

function rawOf({ raw, levels }: RawNumber): string {
  if (levels === null) return `r${raw}`;
  const cases = levels.map((level, k) => `WHEN ${quotedText(level)} THEN ${number(k)}`);
  return levels.length === 0 ? 'CAST(NULL AS DOUBLE)' : `CASE r${raw} ${cases.join(' ')} END`;
}

function inputColumns(step: PreparationStep): Column[] {
  if (step.kind === 'levels') return levelColumns(step);
  if (step.kind === 'missing') {
    const any = step.of.map((of) => `${rawOf(of)} IS NULL`).join(' OR ');
    return [{ name: `x${step.at}`, expression: `CASE WHEN ${any} THEN 1e0 ELSE 0e0 END` }];
  }
  const { at, log, mean, scale, limit } = step;
  const known = `k${at}`;
  const scaled = `((${log ? logOf(known) : known}) - ${number(mean)}) / ${number(scale)}`;
  const limited = `CASE WHEN ${scaled} > ${number(limit)} THEN ${number(limit)} WHEN ${scaled} < ${number(-limit)} THEN ${number(-limit)} ELSE ${scaled} END`;
  return [{ name: `x${at}`, expression: limited }];
}

/** sign(x) log(1 + |x|); near 0, where 1 + |x| loses digits, by its series. */
const logOf = (x: string) =>
  `CASE WHEN abs(${x}) < 1e-4 THEN ${x} - ${x} * abs(${x}) / 2e0 + ${x} * ${x} * ${x} / 3e0 WHEN ${x} < 0e0 THEN -ln(1e0 - ${x}) ELSE ln(1e0 + ${x}) END`;

function levelColumns({ at, raw, levels, others }: Extract<PreparationStep, { kind: 'levels' }>): Column[] {
  const columns = levels.map((level, k) => ({
    name: `x${at + k}`,
    expression: `CASE WHEN r${raw} = ${quotedText(level)} THEN 1e0 ELSE 0e0 END`,
  }));
  if (!others) return columns;
  const none =
    levels.length === 0
      ? '1e0'
      : `CASE WHEN r${raw} IN (${levels.map(quotedText).join(', ')}) THEN 0e0 ELSE 1e0 END`;
  return [...columns, { name: `x${at + levels.length}`, expression: none }];
}
