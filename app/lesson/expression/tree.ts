// An expression of a lesson as a tree: what `readExpression.ts` makes of its text, and what `evaluate.ts` computes. A tree is either a number or a
// condition; readExpression.ts has made sure that each part is of the kind that is needed there.
import type { NumberFunction, Quantity, QuantityFunction } from '../../contract/lesson/quantities.ts';

export type Arithmetic = '+' | '-' | '*' | '/';
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

export type NumberTree =
  | { kind: 'number'; value: number }
  | { kind: 'quantity'; name: Quantity }
  /** Text arguments name a part of the split or an optimizer. */
  | { kind: 'quantityOf'; name: QuantityFunction; of: (NumberTree | string)[] }
  | { kind: 'function'; name: NumberFunction; of: NumberTree[] }
  | { kind: 'negative'; of: NumberTree }
  | { kind: 'arithmetic'; operator: Arithmetic; left: NumberTree; right: NumberTree };

export type ConditionTree =
  | { kind: 'comparison'; operator: Comparison; left: NumberTree; right: NumberTree }
  | { kind: 'and' | 'or'; left: ConditionTree; right: ConditionTree }
  | { kind: 'not'; of: ConditionTree };

export type Tree = NumberTree | ConditionTree;

export function isCondition(tree: Tree): tree is ConditionTree {
  return tree.kind === 'comparison' || tree.kind === 'and' || tree.kind === 'or' || tree.kind === 'not';
}

/** A quantity with its arguments. */
export type Call = NumberTree & { kind: 'quantityOf' };

/** The quantities with arguments in a tree, those in arguments too. */
export function callsIn(tree: Tree): Call[] {
  const inside = partsOf(tree).flatMap(callsIn);
  return tree.kind === 'quantityOf' ? [tree, ...inside] : inside;
}

/** The quantities that a tree names, with and without arguments. */
export function namedIn(tree: Tree): (Quantity | QuantityFunction)[] {
  const inside = partsOf(tree).flatMap(namedIn);
  return tree.kind === 'quantity' || tree.kind === 'quantityOf' ? [tree.name, ...inside] : inside;
}

/** The texts that a tree gives to one quantity, such as the parts of `accuracy('train')`. */
export function textsGivenTo(tree: Tree, name: QuantityFunction): string[] {
  return callsIn(tree).flatMap((call) =>
    call.name === name ? call.of.filter((part) => typeof part === 'string') : [],
  );
}

function partsOf(tree: Tree): Tree[] {
  switch (tree.kind) {
    case 'number':
    case 'quantity':
      return [];
    case 'quantityOf':
      return tree.of.filter((part) => typeof part !== 'string');
    case 'function':
      return tree.of;
    case 'negative':
    case 'not':
      return [tree.of];
    default:
      return [tree.left, tree.right];
  }
}
