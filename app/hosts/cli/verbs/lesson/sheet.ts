// `chainrule lesson sheet`: the class sheet of a lesson to print, as one HTML file.
import { stat } from 'node:fs/promises';
import { type Lesson, type LessonLanguage, lessonLanguages } from '../../../../contract/lesson/lesson.ts';
import { loadWriteSheet } from '../../../pageCode.ts';
import { fileRef, withBackend } from '../../inProcess.ts';
import { wrongUsage } from '../../output/failure.ts';
import { counted } from '../../output/figures.ts';
import { Output } from '../../output/output.ts';
import { refuseOutput, writeOutput } from '../../output/outputFile.ts';

interface SheetOptions {
  /** That of the lessons, if left out; shipped ones are English then. */
  language?: LessonLanguage;
  out?: string;
  force?: boolean;
  json?: boolean;
}

/** @param names files of lessons, or ids of those that come with the program. Throws AppError lesson_not_found, lesson_invalid. */
export async function writeSheets(names: readonly string[], options: SheetOptions): Promise<void> {
  const { out = '-' } = options;
  const toFile = out !== '-';
  if (options.json && !toFile)
    throw wrongUsage('--json needs --out here: without it the sheet itself goes to stdout.');
  if (toFile) await refuseOutput(out, [...names], options.force);
  const output = new Output(options.json === true, toFile);
  const writeSheet = await loadWriteSheet();
  await withBackend(async (client) => {
    const lessons: Lesson[] = [];
    const [usual] = lessonLanguages;
    for (const name of names)
      lessons.push(
        await client.lessons.read({ lesson: await placeOf(name), language: options.language ?? usual }),
      );
    const language = options.language ?? languageOf(lessons) ?? usual;
    const text = writeSheet(lessons, language);
    if (!toFile) {
      process.stdout.write(text);
      return;
    }
    await writeOutput(out, [text]);
    const bytes = Buffer.byteLength(text);
    output.say(`The class sheet is in ${out} (${counted(bytes, 'byte')}).`);
    output.emit('result', { out, language, bytes, lessons: lessons.map(({ id }) => id) });
  });
}

/** undefined where they have several. */
function languageOf(lessons: readonly Lesson[]): LessonLanguage | undefined {
  return lessonLanguages.find((one) => lessons.every(({ language }) => language === one));
}

async function placeOf(name: string) {
  const isThere = await stat(name).then(
    () => true,
    () => false,
  );
  return isThere ? fileRef(name) : ({ kind: 'shipped', id: name } as const);
}
