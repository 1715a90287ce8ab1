// Answers a question of the open lesson. Only the first answer counts.

import { AppError } from '../../contract/issues/errors.ts';
import type { Block } from '../../contract/lesson/lesson.ts';
import type { RightAnswer } from '../../lesson/blocks/question.ts';
import type { WorkspaceSession } from '../workspaceSession.ts';
import { arrange } from './lessonCalls.ts';
import { keepProgress } from './lessonProgress.ts';
import { type LiveLesson, openLesson, presentStep } from './liveLesson.ts';
import { valuesNow } from './looking/look.ts';

interface Answered {
  right: boolean;
  rightAnswer: number;
}

/** Throws AppError lesson_needed, option_invalid for a question that the step has not or an option that the question has not, lesson_answer_unknown. */
export async function answerQuestion(
  session: WorkspaceSession,
  { question: id, answer }: { question: string; answer: number },
): Promise<Answered> {
  const lesson = openLesson(session);
  const question = presentStep(lesson).blocks.find(
    (block) => block.kind === 'question' && block.question.id === id,
  );
  const known = lesson.found.file.answers.get(id);
  if (question?.kind !== 'question' || known === undefined)
    throw invalid('question', 'a question of the present step', id);
  const given = lesson.progress.answers[id];
  const earlier = lesson.progress.rightAnswers[id];
  if (given !== undefined && earlier !== undefined)
    return { right: isRight(known, given, earlier), rightAnswer: earlier };
  const options = question.question.options?.length ?? null;
  if (options !== null && !(Number.isInteger(answer) && answer >= 0 && answer < options))
    throw invalid('answer', `an option from 0 to ${options - 1}`, String(answer));
  const rightAnswer = await rightAnswerOf(session, lesson, known, id);
  await keepAnswer(session, lesson, { id, answer, rightAnswer });
  await reveal(session, lesson, question);
  return { right: isRight(known, answer, rightAnswer), rightAnswer };
}

function invalid(option: string, expected: string, found: string): AppError {
  return new AppError('option_invalid', `${option} must be ${expected}; it is ${found}.`, {
    option,
    expected,
    found,
  });
}

async function rightAnswerOf(
  session: WorkspaceSession,
  lesson: LiveLesson,
  known: RightAnswer,
  id: string,
): Promise<number> {
  if (known.kind === 'option') return known.index;
  const { numberAt } = await valuesNow(session, lesson, [known.tree], {});
  const value = numberAt(known.tree);
  if (value !== null) return value;
  const sentence = 'The answer to this question cannot be computed yet: train a step first.';
  throw new AppError('lesson_answer_unknown', sentence, { question: id });
}

function isRight(known: RightAnswer, answer: number, rightAnswer: number): boolean {
  if (known.kind === 'option') return answer === rightAnswer;
  const most = 'share' in known.within ? known.within.share * Math.abs(rightAnswer) : known.within.distance;
  return Math.abs(answer - rightAnswer) <= most;
}

async function keepAnswer(
  session: WorkspaceSession,
  lesson: LiveLesson,
  { id, answer, rightAnswer }: { id: string; answer: number; rightAnswer: number },
): Promise<void> {
  const { progress } = lesson;
  await keepProgress(session, lesson, {
    ...progress,
    answers: { ...progress.answers, [id]: answer },
    rightAnswers: { ...progress.rightAnswers, [id]: rightAnswer },
  });
}

async function reveal(
  session: WorkspaceSession,
  lesson: LiveLesson,
  block: Block & { kind: 'question' },
): Promise<void> {
  const { reveals } = block.question;
  if (reveals !== null) await arrange(session, lesson, reveals);
}
