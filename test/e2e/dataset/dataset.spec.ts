// The dataset screen: what was read, the target, roles, findings, and tables too large to draw whole.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';

const example = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

async function open(page: Page, path: string): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await dropFile(page, path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(path.split('/').at(-1) ?? '');
}

async function predict(page: Page, column: string): Promise<void> {
  await page.getByRole('combobox', { name: /^Predict/ }).click();
  await page.getByRole('option', { name: column }).click();
}

async function setRole(page: Page, column: string, role: string): Promise<void> {
  await page.getByRole('combobox', { name: `Role of ${column}` }).click();
  await page.getByRole('option', { name: role }).click();
}

test('the file, its dialect and every row are accounted for', async ({ page }) => {
  await open(page, example('penguins.csv'));
  await expect(page.getByText('344 rows, 7 columns')).toBeVisible();
  const dialect = page.getByLabel('CSV format');
  for (const fact of [', comma', 'line 1', 'UTF-8', '. point']) await expect(dialect).toContainText(fact);
  await expect(page.getByText('344 read + 0 left out = 344 in the file')).toBeVisible();
});

test('each column shows type, range and what is missing', async ({ page }) => {
  await open(page, example('penguins.csv'));
  const depth = page.getByRole('columnheader', { name: /Beak Depth/ });
  await expect(depth).toContainText('13.1');
  await expect(depth).toContainText('21.5');
  await expect(depth).toContainText('2 missing');
  await expect(page.getByRole('row', { name: /^4 / }).getByText('missing').first()).toBeVisible();
});

test('without a target the way on says what it needs, and likely targets are one press away', async ({
  page,
}) => {
  await open(page, example('penguins.csv'));
  const go = page.getByRole('button', { name: 'Go to model' });
  await expect(go).toHaveAttribute('aria-disabled', 'true');
  await expect(go).toHaveAttribute('title', 'Choose what to predict first');
  await page
    .getByRole('region', { name: 'What should the network predict?' })
    .getByRole('button', { name: 'Species' })
    .click();
  await expect(page.getByRole('region', { name: '6 columns → 10 inputs' })).toBeVisible();
  await go.click();
  await expect(page).toHaveURL(/#\/model$/);
});

test('a likely target beside the list of columns is chosen by key, and keeps the focus', async ({ page }) => {
  await open(page, example('cars.csv'));
  const mileage = page.getByRole('button', { name: 'Predict Miles_per_Gallon' });
  await expect(mileage).toHaveAttribute('title', /usual name of a target/);
  await mileage.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Predict: Miles_per_Gallon' })).toBeVisible();
  await expect(mileage).toHaveAttribute('aria-pressed', 'true');
  await expect(mileage).toBeFocused();
});

test('the split adds up to the rows that have a target', async ({ page }) => {
  await open(page, example('cars.csv'));
  await predict(page, 'Miles_per_Gallon');
  const split = page.getByRole('region', { name: 'Split' });
  await expect(split).toContainText('8 rows without a target left out.');
  const counts = await split.locator('dd.font-strong').allTextContents();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(398);
});

test('whole numbers can be predicted as a number or as classes', async ({ page }) => {
  await open(page, example('cars.csv'));
  await predict(page, 'Cylinders');
  const task = page.getByRole('group', { name: 'Treat the target as' });
  await task.getByRole('button', { name: 'classes' }).click();
  await expect(task.getByRole('button', { name: 'classes' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('whole numbers in “Cylinders” are treated as classes')).toBeVisible();
  await task.getByRole('button', { name: 'number' }).click();
  await expect(page.getByText('“Cylinders” has numbers from 3 to 8')).toBeVisible();
});

test('a feature that is left out gives fewer inputs', async ({ page }) => {
  await open(page, example('penguins.csv'));
  await predict(page, 'Species');
  const rail = page.getByRole('link', { name: /^Dataset/ });
  await expect(rail).toContainText('6 columns → 10 inputs');
  await setRole(page, 'Island', 'ignored');
  await expect(rail).toContainText('5 columns → 7 inputs');
  await setRole(page, 'Island', 'feature');
  await expect(rail).toContainText('6 columns → 10 inputs');
});

test('a number column of few values can be read as a category', async ({ page }) => {
  await open(page, example('cars.csv'));
  await predict(page, 'Miles_per_Gallon');
  const rail = page.getByRole('link', { name: /^Dataset/ });
  await expect(rail).toContainText('6 columns → 8 inputs');
  await page.getByRole('combobox', { name: 'Type of Cylinders: number' }).click();
  await page.getByRole('option', { name: 'category' }).click();
  await expect(rail).toContainText('6 columns → 12 inputs');
});

test('leaving out every feature blocks the way on with the reason', async ({ page, host }) => {
  const path = join(host.home, 'two.csv');
  await writeFile(path, `x,y\n${Array.from({ length: 60 }, (_, i) => `${i},${i * 2}`).join('\n')}\n`);
  await open(page, path);
  await predict(page, 'y');
  await setRole(page, 'x', 'ignored');
  await expect(page.getByRole('button', { name: 'Go to model' })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText('must be fixed');
});

test('a hundred thousand rows scroll to the last one', async ({ page, host }) => {
  const path = join(host.home, 'long.csv');
  const rows = Array.from({ length: 100_000 }, (_, i) => `${i},${(i % 97) / 10},${i % 2 ? 'odd' : 'even'}`);
  await writeFile(path, `index,value,parity\n${rows.join('\n')}\n`);
  await open(page, path);
  const table = page.getByRole('region', { name: /^Table of 100,000 rows/ });
  await table.evaluate((area) => area.scrollTo(0, area.scrollHeight));
  await expect(table.getByRole('row', { name: /^100,000 / })).toContainText('99999');
  expect(await table.getByRole('row').count()).toBeLessThan(60);
});

test('a thousand columns put only those in view into the page', async ({ page, host }) => {
  const path = join(host.home, 'wide.csv');
  const names = Array.from({ length: 1000 }, (_, i) => `column_${i}`);
  const rows = Array.from({ length: 30 }, (_, r) => names.map((_, i) => (r * 31 + i * 17) % 101).join(','));
  await writeFile(path, `${names.join(',')}\n${rows.join('\n')}\n`);
  await open(page, path);
  const table = page.getByRole('region', { name: /^Table of 30 rows/ });
  await table.evaluate((area) => area.scrollTo(area.scrollWidth, 0));
  await expect(table.getByRole('columnheader', { name: 'column_999' })).toBeVisible();
  expect(await table.getByRole('columnheader').count()).toBeLessThan(20);
});

test('at 900 x 700 nothing is cut off sideways', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await open(page, example('penguins.csv'));
  await predict(page, 'Species');
  await expect(page.getByRole('region', { name: 'Split' })).toBeAttached();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wider).toBe(false);
  await expect(page.getByRole('button', { name: 'Go to model' })).toBeInViewport();
});

test('a remedy is offered once it can be taken, and is done until it is taken back', async ({ page }) => {
  await open(page, example('seattle_weather.csv'));
  const use = page.getByRole('button', { name: 'Use date' });
  await expect(page.getByText('“date” holds dates or times')).toBeVisible();
  await expect(use).toHaveCount(0);
  await predict(page, 'weather');
  await use.click();
  const done = page.getByText('Done: Use date');
  await expect(done).toBeVisible();
  await expect(use).toHaveCount(0);
  const undo = page.getByRole('region', { name: 'Findings' }).getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await setRole(page, 'wind', 'ignored');
  await expect(undo).toHaveCount(0);
  await expect(done).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(undo).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(done).toBeHidden();
  // Another change is none that this remedy could take back.
  await setRole(page, 'wind', 'ignored');
  await expect(page.getByRole('combobox', { name: 'Role of wind' })).toContainText('ignored');
  await expect(done).toBeHidden();
});
