// What the texts of one step share: the live numbers that they name, as trees, and where mistakes go. All expressions and formulas are kept with
// their lines, for the check.
import type { LessonLanguage } from '../../contract/lesson/lesson.ts';
import { liveNumbersIn } from '../../contract/lesson/liveNumbers.ts';
import { type ReadExpression, readCondition, readNumber } from '../expression/readExpression.ts';
import type { ConditionTree, NumberTree, Tree } from '../expression/tree.ts';
import { cut, type Mistakes } from '../mistakes.ts';
import { findTerm, termNames } from './terms.ts';

/** More significant digits than a double has would be made up. */
const mostDigits = 15;

/** More than any formula has that fits the screen, and little enough for the typesetter, which goes into braces by itself. */
const mostTex = { characters: 5_000, levels: 40 };

/** An expression or a formula, and the line on which it begins. */
export interface Written<Kind> {
  text: string;
  line: number;
  read: Kind;
}

export class TextContext {
  /** The live numbers by their texts. */
  readonly numbers = new Map<string, NumberTree>();
  /** Of live numbers, answers and goals. */
  readonly expressions: Written<Tree>[] = [];
  readonly formulas: Written<null>[] = [];
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

  takeFormula(tex: string, firstLine: number): void {
    for (const { expression, digits, from } of liveNumbersIn(tex))
      this.takeNumber(expression, digits, firstLine + linesBefore(tex, from));
    const { odd, deepest } = bracesOf(tex);
    if (odd !== null) this.#refuseBrace(tex, odd, firstLine + linesBefore(tex, odd));
    else if (tex.length > mostTex.characters || deepest > mostTex.levels) {
      const { characters, levels } = mostTex;
      const found = `a formula of ${tex.length} characters with braces ${deepest} levels deep`;
      const expected = `formulas of at most ${characters} characters and ${levels} levels`;
      const sentence = `Here is ${found}; ${characters} characters and ${levels} levels are the limits. Divide it.`;
      this.mistakes.add('lesson_text_refused', firstLine, { found, expected }, sentence);
    } else this.formulas.push({ text: tex, line: firstLine, read: null });
  }

  #refuseBrace(tex: string, odd: number, line: number): void {
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
    if (mistake === null) {
      this.expressions.push({ text: expression, line, read: tree });
      return tree;
    }
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

function linesBefore(text: string, index: number): number {
  return text.slice(0, index).match(/\n/g)?.length ?? 0;
}

/** `odd`: where a brace stands that none closes or opens; null where all are pairs. */
function bracesOf(tex: string): { odd: number | null; deepest: number } {
  const open: number[] = [];
  let deepest = 0;
  for (const { 0: sign, index } of tex.matchAll(/\\[\s\S]|[{}]/g)) {
    if (sign === '{') deepest = Math.max(deepest, open.push(index));
    else if (sign === '}' && open.pop() === undefined) return { odd: index, deepest };
  }
  return { odd: open[0] ?? null, deepest };
}
