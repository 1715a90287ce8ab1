// The shipped lessons: their files have no mistake, and each is there in both languages.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type LessonFile, readLesson } from '../../app/lesson/readLesson.ts';
import { lessonsFolder, shippedLessons } from '../../app/workspace/lessons/lessonFiles.ts';
import { connect } from '../app/workspace/table/openedTable.ts';

const shipped = await shippedLessons();
const fileOf = (name: string) => join(lessonsFolder, name);
async function read(name: string): Promise<LessonFile> {
  const { file, issues } = readLesson(await readFile(fileOf(name)));
  if (file === null) throw new Error(issues.map(({ message }) => message).join('\n'));
  return file;
}

test('there are fifteen, numbered as their files', async () => {
  const lessons = await Promise.all(shipped.map(async ({ name }) => (await read(name)).lesson));
  expect(new Set(lessons.map(({ number }) => number)).size).toBe(15);
  for (const [k, { number, id, language }] of lessons.entries())
    expect(shipped[k]!.name).toBe(`${String(number).padStart(2, '0')}-${id}.${language}.md`);
});

describe.each(shipped.map(({ name }) => name))('%s', (name) => {
  test('has no mistake: it can be trained on its table in every step, and all that it shows can be shown', async () => {
    const { issues } = await connect().lessons.check({ file: { kind: 'path', path: fileOf(name) } });
    expect(issues.map(({ message }) => message)).toEqual([]);
  });

  test('comes after lessons that are there', async () => {
    const ids = shipped.map(({ id }) => id);
    for (const before of (await read(name)).lesson.before) expect(ids).toContain(before);
  });
});

test('each is there in both languages, which its check compares', () => {
  for (const { id } of shipped)
    expect(shipped.filter((one) => one.id === id).map(({ language }) => language)).toEqual(['en', 'ko']);
});
