// Tables at the edges of what a person may drop: two rows, 500 columns, names of 200 characters, a column called `__proto__`, names that
// run from right to left. From the file to the walk through one row: no error, nothing wider than the window, nothing for axe.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import {
  chooseTarget,
  everyView,
  openStage,
  openTable,
  setNumber,
  trainToTheEnd,
} from '../harness/pipeline.ts';
import { misplaced } from '../harness/readingOrder.ts';

const long = (start: string) => `${start} ${'a very long name '.repeat(12)}`.slice(0, 200).trim();
const noise = (i: number) => (((i + 1) * 7_919) % 10_007) / 10_007;

function csv(header: readonly string[], rows: number, cell: (row: number, column: number) => string) {
  const lines = Array.from({ length: rows }, (_, row) => header.map((_, k) => cell(row, k)).join(','));
  return `${[header.join(','), ...lines].join('\n')}\n`;
}

interface Story {
  name: string;
  target: string;
  content: string;
}

const wide = Array.from({ length: 500 }, (_, k) => `rating ${k + 1}`);
const longNames = [...Array.from({ length: 6 }, (_, k) => long(`feature ${k + 1}`)), long('kind')];
const proto = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
const turned = ['גיל (שנים)', 'السعر', 'abc\u202Efed', 'עיר'];
const classes = ['ירוק 1', 'أحمر 2', 'blue\u202E3'];

const stories: Story[] = [
  {
    name: '500-columns.csv',
    target: 'rating 1',
    content: csv(wide, 120, (row, k) => String((row * (k + 1) + (row >> 3)) % 5)),
  },
  {
    name: `${'long file name '.repeat(8)}.csv`,
    target: long('kind'),
    content: csv(longNames, 90, (row, k) =>
      k === 6 ? long(['first', 'second', 'third'][row % 3]!) : String(noise(row * 7 + k) + (row % 3)),
    ),
  },
  {
    name: 'proto.csv',
    target: '__proto__',
    content: csv(proto, 90, (row, k) =>
      k === 0 ? ['__proto__', 'constructor'][row % 2]! : String(noise(row * 3 + k) + (row % 2)),
    ),
  },
  {
    name: 'ערים (2).csv',
    target: 'עיר',
    content: csv(turned, 90, (row, k) =>
      k === 3
        ? classes[row % 3]!
        : k === 0
          ? String(20 + (row % 3) * 10)
          : String(noise(row * 5 + k) + (row % 3)),
    ),
  },
];

async function looksRight(page: Page, where: string) {
  expect(await findings(page), where).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, `${where} is wider than the window`).toBeLessThanOrEqual(0);
  expect(await misplaced(page, [...turned, ...classes, 'ערים (2).csv']), where).toEqual([]);
}

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 900, height: 700 },
]) {
  test.describe(`at ${viewport.width} x ${viewport.height}`, () => {
    // Without motion axe sees no colour on its way.
    test.use({ viewport, contextOptions: { reducedMotion: 'reduce' } });
    // KaTeX knows no sizes of Arabic and Hebrew letters, takes none, and says so; it draws them.
    test.use({ expectedErrors: [/^No character metrics for '[\u0590-\u06ff]'/] });

    for (const { name, target, content } of stories)
      test(`${name.slice(0, 20)} is opened, trained, judged and walked`, async ({ page, host }) => {
        const path = join(host.home, name);
        await writeFile(path, content);
        await openTable(page, path);
        await looksRight(page, 'the dataset without a target');
        await chooseTarget(page, target);
        await expect(page.getByRole('region', { name: 'Split' })).toBeVisible();
        await looksRight(page, 'the dataset');
        await page.locator('th [data-what="name"]').first().click();
        await looksRight(page, 'a column');
        await openStage(page, 'Model');
        await setNumber(page, 'Epochs', '12');
        await looksRight(page, 'the model');
        await trainToTheEnd(page);
        await looksRight(page, 'the training');
        await openStage(page, 'Evaluation');
        for await (const view of everyView(page)) await looksRight(page, `the results: ${view}`);
        await openStage(page, 'Export');
        await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
        await looksRight(page, 'the export');
        await page.getByRole('link', { name: /^Runs/ }).click();
        await expect(page.getByRole('checkbox')).toHaveCount(1);
        await looksRight(page, 'the runs');
        await openStage(page, 'Training');
        await page.getByRole('button', { name: 'Walk one row' }).first().click();
        await expect(page.getByRole('heading', { level: 1, name: 'Walk one row' })).toBeVisible();
        await expect(page.getByText(/^Step 1 of/)).toBeVisible();
        await looksRight(page, 'the walk');
      });

    test('two rows are too few, which is said before anything is trained', async ({ page, host }) => {
      const path = join(host.home, 'two.csv');
      await writeFile(path, 'size,price\n1,2\n3,4\n');
      await openTable(page, path);
      await looksRight(page, 'the dataset without a target');
      await chooseTarget(page, 'price');
      const region = page.getByRole('region', { name: 'Findings' });
      await expect(region).toContainText(/There (is 1 row|are 2 rows) with a target/);
      await looksRight(page, 'the dataset');
      await expect(page.getByRole('button', { name: 'Go to model' })).toHaveAttribute(
        'aria-disabled',
        'true',
      );
    });
  });
}
