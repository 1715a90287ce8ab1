// How little the page needs before its first screen can be used: counted, not timed. `chainrule bench startup` times it.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { firstScreenBytes } from '../../../app/hosts/cli/bench/firstScreen.ts';
import { expect, test } from '../harness/fixtures.ts';

const built = fileURLToPath(new URL('../../../dist/renderer/', import.meta.url));

test('the first screen needs at most 350 kB of JavaScript, gzipped, and no screen of a stage', async () => {
  expect(await firstScreenBytes(built)).toBeLessThanOrEqual(350_000);
  const index = readFileSync(`${built}index.html`, 'utf8');
  const screens = readdirSync(`${built}assets`).filter((name) => /^\w+Screen-.*\.js$/.test(name));
  expect(screens.map((name) => name.split('-')[0])).toEqual([
    'DatasetScreen',
    'EvaluationScreen',
    'ExportScreen',
    'LessonScreen',
    'LessonsScreen',
    'ModelScreen',
    'RaceScreen',
    'RepeatsScreen',
    'RunsScreen',
    'SearchScreen',
    'TrainingScreen',
    'WalkScreen',
  ]);
  for (const name of screens) expect(index).not.toContain(name);
});

test('every stage has come once the page has had nothing to do', async ({ page }) => {
  const stages = ['Dataset', 'Model', 'Training', 'Evaluation', 'Export'];
  await page.waitForFunction((names) => {
    const files = performance.getEntriesByType('resource').map(({ name }) => name);
    return names.every((name) => files.some((file) => file.includes(`/${name}Screen-`)));
  }, stages);
});
