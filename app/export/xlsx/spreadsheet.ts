// Cells with formulas, computed when they are asked for. It knows the functions that writers of models use, and no others.
import { errorFunction } from '../portable/errorFunction.ts';
import { type CellPlace, FormulaError, formulaTree, type Tree } from './formulaTree.ts';

type Single = number | string | boolean;
/** A range is the list of its values, line by line; an empty cell is ''. */
type Value = Single | Single[];

export interface SheetCell {
  /** Of a formula what was stored for it when the workbook was saved; it is not read. */
  value?: number | string;
  formula?: string;
}
interface KeptCell extends SheetCell {
  tree?: Tree;
  result?: Single;
  /** In which round the result was computed. */
  round?: number;
}

export class Spreadsheet {
  private round = 0;

  /** Sheets by name, cells by row and column, from 0. */
  constructor(private readonly sheets: ReadonlyMap<string, KeptCell[][]>) {}

  set(sheet: string, { row, column }: CellPlace, value: number | string): void {
    const lines = this.linesOf(sheet);
    lines[row] ??= [];
    lines[row][column] = { value };
    this.round += 1;
  }

  at(sheet: string, { row, column }: CellPlace): Single {
    const cell = this.linesOf(sheet)[row]?.[column];
    if (cell?.formula === undefined) return cell?.value ?? '';
    if (cell.round === this.round) return cell.result!;
    cell.tree ??= formulaTree(cell.formula);
    const result = single(this.valueOf(cell.tree, sheet));
    Object.assign(cell, { result, round: this.round });
    return result;
  }

  private linesOf(sheet: string): KeptCell[][] {
    const lines = this.sheets.get(sheet);
    if (lines === undefined) throw new FormulaError(`There is no sheet "${sheet}".`);
    return lines;
  }

  private valueOf(tree: Tree, sheet: string): Value {
    switch (tree.kind) {
      case 'constant':
        return tree.value;
      case 'cells':
        return this.cells(tree, tree.sheet || sheet);
      case 'operator': {
        const compute = operators[tree.sign]!;
        return paired(this.valueOf(tree.left, sheet), this.valueOf(tree.right, sheet), compute);
      }
      case 'call':
        return this.call(tree, sheet);
    }
  }

  private cells({ from, to, single: one }: Extract<Tree, { kind: 'cells' }>, sheet: string): Value {
    if (one) return this.at(sheet, from);
    const values: Single[] = [];
    for (let row = from.row; row <= to.row; row++)
      for (let column = from.column; column <= to.column; column++)
        values.push(this.at(sheet, { row, column }));
    return values;
  }

  private call({ name, inputs }: Extract<Tree, { kind: 'call' }>, sheet: string): Value {
    // Only one of the two is computed, as the other may not be a number.
    if (name === 'IF')
      return this.valueOf(single(this.valueOf(inputs[0]!, sheet)) ? inputs[1]! : inputs[2]!, sheet);
    if (name === 'ROW') return rowsOf(inputs[0]!);
    const known = functions[name];
    if (known === undefined) throw new FormulaError(`The function ${name} is not known here.`);
    return known(...inputs.map((input) => this.valueOf(input, sheet)));
  }
}

function rowsOf(range: Tree): number[] {
  if (range.kind !== 'cells') throw new Error('ROW needs cells.');
  return Array.from({ length: range.to.row - range.from.row + 1 }, (_, k) => range.from.row + k + 1);
}

const single = (value: Value): Single => (Array.isArray(value) ? (value[0] ?? '') : value);
const list = (value: Value): Single[] => (Array.isArray(value) ? value : [value]);
const numbers = (values: readonly Value[]) =>
  values
    .flatMap(list)
    .filter((value) => value !== '')
    .map(Number);

/** Element by element; a single value goes with each element. */
function paired(left: Value, right: Value, compute: (a: Single, b: Single) => Single): Value {
  if (!Array.isArray(left) && !Array.isArray(right)) return compute(left, right);
  const [a, b] = [list(left), list(right)];
  return Array.from({ length: Math.max(a.length, b.length) }, (_, k) =>
    compute(a.length === 1 ? a[0]! : a[k]!, b.length === 1 ? b[0]! : b[k]!),
  );
}

const operators: Record<string, (a: Single, b: Single) => Single> = {
  '+': (a, b) => Number(a) + Number(b),
  '-': (a, b) => Number(a) - Number(b),
  '*': (a, b) => Number(a) * Number(b),
  '/': (a, b) => Number(a) / Number(b),
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '&': (a, b) => `${a}${b}`,
};

const ofNumber = (compute: (x: number) => number) => (value: Value) => compute(Number(single(value)));
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const functions: Record<string, (...inputs: Value[]) => Value> = {
  ABS: ofNumber(Math.abs),
  EXP: ofNumber(Math.exp),
  LN: ofNumber(Math.log),
  SIGN: ofNumber(Math.sign),
  SQRT: ofNumber(Math.sqrt),
  TANH: ofNumber(Math.tanh),
  NORMSDIST: ofNumber((x) => 0.5 + 0.5 * errorFunction(x / Math.SQRT2)),
  // The other input says to which digit: always to whole numbers.
  ROUNDUP: ofNumber((x) => Math.sign(x) * Math.ceil(Math.abs(x))),
  ISNUMBER: (value) => typeof single(value) === 'number',
  MID: (text, from, count) => {
    const start = Number(single(from)) - 1;
    return String(single(text)).slice(start, start + Number(single(count)));
  },
  LOWER: (value) => String(single(value)).toLowerCase(),
  EXACT: (left, right) => paired(left, right, (a, b) => String(a) === String(b)),
  NOT: (value) => !single(value),
  OR: (...values) => values.flatMap(list).some(Boolean),
  MAX: (...values) =>
    numbers(values).reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  MIN: (...values) =>
    numbers(values).reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  SUM: (...values) => sumOf(numbers(values)),
  AVERAGE: (...values) => sumOf(numbers(values)) / numbers(values).length,
  VARP: (...values) => {
    const all = numbers(values);
    const mean = sumOf(all) / all.length;
    return sumOf(all.map((value) => (value - mean) ** 2)) / all.length;
  },
  SUMPRODUCT: (first, second) =>
    sumOf(list(second === undefined ? first : paired(first, second, operators['*']!)).map(Number)),
  MATCH: (value, range) => list(range).indexOf(single(value)) + 1,
  INDEX: (range, at) => list(range)[Number(single(at)) - 1]!,
};
