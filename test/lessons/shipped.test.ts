// The shipped lessons: their files have no mistake, and both languages are the same lesson.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../app/contract/lesson/lesson.ts';
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

const korean = shipped.filter(({ language }) => language === 'ko');
describe.each(korean.map(({ name, id }) => [id, name] as const))('the lesson %s', (id, name) => {
  test('is the same in both languages, but for its words', async () => {
    const english = shipped.find((one) => one.id === id && one.language === 'en');
    const [here, there] = [await read(name), await read(english?.name ?? '')];
    expect(bonesOf(here)).toEqual(bonesOf(there));
  });
});

/** Everything but the words. */
function bonesOf({ lesson, start, answers, conditions, numbers }: LessonFile) {
  const { title: _, summary: __, language: ___, steps, ...facts } = lesson;
  return {
    facts,
    start,
    answers: [...answers],
    conditions: [...conditions],
    numbers: numbers.map((one) => [...one.keys()].toSorted()),
    steps: steps.map(({ arrangement: { locked, ...arrangement }, own, blocks }) => ({
      arrangement,
      locked: Object.keys(locked ?? {}).toSorted(),
      own,
      blocks: blocks.flatMap(boneOf),
    })),
  };
}

function boneOf(block: Block): object[] {
  if (block.kind === 'question') {
    const { id, options, reveals } = block.question;
    return [{ question: id, options: options?.length ?? null, reveals }];
  }
  return block.kind === 'goal' ? [{ goal: block.goal.id, when: block.goal.when }] : [];
}
