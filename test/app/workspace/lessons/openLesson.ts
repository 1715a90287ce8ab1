// A lesson of a test's own on a table of its own, opened in the backend of openedTable.ts.
import type { Lesson } from '../../../../app/contract/lesson/lesson.ts';
import { type Client, connect, written } from '../table/openedTable.ts';

/** x and y of a line with noise that is written down here. */
export const points = [
  [-2, -3.1],
  [-1, -1.2],
  [0, 0.9],
  [1, 2.2],
  [2, 5.3],
  [3, 6.8],
] as const;

export interface LessonParts {
  /** Lines of the front matter. */
  front?: string;
  /** Fields of the one step. */
  step?: string;
  /** Live numbers. */
  numbers?: readonly string[];
  /** The condition of the one goal. */
  when?: string;
  /** What stands behind the first step. */
  more?: string;
}

export const raw = `set: { hidden: [], optimizer: sgd, optimizerSettings: { weightDecay: 0 }, learningRate: 0.05, batchSize: full, epochs: 500, patience: 0,
  split: { train: 1, validation: 0, test: 0 }, prepare: { x: { scaling: none } } }
weights: [{ weight: [[0.5]], bias: [0.25] }]`;

export function lessonOf({
  front = raw,
  step = '',
  numbers = [],
  when = 'step > 0',
  more = '',
}: LessonParts): string {
  return `---
lesson: of-a-test
title: Of a test
summary: for a test
table: points.csv
target: 'y'
features: [x]
own: { target: number, features: 1 }
${front}
---

## One

\`\`\`step
views: [predictions]
${step}
\`\`\`

Numbers: ${numbers.map((one) => `{{${one}}}`).join(', ')}

\`\`\`goal
id: goal
goal: Reach it.
when: ${JSON.stringify(when)}
now: Not yet.
hint: Step.
\`\`\`
${more}`;
}

export async function openedLesson(
  parts: LessonParts = {},
): Promise<{ client: Client; lesson: Lesson; file: string }> {
  const client = connect();
  await written('points.csv', ['x,y', ...points.map((point) => point.join(','))]);
  const file = await written('of-a-test.md', [lessonOf(parts)]);
  const lesson = await client.lessons.open({ lesson: { kind: 'path', path: file }, language: 'en' });
  return { client, lesson, file };
}
