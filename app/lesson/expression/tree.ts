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

/** The quantities that a tree names, with and without arguments. */
export function namedIn(tree: Tree): (Quantity | QuantityFunction)[] {
  switch (tree.kind) {
    case 'number':
      return [];
    case 'quantity':
      return [tree.name];
    case 'quantityOf':
      return [tree.name, ...tree.of.flatMap((part) => (typeof part === 'string' ? [] : namedIn(part)))];
    case 'function':
      return tree.of.flatMap(namedIn);
    case 'negative':
    case 'not':
      return namedIn(tree.of);
    default:
      return [...namedIn(tree.left), ...namedIn(tree.right)];
  }
}

/** The texts that a tree gives to one quantity, such as the parts of `accuracy('train')`. */
export function textsGivenTo(tree: Tree, name: QuantityFunction): string[] {
  switch (tree.kind) {
    case 'number':
    case 'quantity':
      return [];
    case 'quantityOf':
      return tree.of.flatMap((part) => {
        if (typeof part === 'string') return tree.name === name ? [part] : [];
        return textsGivenTo(part, name);
      });
    case 'function':
      return tree.of.flatMap((part) => textsGivenTo(part, name));
    case 'negative':
    case 'not':
      return textsGivenTo(tree.of, name);
    default:
      return [...textsGivenTo(tree.left, name), ...textsGivenTo(tree.right, name)];
  }
}
