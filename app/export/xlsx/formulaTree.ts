// The text of a formula -> a tree: numbers, texts, cells and ranges of cells, the usual operators, and calls of functions.

export type Tree =
  | { kind: 'constant'; value: number | string }
  | { kind: 'cells'; sheet: string; from: CellPlace; to: CellPlace; single: boolean }
  | { kind: 'operator'; sign: string; left: Tree; right: Tree }
  | { kind: 'call'; name: string; inputs: Tree[] };

/** A formula that is none of those that writers of models use. */
export class FormulaError extends Error {}

/** From 0. */
export interface CellPlace {
  row: number;
  column: number;
}

const token =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:E[+-]?\d+)?)|"(?<text>(?:[^"]|"")*)"|(?:(?:'(?<quoted>[^']+)'|(?<plain>\w+))!)?\$?(?<column>[A-Z]{1,3})\$?(?<row>\d+)(?![\w(])|(?<name>[A-Z]+)(?=\()|(?<sign>>=|<=|[-+*/&()<>=,:]))/y;

interface Token {
  number?: string;
  text?: string;
  quoted?: string;
  plain?: string;
  column?: string;
  row?: string;
  name?: string;
  sign?: string;
}

export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** Throws FormulaError on anything else. */
export function formulaTree(formula: string): Tree {
  const reader = new Reader(formula);
  const tree = reader.operation(0);
  reader.end();
  return tree;
}

const levels = [['>', '<', '>=', '<=', '='], ['&'], ['+', '-'], ['*', '/']];

class Reader {
  private readonly tokens: Token[] = [];
  private at = 0;

  constructor(private readonly formula: string) {
    token.lastIndex = 0;
    for (let from = 0; from < formula.length; from = token.lastIndex) {
      const found = token.exec(formula);
      if (found === null) throw this.unknown();
      this.tokens.push(found.groups as Token);
    }
  }

  end(): void {
    if (this.at < this.tokens.length) throw this.unknown();
  }

  operation(level: number): Tree {
    const signs = levels[level];
    if (signs === undefined) return this.operand();
    let left = this.operation(level + 1);
    for (let sign = this.sign(signs); sign !== null; sign = this.sign(signs))
      left = { kind: 'operator', sign, left, right: this.operation(level + 1) };
    return left;
  }

  private operand(): Tree {
    if (this.sign(['(']) !== null) return this.inBrackets();
    if (this.sign(['-']) !== null)
      return { kind: 'operator', sign: '-', left: { kind: 'constant', value: 0 }, right: this.operand() };
    const next = this.tokens[this.at++];
    if (next?.number !== undefined) return { kind: 'constant', value: Number(next.number) };
    if (next?.text !== undefined) return { kind: 'constant', value: next.text.replaceAll('""', '"') };
    if (next?.name !== undefined) return this.call(next.name);
    if (next?.column !== undefined) return this.cells(next);
    throw this.unknown();
  }

  private inBrackets(): Tree {
    const tree = this.operation(0);
    if (this.sign([')']) === null) throw this.unknown();
    return tree;
  }

  private call(name: string): Tree {
    this.at += 1;
    const inputs = [this.operation(0)];
    while (this.sign([',']) !== null) inputs.push(this.operation(0));
    if (this.sign([')']) === null) throw this.unknown();
    return { kind: 'call', name, inputs };
  }

  private cells(first: Token): Tree {
    const sheet = first.quoted ?? first.plain ?? '';
    const from = placeOf(first);
    if (this.sign([':']) === null) return { kind: 'cells', sheet, from, to: from, single: true };
    const last = this.tokens[this.at++];
    if (last?.column === undefined) throw this.unknown();
    return { kind: 'cells', sheet, from, to: placeOf(last), single: false };
  }

  private sign(wanted: readonly string[]): string | null {
    const sign = this.tokens[this.at]?.sign;
    if (sign === undefined || !wanted.includes(sign)) return null;
    this.at += 1;
    return sign;
  }

  private unknown(): FormulaError {
    return new FormulaError(`The formula ${this.formula.slice(0, 80)} cannot be read.`);
  }
}

const placeOf = ({ column, row }: Token): CellPlace => ({
  row: Number(row) - 1,
  column: columnIndex(column!),
});
