// The folder of the shipped lessons, with files in it that are none.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lessonsFolder, lessonsIn } from '../../../../app/workspace/lessons/lessonFiles.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-'));
  for (const name of ['01-neuron.en.md', '01-neuron.ko.md', '04-loss.en.md', '04-loss.ko.md'])
    await copyFile(join(lessonsFolder, name), join(folder, name));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function listed(language: 'en' | 'ko' = 'en') {
  const { found, issues } = await lessonsIn(folder, language);
  return { lessons: found.map(({ fileName }) => fileName), issues: issues.map(({ message }) => message) };
}

it('lists each lesson once, in the language where it has it', async () => {
  await rm(join(folder, '01-neuron.ko.md'));
  expect(await listed('ko')).toEqual({ lessons: ['01-neuron.en.md', '04-loss.ko.md'], issues: [] });
});

it('leaves out a file that is no lesson, and says why', async () => {
  await writeFile(join(folder, '02-torn.en.md'), '---\nlesson: torn');
  await writeFile(join(folder, '03-text.en.md'), Buffer.from([0xff, 0xfe, 0]));
  await mkdir(join(folder, '05-folder.en.md'));
  await copyFile(join(lessonsFolder, '04-loss.en.md'), join(folder, '06-other.en.md'));
  const { lessons, issues } = await listed();
  expect(lessons).toEqual(['01-neuron.en.md', '04-loss.en.md']);
  const text = (file: string, why: string) => `The file ${file} is left out of the list of lessons. ${why}`;
  expect(issues).toEqual([
    text(
      '02-torn.en.md',
      '02-torn.en.md is not a valid lesson. Line 1: The file does not begin with front matter between two lines of three dashes.',
    ),
    text(
      '03-text.en.md',
      '03-text.en.md is not a valid lesson. Line 1: The file is not UTF-8; save it as UTF-8.',
    ),
    expect.stringContaining('The file 05-folder.en.md is left out'),
    text('06-other.en.md', 'Its id is loss, not other.'),
  ]);
});

it('lists a lesson in the other language where the file of this one is torn', async () => {
  await writeFile(join(folder, '01-neuron.en.md'), '');
  const { lessons, issues } = await listed();
  expect(lessons).toEqual(['01-neuron.ko.md', '04-loss.en.md']);
  expect(issues).toHaveLength(1);
});

it('takes no notice of other files', async () => {
  await writeFile(join(folder, 'notes.txt'), 'x');
  await writeFile(join(folder, '.DS_Store'), 'x');
  await writeFile(join(folder, '01-neuron.en.md~'), 'x');
  expect((await listed()).issues).toEqual([]);
});
