// What was done of lessons in the home folder: of a newer program, and among what is counted and verified.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Learner } from '../../../lessons/learner.ts';
import { now } from '../table/openedTable.ts';
import { openedLesson } from './openLesson.ts';

it('what a newer Chainrule wrote stays as it is, which is said once', async () => {
  const { client, lesson } = await openedLesson();
  const file = join((await client.app.info()).home, 'lessons.json');
  const newer = '{"version":2,"lessons":{"of-a-test":{"stars":3}}}';
  await writeFile(file, newer);
  await new Learner(client, lesson).enter(0);
  await client.lessons.list({ language: 'en' });
  expect(await readFile(file, 'utf8')).toBe(newer);
  expect((await now(client)).notices.map(({ message }) => message)).toEqual([
    'What was done of lessons was written by a newer Chainrule (format 2); it stays as it is, and what is done now is not kept.',
  ]);
});

it('is counted and verified with the rest of the home folder', async () => {
  const { client } = await openedLesson();
  const file = join((await client.app.info()).home, 'lessons.json');
  const bytes = (await readFile(file)).byteLength;
  expect((await client.home.sizes()).lessons).toEqual({ count: 1, bytes });
  const found = async () =>
    (await client.home.verify({})).flatMap(({ kind, problems }) =>
      kind === 'lessons' ? [problems.map((one) => one.kind)] : [],
    );
  expect(await found()).toEqual([[]]);
  await writeFile(file, '{"version":1,');
  expect(await found()).toEqual([['damaged']]);
  await writeFile(file, '{"version":2}');
  expect(await found()).toEqual([['newer']]);
  expect((await client.home.sizes()).lessons).toEqual({ count: 0, bytes: 13 });
});

it('of the open lesson is listed as it is, also before it is written', async () => {
  const { client, file } = await openedLesson();
  const home = (await client.app.info()).home;
  const newer = '{"version":2}';
  // Nothing is written over it.
  await writeFile(join(home, 'lessons.json'), newer);
  const { lessons } = await client.lessons.list({ language: 'en' });
  expect(lessons.at(-1)).toMatchObject({
    ...{ id: 'of-a-test', ref: { kind: 'path', path: file }, progress: { step: 0, done: false } },
  });
});
