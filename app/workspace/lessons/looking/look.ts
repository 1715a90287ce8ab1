// The values and goals of a lesson's step now. A goal that is met is kept.
import type { LessonFacts, LessonLook, LessonStep } from '../../../contract/lesson/lesson.ts';
import { holds, type KnownValues, numberOf } from '../../../lesson/expression/evaluate.ts';
import type { ConditionTree, NumberTree, Tree } from '../../../lesson/expression/tree.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';
import { keepProgress } from '../lessonProgress.ts';
import { type LiveLesson, openLesson, presentStep } from '../liveLesson.ts';
import { gather } from './gather.ts';
import { plain } from './quantitiesNow.ts';
import { withArguments } from './quantitiesOf.ts';

export interface ValuesNow {
  numberAt(tree: NumberTree): number | null;
  holdsAt(tree: ConditionTree): boolean;
}

/** Computes what the trees name. Before the learner's own table is chosen, its step knows nothing: what is open is another one. */
export async function valuesNow(
  session: WorkspaceSession,
  lesson: LiveLesson,
  trees: readonly Tree[],
  look: LessonLook,
): Promise<ValuesNow> {
  const waits = presentStep(lesson).own && !lesson.own;
  const seen = waits ? null : await gather(session, lesson, trees, look);
  const known: KnownValues = {
    quantity: (name) => finite(seen && plain[name](seen)),
    quantityOf: (name, of) => finite(seen && withArguments[name](seen, of)),
  };
  return {
    numberAt: (tree) => numberOf(tree, known),
    holdsAt: (tree) => holds(tree, known) === true,
  };
}

function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Throws AppError lesson_needed. */
export async function lookAt(session: WorkspaceSession, look: LessonLook): Promise<LessonFacts> {
  const lesson = openLesson(session);
  const { step } = lesson;
  const { file } = lesson.found;
  const numbers = file.numbers[step]!;
  const conditions = goalsOf(presentStep(lesson)).map((id) => ({ id, when: file.conditions.get(id)! }));
  const trees = [...numbers.values(), ...conditions.map(({ when }) => when)];
  const { numberAt, holdsAt } = await valuesNow(session, lesson, trees, look);
  const now = new Set(conditions.filter(({ when }) => holdsAt(when)).map(({ id }) => id));
  const values = Object.fromEntries([...numbers].map(([text, tree]) => [text, numberAt(tree)]));
  // Meanwhile the learner may have gone on.
  if (session.lesson === lesson && lesson.step === step) await keepMet(session, lesson, now);
  const { met } = lesson.progress;
  return { values, goals: conditions.map(({ id }) => ({ id, now: now.has(id), met: met.includes(id) })) };
}

/** Keeps the goals that are met now, of those that the learner sees. The lesson is done at its last step,
 *  with all goals met but for those of the own table. */
async function keepMet(
  session: WorkspaceSession,
  lesson: LiveLesson,
  now: ReadonlySet<string>,
): Promise<void> {
  const { progress, found, step } = lesson;
  const { steps } = found.file.lesson;
  const shown = steps[step]!;
  const seen = goalsSeen(shown, progress.answers);
  const fresh = seen.filter((id) => now.has(id) && !progress.met.includes(id));
  const met = [...progress.met, ...fresh];
  const needed = steps.flatMap((one) => (one.own ? [] : goalsOf(one)));
  const done = progress.done || (step === steps.length - 1 && needed.every((id) => met.includes(id)));
  if (fresh.length > 0 || done !== progress.done)
    await keepProgress(session, lesson, { ...progress, met, done });
}

function goalsOf({ blocks }: Pick<LessonStep, 'blocks'>): string[] {
  return blocks.flatMap((block) => (block.kind === 'goal' ? [block.goal.id] : []));
}

/** Goals below a question are shown once it is answered. */
function goalsSeen({ blocks }: LessonStep, answers: Readonly<Record<string, number>>): string[] {
  const open = blocks.findIndex((block) => block.kind === 'question' && !(block.question.id in answers));
  return goalsOf({ blocks: open < 0 ? blocks : blocks.slice(0, open) });
}
