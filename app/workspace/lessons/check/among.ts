// A lesson among others: its id is its own, those before it are there, and in its other language, which lies beside it, it is the same lesson but for
// its words. What beside it cannot be read is left to its own check.
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Block, LessonStep } from '../../../contract/lesson/lesson.ts';
import type { Mistakes } from '../../../lesson/mistakes.ts';
import { type LessonFile, readLesson } from '../../../lesson/readLesson.ts';
import { bytesOf, type FoundLesson, lessonsFolder, shippedLessons } from '../lessonFiles.ts';

/** So many files beside a lesson are looked at. */
const mostBeside = 200;

export async function checkAmong({ file, path }: FoundLesson, mistakes: Mistakes): Promise<void> {
  const { lesson, lines } = file;
  const shipped = new Set((await shippedLessons()).map(({ id }) => id));
  const beside = await lessonsBeside(path);
  if (shipped.has(lesson.id) && dirname(resolve(path)) !== resolve(lessonsFolder)) {
    const expected = 'an id that no lesson of the program has';
    const sentence = `${lesson.id} is the id of a lesson of the program, and what is done of both would be kept as one; choose another id.`;
    mistakes.add(
      'lesson_field_wrong',
      lines.lesson,
      { field: 'lesson', expected, found: lesson.id },
      sentence,
    );
  }
  const ids = [...new Set([...shipped, ...beside.map(({ id }) => id)])];
  for (const id of lesson.before) if (!ids.includes(id)) mistakes.unknown(lines.before, 'lesson', id, ids);
  for (const { name, id, bytes } of beside) {
    const { file: other } = id === lesson.id ? readLesson(bytes) : { file: null };
    if (other !== null && other.lesson.language !== lesson.language) compare(file, other, name, mistakes);
  }
}

interface Beside {
  name: string;
  id: string;
  bytes: Uint8Array;
}

async function lessonsBeside(path: string): Promise<Beside[]> {
  const folder = dirname(path);
  const all = await readdir(folder).catch(() => []);
  const names = all.filter((name) => name.endsWith('.md') && join(folder, name) !== path).toSorted();
  const found: Beside[] = [];
  for (const name of names.slice(0, mostBeside)) {
    // It may be no file that can be opened.
    const bytes = await bytesOf(join(folder, name), name).catch(() => new Uint8Array());
    const id = idIn.exec(new TextDecoder().decode(bytes.subarray(0, 4096)))?.[1];
    if (id !== undefined) found.push({ name, id, bytes });
  }
  return found;
}

/** The id in the front matter; only lessons with the same one are read as a whole. */
const idIn = /^---[ \t]*\r?\n(?:.*\n)*?lesson:[ \t]*['"]?([a-z0-9-]+)/;

/** Reports where the two are not the same lesson. */
function compare(here: LessonFile, there: LessonFile, name: string, mistakes: Mistakes): void {
  const report = (line: number, what: string) => {
    const sentence = `${what} differ from those of ${name}, the same lesson in another language; only its words may.`;
    mistakes.add('lesson_languages_differ', line, { what, file: name }, sentence);
  };
  if (!isDeepStrictEqual(factsOf(here), factsOf(there)))
    report(here.lines.table, 'The fields of the front matter');
  const [steps, others] = [here.lesson.steps, there.lesson.steps];
  if (steps.length !== others.length) {
    report(here.places.at(-1)!.line, 'The steps');
    return;
  }
  for (const [k, step] of steps.entries()) {
    const { line } = here.places[k]!;
    const other = others[k]!;
    if (!isDeepStrictEqual(screenOf(step), screenOf(other)))
      report(line, `The views, controls and settings of step ${k + 1}`);
    if (!isDeepStrictEqual(tasksOf(step, here), tasksOf(other, there)))
      report(line, `The questions and goals of step ${k + 1}`);
    if (!isDeepStrictEqual(numbersOf(here, k), numbersOf(there, k)))
      report(line, `The live numbers of step ${k + 1}`);
  }
}

function factsOf({ lesson, start }: LessonFile) {
  const { title: _, summary: __, language: ___, steps: ____, ...facts } = lesson;
  return { facts, start };
}

function screenOf({ arrangement: { locked, ...arrangement }, own }: LessonStep) {
  return { arrangement, own, locked: Object.keys(locked ?? {}).toSorted() };
}

function tasksOf({ blocks }: LessonStep, { answers, conditions }: LessonFile) {
  return blocks.flatMap((block: Block): object[] => {
    if (block.kind === 'goal') return [{ goal: block.goal.id, when: conditions.get(block.goal.id) }];
    if (block.kind !== 'question') return [];
    const { id, options, reveals } = block.question;
    return [{ question: id, options: options?.length ?? null, reveals, answer: answers.get(id) }];
  });
}

function numbersOf({ numbers }: LessonFile, step: number) {
  return [...numbers[step]!.keys()].toSorted();
}
