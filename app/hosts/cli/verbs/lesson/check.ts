// `chainrule lesson check`: what is wrong with lessons' files, a sentence for each mistake.
import { resolve } from 'node:path';
import { withBackend } from '../../inProcess.ts';
import { exitCodes } from '../../output/failure.ts';
import { counted } from '../../output/figures.ts';
import { Output } from '../../output/output.ts';

/** Gives the exit code: 1 where a file has a mistake. */
export async function checkLessons(files: readonly string[], options: { json?: boolean }): Promise<number> {
  const output = new Output(options.json === true);
  return withBackend(async (client) => {
    const checked = [];
    for (const file of files) {
      const { lesson, issues } = await client.lessons.check({ file: { kind: 'path', path: resolve(file) } });
      const mistakes = issues.map(({ code, message, values }) => ({
        code,
        message,
        line: values['line' as never] as number,
      }));
      checked.push({ file, lesson, mistakes });
      if (lesson !== null && mistakes.length === 0)
        output.say(
          `${file}: ${counted(lesson.steps.length, 'step')}, ${counted(lesson.goals, 'goal')}, no mistake.`,
        );
      else
        output.say(
          `${file}: ${counted(mistakes.length, 'mistake')}.`,
          ...mistakes.map(({ message }) => `  ${message}`),
        );
    }
    const right = checked.every(({ mistakes }) => mistakes.length === 0);
    output.emit('result', { right, checked });
    return right ? exitCodes.done : exitCodes.failed;
  });
}
