// A lesson's file (docs/lessons.md) -> a lesson, with what the page is not told: right answers, conditions and live numbers as trees. Or a list of
// what is wrong, each with its line. Nothing of the file is executed, and nothing becomes HTML.
import type { Issue } from '../contract/issues/issues.ts';
import type { Arrangement } from '../contract/lesson/arrangement.ts';
import type { Lesson, LessonStep } from '../contract/lesson/lesson.ts';
import type { RightAnswer } from './blocks/question.ts';
import { type Division, divide } from './divide.ts';
import type { ConditionTree, NumberTree } from './expression/tree.ts';
import { type FrontMatter, readFrontMatter } from './frontMatter.ts';
import { largestLesson } from './largestLesson.ts';
import { Mistakes } from './mistakes.ts';
import { readStep, type StepPlaces, type StepTrees } from './step.ts';
import { TextContext } from './text/textContext.ts';

export interface LessonFile {
  lesson: Lesson;
  /** Settings and initial weights before the first step. */
  start: Pick<Arrangement, 'set' | 'weights'>;
  /** By the ids of the questions. */
  answers: ReadonlyMap<string, RightAnswer>;
  /** By the ids of the goals. */
  conditions: ReadonlyMap<string, ConditionTree>;
  /** For each step, its live numbers by their texts. */
  numbers: readonly ReadonlyMap<string, NumberTree>[];
  /** Lines of fields of the front matter. */
  lines: FrontMatter['lines'];
  /** Where the parts of each step stand. */
  places: readonly StepPlaces[];
}

export type ReadLesson = { file: LessonFile; issues: [] } | { file: null; issues: [Issue, ...Issue[]] };

/** Never throws. */
export function readLesson(bytes: Uint8Array): ReadLesson {
  const mistakes = new Mistakes();
  const file = read(bytes, mistakes);
  const [first, ...rest] = mistakes.inOrder();
  if (first !== undefined) return { file: null, issues: [first, ...rest] };
  if (file === null) throw new Error('A lesson without mistakes was not read.');
  return { file, issues: [] };
}

function read(bytes: Uint8Array, mistakes: Mistakes): LessonFile | null {
  const text = textOf(bytes, mistakes);
  if (text === null) return null;
  const division = divide(text, mistakes);
  if (division === null) return null;
  const front = readFrontMatter(division.front, mistakes);
  const read = stepsOf(division, front, mistakes);
  const goals = read.steps.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'goal'));
  if (read.steps.length > 0 && goals.length === 0 && !mistakes.any)
    mistakes.add('lesson_goal_needed', 1, {}, 'The lesson has no goal; give it one or more blocks ```goal.');
  if (front === null) return null;
  const { set, weights, ...described } = front.fields;
  return {
    lesson: { ...described, steps: read.steps },
    start: { ...(set && { set }), ...(weights && { weights }) },
    answers: read.trees.answers,
    conditions: read.trees.conditions,
    numbers: read.numbers,
    lines: front.lines,
    places: read.places,
  };
}

function textOf(bytes: Uint8Array, mistakes: Mistakes): string | null {
  const { byteLength: found } = bytes;
  if (found > largestLesson) {
    const values = { bytes: found, limit: largestLesson };
    mistakes.add(
      'lesson_too_large',
      1,
      values,
      `The file has ${found} bytes; ${largestLesson} is the limit for a lesson.`,
    );
    return null;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    const why = 'The file is not UTF-8; save it as UTF-8.';
    mistakes.add('lesson_unreadable', 1, { why }, why);
    return null;
  }
}

function stepsOf({ steps: pieces }: Division, front: FrontMatter | null, mistakes: Mistakes) {
  const trees: StepTrees = {
    answers: new Map(),
    conditions: new Map(),
    lines: { question: new Map(), goal: new Map() },
  };
  const steps: LessonStep[] = [];
  const numbers: ReadonlyMap<string, NumberTree>[] = [];
  const places: StepPlaces[] = [];
  for (const piece of pieces) {
    const context = new TextContext(mistakes, front?.fields.language ?? 'en');
    const { step, places: here } = readStep(piece, steps.at(-1) ?? null, trees, context);
    refuseOwn(step, front, here.line, mistakes);
    steps.push(step);
    numbers.push(context.numbers);
    places.push(here);
  }
  return { steps, trees, numbers, places };
}

function refuseOwn(step: LessonStep, front: FrontMatter | null, line: number, mistakes: Mistakes): void {
  if (!step.own || front === null || front.fields.own !== null) return;
  const values = { block: 'front matter', field: 'own' };
  mistakes.add(
    'lesson_field_missing',
    line,
    values,
    'The step is done with an own table; the front matter lacks own, which says what the table needs.',
  );
}
