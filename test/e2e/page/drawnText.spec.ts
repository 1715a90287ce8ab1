// Tables that make labels hard to place: names of 200 letters and of another direction, 19 classes, very large and very small numbers,
// 500 columns, two rows. Every word within a drawing can be read at each size of the window.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { unreadableText } from '../harness/drawnText.ts';
import { speak } from '../harness/everyState.ts';
import { expect, test } from '../harness/fixtures.ts';
import {
  chooseTarget,
  everyView,
  openStage,
  openTable,
  setNumber,
  trainToTheEnd,
} from '../harness/pipeline.ts';

const long =
  'the length of a measured thing, as a program wrote it into the header of its table with place and time '
    .repeat(3)
    .slice(0, 200);
const rightToLeft = 'طول البتلة بالسنتيمتر';
const sizes = [
  { width: 1440, height: 900 },
  { width: 900, height: 700 },
  { width: 720, height: 450 },
];

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-names-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** Evenly spread over 0..1. */
const spread = (row: number, by: number) => (row * by) % 1;

async function table(name: string, rows: number, columns: Record<string, (row: number) => string | number>) {
  const path = join(folder, name);
  const line = (cells: (string | number)[]) => cells.map((cell) => `"${cell}"`).join(',');
  const lines = Array.from({ length: rows }, (_, row) =>
    line(Object.values(columns).map((cell) => cell(row))),
  );
  await writeFile(path, `${[line(Object.keys(columns)), ...lines].join('\n')}\n`);
  return path;
}

async function readableAtEverySize(page: Page, where: string) {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const language of ['한국어', 'English'] as const) {
      await speak(page, language);
      await expect
        .poll(() => unreadableText(page), {
          message: `${where}, ${language}, ${size.width} x ${size.height}`,
        })
        .toEqual([]);
    }
  }
  await page.setViewportSize(sizes[0]!);
}

async function trainAndEvaluate(page: Page, where: string) {
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '30');
  await trainToTheEnd(page);
  await expect(
    page.getByRole('slider', { name: /arrow keys move a cursor, its values/ }).first(),
  ).toBeVisible();
  await readableAtEverySize(page, `${where}: training`);
  await openStage(page, 'Evaluation');
  for await (const view of everyView(page)) await readableAtEverySize(page, `${where}: ${view}`);
}

test('19 classes with long names', async ({ page }) => {
  const path = await table('classes.csv', 380, {
    [long]: (row) => ((row % 19) * 1_234_567 + spread(row, 0.618) * 2e6).toFixed(1),
    [rightToLeft]: (row) => ((((row % 19) * 7) % 19) * 1e-7 + spread(row, 0.414) * 3e-7).toExponential(3),
    kind: (row) => (row % 19 === 18 ? 'الصنف الأخير' : `class ${row % 19} ${long.slice(0, 180)}`),
  });
  await openTable(page, path);
  const names = page.locator('th [data-what="name"]');
  await names.nth(0).click();
  await names.nth(1).click({ modifiers: ['Shift'] });
  await expect(page.locator('svg[role="img"] text').first()).toBeVisible();
  await readableAtEverySize(page, 'dataset: a pair of numbers');
  await names.nth(2).click({ modifiers: ['Shift'] });
  await chooseTarget(page, 'kind');
  await trainAndEvaluate(page, 'classes');
  for (const [k, head] of (await page.locator('.head.numbered').all()).entries())
    await expect(head).toContainText(String(k + 1));
});

test('large and small numbers under long names', async ({ page }) => {
  const path = await table('numbers.csv', 200, {
    [long]: (row) => (spread(row, 0.618) * 9e8).toFixed(0),
    [rightToLeft]: (row) => (spread(row, 0.414) * 1e-6).toExponential(2),
    [`price, ${long}`.slice(0, 200)]: (row) => (spread(row, 0.732) * 5e8 + 1e7).toFixed(0),
  });
  await openTable(page, path);
  await chooseTarget(page, 'price, .*');
  await trainAndEvaluate(page, 'numbers');
  await openStage(page, 'Training');
  await page.getByRole('button', { name: '3D' }).click();
  await readableAtEverySize(page, 'numbers: a surface');
});

test('500 columns', async ({ page }) => {
  const columns = Object.fromEntries(
    Array.from({ length: 500 }, (_, k) => [
      `column ${k}`,
      (row: number) => spread(row + 1, 0.1 + k / 700).toFixed(3),
    ]),
  );
  const path = await table('wide.csv', 80, { ...columns, answer: (row) => (row % 3 === 0 ? 'yes' : 'no') });
  await openTable(page, path);
  await chooseTarget(page, 'answer');
  await openStage(page, 'Training');
  await expect(page.getByText(/^\d+ of 68 rows predicted wrongly\.$/)).toBeVisible();
  await readableAtEverySize(page, '500 columns');
});

test('two rows', async ({ page }) => {
  const path = await table('two.csv', 2, {
    a: (row) => 2 * row,
    [long]: (row) => 1e8 * row,
    c: (row) => row + 1,
  });
  await openTable(page, path);
  const names = page.locator('th [data-what="name"]');
  await names.nth(0).click();
  await names.nth(1).click({ modifiers: ['Shift'] });
  await expect(page.locator('svg[role="img"] text').first()).toBeVisible();
  await readableAtEverySize(page, 'two rows');
});

test('values between whole numbers are held in a table with decimal commas', async ({ page }) => {
  const path = join(folder, 'commas.csv');
  const comma = (value: number) => value.toFixed(3).replace('.', ',');
  const lines = Array.from({ length: 60 }, (_, row) =>
    [0.618, 0.414, 0.732, 0.236].map((by) => comma(spread(row + 1, by))).join(';'),
  );
  await writeFile(path, `a;b;c;price\n${lines.join('\n')}\n`);
  await openTable(page, path);
  await chooseTarget(page, 'price');
  await openStage(page, 'Training');
  await expect(page.getByText(/^Off by [\d.,]+ on average in price, over 51 rows\.$/)).toBeVisible();
  await readableAtEverySize(page, 'decimal commas');
});
