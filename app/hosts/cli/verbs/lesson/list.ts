// `chainrule lesson list`: the lessons that come with the program, and what was done of them.
import type { LessonLanguage } from '../../../../contract/lesson/lesson.ts';
import { withBackend } from '../../inProcess.ts';
import { table } from '../../output/figures.ts';
import { Output } from '../../output/output.ts';

export async function listLessons(options: { language: LessonLanguage; json?: boolean }): Promise<void> {
  const output = new Output(options.json === true);
  await withBackend(async (client) => {
    const { lessons, issues } = await client.lessons.list({ language: options.language });
    const rows = lessons.map(({ number, id, title, goals, progress }) => [
      String(number ?? ''),
      id,
      title,
      progress?.done ? 'done' : `${progress?.met.length ?? 0} of ${goals} goals`,
    ]);
    output.say(...table(rows, [true, false, false, false]), ...issues.map(({ message }) => message));
    output.emit('result', { lessons, issues });
  });
}
