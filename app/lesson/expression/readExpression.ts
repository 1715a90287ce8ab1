// Reads an expression of a lesson's file: jsep makes a tree of its text without evaluating anything, and only the parts that docs/lessons.md
// names are taken over. A mistake is a sentence.
import jsep, { type Expression } from 'jsep';
import {
  type NumberFunction,
  numberFunctions,
  type Quantity,
  type QuantityArgument,
  type QuantityFunction,
  quantities,
  quantityFunctions,
} from '../../contract/lesson/quantities.ts';
import { nearNames } from '../../contract/nearNames.ts';
import { parts } from '../../contract/run/parts.ts';
import { optimizers } from '../../contract/spec/optimizers.ts';
import { type Comparison, type ConditionTree, isCondition, type NumberTree, type Tree } from './tree.ts';

/** More than any lesson needs, and little enough that no expression is too deep. */
const longest = 300;

jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeAllLiterals();
for (const [precedence, operators] of [
  ['or'],
  ['and'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
].entries())
  for (const operator of operators) jsep.addBinaryOp(operator, precedence + 1);
for (const operator of ['-', '+', 'not']) jsep.addUnaryOp(operator);

/** What is wrong with an expression. `name`: a name in it that is unknown. */
export interface ExpressionMistake {
  why: string;
  name?: { kind: 'quantity' | 'function'; found: string; known: string[] };
}
export type ReadExpression<Kind> = { tree: Kind; mistake: null } | { tree: null; mistake: ExpressionMistake };

class Refused extends Error {
  readonly mistake: ExpressionMistake;

  constructor(mistake: ExpressionMistake) {
    super(mistake.why);
    this.mistake = mistake;
  }
}

function refuse(why: string): never {
  throw new Refused({ why });
}

/** Never throws. */
export function readNumber(text: string): ReadExpression<NumberTree> {
  return reading(text, asNumber);
}

/** Never throws. */
export function readCondition(text: string): ReadExpression<ConditionTree> {
  return reading(text, asCondition);
}

function reading<Kind>(text: string, as: (tree: Tree) => Kind): ReadExpression<Kind> {
  try {
    if (text.length > longest) refuse(`It has ${text.length} characters; ${longest} is the limit.`);
    return { tree: as(treeOf(parsed(text))), mistake: null };
  } catch (error) {
    if (error instanceof Refused) return { tree: null, mistake: error.mistake };
    throw error;
  }
}

function parsed(text: string): Expression {
  if (/(?<![<>=!])=(?!=)/.test(text)) refuse('Two numbers are compared with ==, not with =.');
  try {
    return jsep(text);
  } catch (error) {
    return refuse(error instanceof Error ? `${error.message}.` : String(error));
  }
}

function treeOf(node: Expression): Tree {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'number' && !Number.isFinite(node.value))
        return refuse(`${String(node.raw)} is larger than any number that can be computed.`);
      if (typeof node.value === 'number') return { kind: 'number', value: node.value };
      return refuse(
        `${String(node.raw)} is a text; texts stand only in parentheses, as in accuracy('train').`,
      );
    case 'Identifier':
      return quantityNamed(String(node.name));
    case 'UnaryExpression':
      return unary(String(node.operator), treeOf(node.argument as Expression));
    case 'BinaryExpression':
      return binary(String(node.operator), treeOf(node.left as Expression), treeOf(node.right as Expression));
    case 'CallExpression':
      return called(node);
    case 'Compound':
      return refuse(
        (node.body as Expression[]).length === 0
          ? 'It is empty.'
          : 'An operator is missing between two parts of it.',
      );
    default:
      return refuse(
        'Only numbers, named quantities, + - * /, comparisons, and, or, not, and parentheses can be used.',
      );
  }
}

function quantityNamed(name: string): Tree {
  if (Object.hasOwn(quantities, name)) return { kind: 'quantity', name: name as Quantity };
  if (Object.hasOwn(quantityFunctions, name)) {
    const { takes } = quantityFunctions[name as QuantityFunction];
    return refuse(`${name} needs ${takes.length === 1 ? 'an argument' : 'arguments'}: ${usage(name)}.`);
  }
  return unknownName('quantity', name, [...Object.keys(quantities), ...Object.keys(quantityFunctions)]);
}

function unknownName(kind: 'quantity' | 'function', found: string, known: string[]): never {
  const nearest = nearNames(found, known)[0];
  throw new Refused({
    why: `There is no ${kind} "${found}"; did you mean "${nearest}"?`,
    name: { kind, found, known },
  });
}

function usage(name: string): string {
  const { takes } = quantityFunctions[name as QuantityFunction];
  return `${name}(${takes.join(', ')})`;
}

function unary(operator: string, of: Tree): Tree {
  if (operator === 'not') {
    if (isCondition(of)) return { kind: 'not', of };
    refuse('`not` needs a condition in parentheses, as in not (loss < 1).');
  }
  return operator === '-' ? { kind: 'negative', of: asNumber(of) } : asNumber(of);
}

function binary(operator: string, left: Tree, right: Tree): Tree {
  switch (operator) {
    case 'and':
    case 'or':
      return { kind: operator, left: asCondition(left), right: asCondition(right) };
    case '+':
    case '-':
    case '*':
    case '/':
      return { kind: 'arithmetic', operator, left: asNumber(left), right: asNumber(right) };
    default:
      return {
        kind: 'comparison',
        operator: operator as Comparison,
        left: asNumber(left),
        right: asNumber(right),
      };
  }
}

function asNumber(tree: Tree): NumberTree {
  if (!isCondition(tree)) return tree;
  return refuse(
    'A number is needed where there is a condition; compare twice with `and`, as in 1 < w and w < 2.',
  );
}

function asCondition(tree: Tree): ConditionTree {
  if (isCondition(tree)) return tree;
  return refuse('A condition is needed where there is a number; compare it, as in ended == 1.');
}

function called(node: Expression): Tree {
  const callee = node.callee as Expression;
  if (callee.type !== 'Identifier') refuse('Only names can stand before parentheses.');
  const name = String(callee.name);
  const given = node.arguments as (Expression | null)[];
  if (given.some((one) => one === null || one === undefined)) refuse(`${name}(...) has an empty argument.`);
  if (isNumberFunction(name)) return functionOf(name, given as Expression[]);
  if (Object.hasOwn(quantityFunctions, name))
    return quantityOf(name as QuantityFunction, given as Expression[]);
  if (Object.hasOwn(quantities, name)) refuse(`${name} takes no arguments; write it without parentheses.`);
  return unknownName('function', name, [...numberFunctions, ...Object.keys(quantityFunctions)]);
}

function isNumberFunction(name: string): name is NumberFunction {
  return (numberFunctions as readonly string[]).includes(name);
}

function functionOf(name: NumberFunction, given: Expression[]): Tree {
  const several = name === 'min' || name === 'max';
  if (several ? given.length < 2 : given.length !== 1)
    refuse(`${name} takes ${several ? 'two or more numbers' : 'one number'}; here are ${given.length}.`);
  return { kind: 'function', name, of: given.map((one) => asNumber(treeOf(one))) };
}

function quantityOf(name: QuantityFunction, given: Expression[]): Tree {
  const takes: readonly QuantityArgument[] = quantityFunctions[name].takes;
  const least = takes.filter((one) => !one.endsWith('?')).length;
  if (given.length < least || given.length > takes.length) {
    const count = least === takes.length ? String(least) : `${least} or ${takes.length}`;
    refuse(
      `${usage(name)} takes ${count} ${count === '1' ? 'argument' : 'arguments'}; here are ${given.length}.`,
    );
  }
  return { kind: 'quantityOf', name, of: given.map((one, k) => argument(name, takes[k]!, one)) };
}

const texts: Partial<Record<QuantityArgument, readonly string[]>> = { part: parts, optimizer: optimizers };

function argument(name: string, takes: QuantityArgument, given: Expression): NumberTree | string {
  const known = texts[takes];
  const text = given.type === 'Literal' ? given.value : null;
  if (known === undefined) {
    if (typeof text === 'number' && (!Number.isInteger(text) || text < 1))
      refuse(`The ${takes.replace('?', '')} of ${usage(name)} is counted from 1; it is ${text}.`);
    return asNumber(treeOf(given));
  }
  if (typeof text === 'string' && known.includes(text)) return text;
  const shown = typeof text === 'string' ? ` "${text}"` : '';
  return refuse(
    `${usage(name)} takes one of ${known.join(', ')}, in quotes; it has${shown === '' ? ' another argument' : shown}.`,
  );
}
