// What the texts of one step share: the live numbers that they name, as trees, and where mistakes go.
import type { LessonLanguage } from '../../contract/lesson/lesson.ts';
import { liveNumbersIn } from '../../contract/lesson/liveNumbers.ts';
import { type ReadExpression, readCondition, readNumber } from '../expression/readExpression.ts';
import type { ConditionTree, NumberTree, Tree } from '../expression/tree.ts';
import { cut, type Mistakes } from '../mistakes.ts';
import { findTerm, termNames } from './terms.ts';

/** More significant digits than a double has would be made up. */
const mostDigits = 15;

export class TextContext {
  /** The live numbers by their texts. */
  readonly numbers = new Map<string, NumberTree>();
  readonly mistakes: Mistakes;
  readonly #language: LessonLanguage;

  constructor(mistakes: Mistakes, language: LessonLanguage) {
    this.mistakes = mistakes;
    this.#language = language;
  }

  takeNumber(expression: string, digits: number, line: number): void {
    if (digits < 1 || digits > mostDigits)
      this.mistakes.add(
        'lesson_expression_wrong',
        line,
        { expression: cut(expression), why: `It shows 1 to ${mostDigits} digits; ${digits} are asked for.` },
        `${cut(expression)} can show 1 to ${mostDigits} digits; ${digits} are asked for.`,
      );
    if (this.numbers.has(expression)) return;
    const tree = this.number(expression, line);
    if (tree !== null) this.numbers.set(expression, tree);
  }

  takeNumbersOf(tex: string, firstLine: number): void {
    for (const { expression, digits, from } of liveNumbersIn(tex))
      this.takeNumber(expression, digits, firstLine + (tex.slice(0, from).match(/\n/g)?.length ?? 0));
    const odd = oddBrace(tex);
    if (odd === null) return;
    const line = firstLine + (tex.slice(0, odd).match(/\n/g)?.length ?? 0);
    const sign = tex[odd]!;
    const sentence = `"${sign}" has no counterpart in this formula. A number in it is written {{expression}}.`;
    const values = { found: sign, expected: `${sign} with its counterpart` };
    this.mistakes.add('lesson_text_refused', line, values, sentence);
  }

  number(expression: string, line: number): NumberTree | null {
    return this.#tree(readNumber(expression), expression, line);
  }

  condition(expression: string, line: number): ConditionTree | null {
    return this.#tree(readCondition(expression), expression, line);
  }

  #tree<Kind extends Tree>(
    { tree, mistake }: ReadExpression<Kind>,
    expression: string,
    line: number,
  ): Kind | null {
    if (mistake === null) return tree;
    const { why, name } = mistake;
    if (name !== undefined) this.mistakes.unknown(line, name.kind, name.found, name.known);
    else
      this.mistakes.add(
        'lesson_expression_wrong',
        line,
        { expression: cut(expression), why },
        `The expression "${cut(expression)}" cannot be used. ${why}`,
      );
    return null;
  }

  /** The glossary's entry, and its name in the lesson's language. */
  term(name: string, line: number): { term: string; shown: string } {
    const found = findTerm(name);
    if (found === null) {
      this.mistakes.unknown(line, 'term', name, termNames());
      return { term: name, shown: name };
    }
    return { term: found.id, shown: this.#language === 'ko' ? found.ko : name };
  }

  refuse(line: number, found: string): void {
    const expected = 'paragraphs, lists, **strong**, *emphasis*, `code`, formulas, {{numbers}} and [[terms]]';
    this.mistakes.add(
      'lesson_text_refused',
      line,
      { found, expected },
      `A lesson's text has no place for ${found}; it has ${expected}.`,
    );
  }

  /** Signs that stand alone. */
  stray(line: number, sign: string): void {
    const expected = `${sign} with its counterpart`;
    this.mistakes.add(
      'lesson_text_refused',
      line,
      { found: sign, expected },
      `"${sign}" stands alone here. A number is written {{expression}}, with spaces around *, a term [[term]], strong text **so**.`,
    );
  }
}

/** Where a brace stands in a formula that none closes or opens; null where all are pairs. */
function oddBrace(tex: string): number | null {
  const open: number[] = [];
  for (const { 0: sign, index } of tex.matchAll(/\\[\s\S]|[{}]/g)) {
    if (sign === '{') open.push(index);
    else if (sign === '}' && open.pop() === undefined) return index;
  }
  return open[0] ?? null;
}
