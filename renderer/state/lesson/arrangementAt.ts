// What a step of a lesson shows: what it names, and what it does not name as in the step before; answered questions add what they reveal.

import type { Arrangement } from '../../../app/contract/lesson/arrangement.ts';
import type { Block, Lesson, LessonStep } from '../../../app/contract/lesson/lesson.ts';

/** Ids of the questions that are answered, with their answers. */
type Answers = Readonly<Record<string, number>>;

/** @param step index of the step. */
export function arrangementAt({ steps }: Lesson, step: number, answers: Answers): Arrangement {
  const passed = steps.slice(0, step + 1).flatMap((one, index) => {
    const named = [one.arrangement, ...revealed(one, answers)];
    // What is outlined is outlined in its own step only.
    return index === step ? named : named.map(({ point: _, ...rest }) => rest);
  });
  const all: Arrangement = Object.assign({}, ...passed);
  return { ...all, locked: lockedOf(all) };
}

/** Index of the step that last named a row, or revealed one; -1: none did. */
export function rowStep({ steps }: Lesson, step: number, answers: Answers): number {
  return steps
    .slice(0, step + 1)
    .findLastIndex((one) =>
      [one.arrangement, ...revealed(one, answers)].some(({ row }) => row !== undefined),
    );
}

/** A control that a later step frees is no longer locked. */
function lockedOf({ locked = {}, controls = [] }: Arrangement): NonNullable<Arrangement['locked']> {
  return Object.fromEntries(
    Object.entries(locked).filter(([name]) => !(controls as readonly string[]).includes(name)),
  );
}

function revealed({ blocks }: LessonStep, answers: Answers): Arrangement[] {
  return blocks.flatMap((block) => {
    if (block.kind !== 'question' || answers[block.question.id] === undefined) return [];
    return block.question.reveals ?? [];
  });
}

/** The blocks of a step that are shown: up to the first question that is not answered, which is the last one. */
export function shownBlocks({ blocks }: LessonStep, answers: Answers): Block[] {
  const open = blocks.findIndex(
    (block) => block.kind === 'question' && answers[block.question.id] === undefined,
  );
  return open < 0 ? blocks : blocks.slice(0, open + 1);
}

export function allAnswered({ blocks }: LessonStep, answers: Answers): boolean {
  return blocks.every((block) => block.kind !== 'question' || answers[block.question.id] !== undefined);
}

/** Ids of all goals of a step, those after an open question too. */
export function goalsOf({ blocks }: LessonStep): string[] {
  return blocks.flatMap((block) => (block.kind === 'goal' ? [block.goal.id] : []));
}
