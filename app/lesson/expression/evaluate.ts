// Computes an expression of a lesson. A quantity that is not known is null, and so is every number that is made of it or is not finite. A
// comparison with null is null, and null decides nothing: `null and false` is false, `null or true` is true.
import type { NumberFunction, Quantity, QuantityFunction } from '../../contract/lesson/quantities.ts';
import type { Arithmetic, Comparison, ConditionTree, NumberTree } from './tree.ts';

/** The values that expressions name, as they are now. */
export interface KnownValues {
  quantity(name: Quantity): number | null;
  /** Layers, units, inputs and outputs are whole numbers from 1, parts and optimizers are texts. */
  quantityOf(name: QuantityFunction, of: readonly (number | string)[]): number | null;
}

const arithmetic: Record<Arithmetic, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};
const comparisons: Record<Comparison, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

export function numberOf(tree: NumberTree, known: KnownValues): number | null {
  const value = computed(tree, known);
  return value === null || !Number.isFinite(value) ? null : value;
}

function computed(tree: NumberTree, known: KnownValues): number | null {
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'quantity':
      return known.quantity(tree.name);
    case 'quantityOf':
      return ofArguments(tree, known);
    case 'function': {
      const values = tree.of.map((part) => numberOf(part, known));
      return values.some((value) => value === null) ? null : functions[tree.name](...(values as number[]));
    }
    case 'negative': {
      const value = numberOf(tree.of, known);
      return value === null ? null : -value;
    }
    case 'arithmetic': {
      const [left, right] = [numberOf(tree.left, known), numberOf(tree.right, known)];
      return left === null || right === null ? null : arithmetic[tree.operator](left, right);
    }
  }
}

const functions: Record<NumberFunction, (...values: number[]) => number> = {
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  log10: Math.log10,
  round: Math.round,
};

function ofArguments(tree: NumberTree & { kind: 'quantityOf' }, known: KnownValues): number | null {
  const given: (number | string)[] = [];
  for (const part of tree.of) {
    const value = typeof part === 'string' ? part : numberOf(part, known);
    if (value === null || (typeof value === 'number' && (!Number.isInteger(value) || value < 1))) return null;
    given.push(value);
  }
  return known.quantityOf(tree.name, given);
}

/** Whether the condition holds; null where that depends on a quantity that is not known. */
export function holds(tree: ConditionTree, known: KnownValues): boolean | null {
  switch (tree.kind) {
    case 'not': {
      const value = holds(tree.of, known);
      return value === null ? null : !value;
    }
    case 'and':
    case 'or': {
      const decides = tree.kind === 'or';
      const [left, right] = [holds(tree.left, known), holds(tree.right, known)];
      if (left === decides || right === decides) return decides;
      return left === null || right === null ? null : !decides;
    }
    case 'comparison': {
      const [left, right] = [numberOf(tree.left, known), numberOf(tree.right, known)];
      return left === null || right === null ? null : comparisons[tree.operator](left, right);
    }
  }
}
