// The sentences about cells that a model cannot use as they stand: a CellProblem -> an Issue.
import type { Issue } from '../../contract/issues/issues.ts';
import type { InputPreparation } from '../../contract/model.ts';
import { type CellProblem, cellProblemKinds } from '../../contract/run/cellProblems.ts';
import { finding } from '../issues/dataIssue.ts';
import { grouped, rounded } from '../issues/figures.ts';

/** The most serious first; of equal ones that with more cells. `inputs` are the model's. */
export function cellIssues(problems: readonly CellProblem[], inputs: readonly InputPreparation[]): Issue[] {
  const kinds = new Map(inputs.map(({ column, kind }) => [column, kind]));
  const rank = ({ kind }: CellProblem) => cellProblemKinds.indexOf(kind);
  return problems
    .toSorted((a, b) => rank(a) - rank(b) || b.cells - a.cells)
    .map((problem) => cellIssue(problem, kinds.get(problem.column) === 'date'));
}

function cellIssue(problem: CellProblem, isDate: boolean): Issue {
  switch (problem.kind) {
    case 'unreadable':
      return isDate ? notDates(problem) : notNumbers(problem);
    case 'unknownLevel':
      return unknown(problem);
    case 'outOfRange':
      return outOfRange(problem);
    case 'missing':
      return missing(problem);
  }
}

function notNumbers(problem: CellProblem): Issue {
  const { imputed } = problem;
  const [is, they] =
    problem.cells === 1 ? ['is not a number', 'It counts'] : ['are not numbers', 'They count'];
  const instead = imputed === undefined ? '' : `: ${figure(imputed)} is used instead`;
  const message = `${subject(problem)} ${is} (${where(problem)}): ${examplesOf(problem)}. ${they} as missing${instead}.`;
  const values = { ...valuesOf(problem), examples: examplesOf(problem), ...imputedOf(problem) };
  return finding('cells_not_numbers', 'warning', message, values);
}

function notDates(problem: CellProblem): Issue {
  const [is, they] = problem.cells === 1 ? ['is not a date', 'It counts'] : ['are not dates', 'They count'];
  const message = `${subject(problem)} ${is} (${where(problem)}): ${examplesOf(problem)}. ${they} as missing.`;
  return finding('cells_not_dates', 'warning', message, {
    ...valuesOf(problem),
    examples: examplesOf(problem),
  });
}

function unknown(problem: CellProblem): Issue {
  const has = problem.cells === 1 ? 'has' : 'have';
  const message = `${subject(problem)} ${has} a category that the model has never seen (${where(problem)}): ${examplesOf(problem)}.`;
  return finding('cells_unknown', 'warning', message, {
    ...valuesOf(problem),
    examples: examplesOf(problem),
  });
}

function outOfRange(problem: CellProblem): Issue {
  const { cells, part, range, far = 0 } = problem;
  const edge = (value = 0) => (part === 'time' ? dateText(value) : value);
  const [min, max] = [edge(range?.min), edge(range?.max)];
  const shown = (value: string | number) => (typeof value === 'number' ? figure(value) : value);
  const is = `${cells === 1 ? 'is' : 'are'}${far === 0 ? ' slightly' : ''}`;
  const what = part === undefined || part === 'time' ? '' : ` by the ${part}`;
  const message = `${subject(problem)} ${is} outside the range of the training rows${what}, ${shown(min)} to ${shown(max)} (${where(problem)}): ${examplesOf(problem)}.`;
  const values = {
    ...valuesOf(problem),
    ...{ examples: examplesOf(problem), min, max },
    ...(part === undefined ? {} : { part }),
  };
  if (far === 0) return finding('cells_near_range', 'info', message, values);
  return finding('cells_out_of_range', 'warning', message, values);
}

function missing(problem: CellProblem): Issue {
  const is = problem.cells === 1 ? 'is' : 'are';
  const begin = `${subject(problem)} ${is} missing (${where(problem)})`;
  const { imputed, learned } = problem;
  if (learned) {
    const message = `${begin}, as some were in training: the model has an input for that.`;
    return finding('cells_missing_learned', 'info', message, valuesOf(problem));
  }
  const instead = imputed === undefined ? '' : `: ${figure(imputed)} is used instead`;
  const values = { ...valuesOf(problem), ...imputedOf(problem) };
  return finding('cells_missing', 'info', `${begin}${instead}.`, values);
}

function subject({ column, cells }: CellProblem): string {
  return `${grouped(cells)} ${cells === 1 ? 'cell' : 'cells'} of "${column}"`;
}

function where(problem: CellProblem): string {
  return `${problem.cells === 1 ? 'line' : 'lines'} ${linesOf(problem)}`;
}

/** The first lines, with an ellipsis where there are more. */
function linesOf({ cells, first }: CellProblem): string {
  return [...first.map(({ line }) => grouped(line)), ...(cells > first.length ? ['…'] : [])].join(', ');
}

function examplesOf({ first }: CellProblem): string {
  return [...new Set(first.map(({ value }) => `"${value ?? ''}"`))].join(', ');
}

function valuesOf(problem: CellProblem) {
  return { column: problem.column, cells: problem.cells, lines: linesOf(problem) };
}

function imputedOf({ imputed }: CellProblem): { imputed?: number } {
  return imputed === undefined ? {} : { imputed: rounded(imputed) };
}

function figure(value: number): string {
  return grouped(rounded(value));
}

/** @param days since 1970-01-01. */
function dateText(days: number): string {
  const date = new Date(Math.floor(days) * 86_400_000);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, 10);
}
