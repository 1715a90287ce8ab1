// Collects what is wrong with a lesson's file: issues that name the line, whose sentences say what was expected and what was found.
import type { Issue, IssueCode, IssueOf, IssueValues } from '../contract/issues/issues.ts';
import { isNear, nearNames } from '../contract/nearNames.ts';

export type LessonMistake = Extract<IssueCode, `lesson_${string}`>;

/** So many names are read before a look at the reference is easier. */
const mostListed = 25;

/** So many are enough to go on with; a file that is no lesson at all would have thousands. */
const most = 100;

export class Mistakes {
  readonly #issues: { line: number; issue: Issue }[] = [];

  /** `sentence` follows "Line 12: ". */
  add<Code extends LessonMistake>(
    code: Code,
    line: number,
    values: Omit<IssueValues<Code>, 'line'>,
    sentence: string,
  ): void {
    if (this.#issues.length >= most) return;
    const issue = {
      code,
      severity: 'error',
      stage: 'dataset',
      message: `Line ${line}: ${sentence}`,
      values: { line, ...values },
    } as unknown as IssueOf<Code>;
    this.#issues.push({ line, issue: issue as Issue });
  }

  /** A name that is not among those known. `what` says what it is, e.g. "view". */
  unknown(line: number, kind: string, found: string, known: readonly string[]): void {
    const nearest = nearNames(found, known)[0] ?? '';
    this.add(
      'lesson_name_unknown',
      line,
      { kind, found: cut(found), nearest, known: known.join(', ') },
      `There is no ${kind} "${cut(found)}"${meant(found, nearest, known, kind)}`,
    );
  }

  get any(): boolean {
    return this.#issues.length > 0;
  }

  /** In the order of their lines. */
  inOrder(): Issue[] {
    return this.#issues.toSorted((a, b) => a.line - b.line).map(({ issue }) => issue);
  }
}

/** The end of a sentence about an unknown name: the one that was meant, or those there are. */
export function meant(found: string, nearest: string, known: readonly string[], kind = ''): string {
  if (nearest !== '' && isNear(found, nearest)) return `; did you mean "${nearest}"?`;
  if (known.length === 0) return '.';
  if (known.length <= mostListed) return `; there are ${known.join(', ')}.`;
  return `; ${kind === 'term' ? 'docs/glossary.md' : 'docs/lessons.md'} lists those there are.`;
}

/** A text of the file, short enough for a sentence. */
export function cut(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
