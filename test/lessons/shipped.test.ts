// The shipped lessons: their files have no mistake, and both languages are the same lesson.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import type { Block, Inline, Lesson } from '../../app/contract/lesson/lesson.ts';
import { liveNumbersIn } from '../../app/contract/lesson/liveNumbers.ts';
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
  test('has no mistake, and can be trained on its table in every step', async () => {
    const { issues } = await connect().lessons.check({ file: { kind: 'path', path: fileOf(name) } });
    expect(issues.map(({ message }) => message)).toEqual([]);
  });

  test('has formulas that can be typeset', async () => {
    for (const tex of formulasOf((await read(name)).lesson)) {
      const numbers = liveNumbersIn(tex).toReversed();
      const filled = numbers.reduce(
        (all, { from, to }) => `${all.slice(0, from)}{-1.23}${all.slice(to)}`,
        tex,
      );
      expect(() => katex.renderToString(filled, { throwOnError: true, strict: 'ignore' }), tex).not.toThrow();
    }
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

function formulasOf({ steps }: Lesson): string[] {
  return steps.flatMap(({ blocks }) => blocks.flatMap(formulasIn));
}

function formulasIn(block: Block): string[] {
  switch (block.kind) {
    case 'math':
      return [block.tex];
    case 'paragraph':
      return block.parts.flatMap(inline);
    case 'list':
      return block.items.flat().flatMap(inline);
    case 'question': {
      const { ask, options, because } = block.question;
      return [ask, ...(options ?? []), because].flat().flatMap(inline);
    }
    case 'goal': {
      const { goal, now, met, hint } = block.goal;
      return [goal, now, met, hint].flat().flatMap(inline);
    }
  }
}

function inline(part: Inline): string[] {
  if (part.kind === 'math') return [part.tex];
  return part.kind === 'strong' || part.kind === 'emphasis' ? part.parts.flatMap(inline) : [];
}
