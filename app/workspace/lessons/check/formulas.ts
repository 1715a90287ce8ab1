// What is wrong with the formulas of a lesson, by the typesetter of the page.
import { cut, Mistakes } from '../../../lesson/mistakes.ts';
import type { LessonFile } from '../../../lesson/readLesson.ts';
import type { WorkspaceSession } from '../../workspaceSession.ts';
import { type FoundLesson, invalidLesson } from '../lessonFiles.ts';

/** Without a typesetter nothing is said of formulas. */
export async function checkFormulas(
  { options }: WorkspaceSession,
  { places }: LessonFile,
  mistakes: Mistakes,
): Promise<void> {
  const check = await options.loadCheckFormula?.();
  if (check === undefined) return;
  for (const { text, line: first } of places.flatMap(({ formulas }) => formulas))
    for (const { line, kind, command, why } of check(text)) {
      const sentence =
        command === null
          ? `The formula "${cut(text)}" cannot be drawn. ${why}`
          : `The TeX command ${cut(command)} cannot be drawn. ${why} Write the formula "${cut(text)}" without it.`;
      const values = { formula: cut(text), kind, command: cut(command ?? ''), why };
      mistakes.add('lesson_formula_wrong', first + line, values, sentence);
    }
}

/** Throws AppError lesson_invalid. */
export async function refuseFormulas(
  session: WorkspaceSession,
  { file, fileName }: FoundLesson,
): Promise<void> {
  const mistakes = new Mistakes();
  await checkFormulas(session, file, mistakes);
  const [first, ...more] = mistakes.inOrder();
  if (first !== undefined) throw invalidLesson(fileName, [first, ...more]);
}
