// `chainrule lesson`: mistakes with their lines, and the list of the shipped lessons.
import { rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lessonText } from '../../../lesson/lessonText.ts';
import { type CommandLine, openCommandLine } from '../command.ts';

let chainrule: CommandLine;
beforeAll(async () => {
  chainrule = await openCommandLine();
  await writeFile('right.md', lessonText);
  await writeFile('wrong.md', lessonText.replace('{{w}}', '{{ww}}').replace('right: 2', 'right: 9'));
  await writeFile('columns.md', lessonText.replace('features: [x]', 'features: [size]'));
  await writeFile('settings.md', lessonText.replace('[[0.5]]', '[[0.5, 1]]'));
  await writeFile('table.md', lessonText.replace('six.csv', 'seven.csv'));
});
afterAll(() => chainrule.close());

it('a lesson without mistakes is told with its steps and goals', async () => {
  const { code, stdout, stderr } = await chainrule.run('lesson', 'check', 'right.md');
  expect([code, stdout, stderr]).toEqual([0, 'right.md: 2 steps, 1 goal, no mistake.\n', '']);
});

it('each mistake is a sentence with its line, and the exit code is 1', async () => {
  const { code, stdout } = await chainrule.run('lesson', 'check', 'right.md', 'wrong.md');
  expect(code).toBe(1);
  expect(stdout).toBe(
    [
      'right.md: 2 steps, 1 goal, no mistake.',
      'wrong.md: 2 mistakes.',
      '  Line 27: right must be the number of an option, from 1 to 2; it is 9.',
      '  Line 28: There is no quantity "ww"; did you mean "w"?',
      '',
    ].join('\n'),
  );
});

it.each([
  ['columns.md', 'Line 7: six.csv has no column "size"; its columns are x, y.'],
  [
    'settings.md',
    'Line 9: These settings cannot be trained. The initial weights set by hand for layer 1 are for 1 unit with 2 inputs; the network has 1 unit with 1 input there.',
  ],
  [
    'table.md',
    "Line 5: The table seven.csv cannot be used. The lesson's table seven.csv is neither beside the lesson nor among the examples. Put seven.csv beside the lesson.",
  ],
])('%s is checked with its table', async (file, sentence) => {
  const { code, lines } = await chainrule.run('lesson', 'check', file, '--json');
  expect(code).toBe(1);
  const [{ mistakes }] = lines.at(-1)!.checked as [{ mistakes: { message: string }[] }];
  expect(mistakes[0]!.message).toBe(sentence);
});

it('a file that is not there is a failure', async () => {
  const { code, stderr } = await chainrule.run('lesson', 'check', 'none.md');
  expect([code, stderr]).toEqual([1, 'There is no file none.md. Check the path.\n']);
});

it('the shipped lessons are listed in both languages', async () => {
  const { lines } = await chainrule.run('lesson', 'list', '--json');
  expect((lines.at(-1)!.lessons as unknown[]).length).toBe(15);
  const { stdout } = await chainrule.run('lesson', 'list');
  expect(stdout).toMatch(/^ *7 +gradient-descent +Gradient descent +0 of \d goals$/m);
});

it('a sheet is in the language of its lesson, where none is asked for', async () => {
  const korean = lessonText.replace('title: A small lesson', 'title: 작은 강의\nlanguage: ko');
  await writeFile('small.ko.md', korean);
  const langOf = async (...args: string[]) =>
    (await chainrule.run('lesson', 'sheet', ...args)).stdout.match(/<html lang="(\w+)"/)?.[1];
  expect(await langOf('small.ko.md')).toBe('ko');
  expect(await langOf('right.md')).toBe('en');
  expect(await langOf('small.ko.md', '--language', 'en')).toBe('en');
  await rm('small.ko.md');
});
