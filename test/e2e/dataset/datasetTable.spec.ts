// Looking at a table: its order, its rows, going to one of them, and choosing columns, with the pointer and with the keyboard.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { openTable } from '../harness/pipeline.ts';

const penguins = fileURLToPath(new URL('../../../examples/penguins.csv', import.meta.url));

/** Texts of the first rows of the table, row numbers first. */
async function firstRow(page: Page): Promise<string[]> {
  const row = page.getByRole('row').nth(1);
  return [await row.getByRole('rowheader').innerText(), ...(await row.getByRole('cell').allInnerTexts())];
}

test('a press sorts by a column upwards, the next downwards, the third as in the file', async ({ page }) => {
  await openTable(page, penguins);
  const head = page.getByRole('columnheader', { name: /Beak Depth/ });
  const sort = page.getByRole('button', { name: 'Sort by Beak Depth (mm)' });
  await sort.click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(async () => (await firstRow(page))[4]).toBe('13.1');
  expect((await firstRow(page))[0]).not.toBe('1');
  await sort.click();
  await expect.poll(async () => (await firstRow(page))[4]).toBe('21.5');
  await sort.click();
  await expect(head).toHaveAttribute('aria-sort', 'none');
  await expect.poll(async () => (await firstRow(page))[0]).toBe('1');
});

test('filters of several columns hold together, and say how many rows are left', async ({ page }) => {
  await openTable(page, penguins);
  await page.getByRole('button', { name: 'Filter by Beak Length (mm)' }).click();
  await page.getByLabel('At least').fill('55');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const view = page.getByRole('region', { name: 'Sorting and filters' });
  await expect(view).toContainText('Beak Length (mm) from 55');
  await expect(view.getByRole('status')).toHaveText(/^\d+ of 344 rows$/);
  const found = Number.parseInt((await view.getByRole('status').textContent()) ?? '', 10);
  expect(found).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Filter by Sex' }).click();
  await page.getByLabel('Contains').fill('fem');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(view.getByRole('status')).not.toContainText(`${found} of`);
  await expect(page.getByRole('row', { name: /FEMALE/ }).first()).toBeVisible();
  await view.getByRole('button', { name: 'Show all' }).click();
  await expect(view).toBeHidden();
  await expect.poll(async () => (await firstRow(page))[0]).toBe('1');
});

test('rows that miss a value can be looked at alone', async ({ page }) => {
  await openTable(page, penguins);
  await page.getByRole('button', { name: 'Filter by Body Mass (g)' }).click();
  await page.getByLabel('Only rows with a missing value (2)').check();
  await expect(page.getByRole('status').filter({ hasText: '2 of 344 rows' })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: '4', exact: true })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: '340', exact: true })).toBeVisible();
});

test('G goes to a row by its number', async ({ page }) => {
  await openTable(page, penguins);
  await page.keyboard.press('g');
  await expect(page.getByLabel('Go to row')).toBeFocused();
  await page.keyboard.type('300');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('rowheader', { name: '300', exact: true })).toBeInViewport();
  await expect(page.getByRole('rowheader', { name: '1', exact: true })).toBeHidden();
});

test('a column opens its figures, and Escape goes back to the findings', async ({ page }) => {
  await openTable(page, penguins);
  await page
    .getByRole('columnheader', { name: /Flipper Length/ })
    .getByRole('button', { name: /^Column/ })
    .click();
  const pane = page.getByRole('region', { name: 'Flipper Length (mm)', exact: true });
  for (const [label, value] of [
    ['Missing', '2 (0.6%)'],
    ['Minimum', '172'],
    ['Maximum', '231'],
    ['Median', '197'],
  ] as const)
    await expect(pane.getByText(label, { exact: true }).locator('xpath=following-sibling::dd[1]')).toHaveText(
      value,
    );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Findings' })).toBeVisible();
});

test('a cell is shown as in the file, and what is not a number in a column of numbers is marked', async ({
  page,
  host,
}) => {
  const path = join(host.home, 'cells.csv');
  const rows = Array.from({ length: 40 }, (_, i) => `${i + 1}.50,<b>bold</b> & \u202Eright`);
  await writeFile(path, `price,note\n${rows.join('\n')}\nunknown,last\n`);
  await openTable(page, path);
  const first = page.getByRole('row').nth(1);
  await expect(first.getByRole('cell').nth(0)).toHaveText('1.50');
  await expect(first.getByRole('cell').nth(1)).toHaveText('<b>bold</b> & \u202Eright');
  await page.keyboard.press('g');
  await page.keyboard.type('41');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('cell', { name: 'unknown (not a number)' })).toBeVisible();
});

test('five thousand columns are walked through by keyboard, with a handful of them in the page', async ({
  page,
  host,
}) => {
  const path = join(host.home, 'wide.csv');
  const names = Array.from({ length: 5000 }, (_, i) => `column_${i}`);
  const rows = Array.from({ length: 12 }, (_, r) => names.map((_, i) => (r * 31 + i * 17) % 101).join(','));
  await writeFile(path, `${names.join(',')}\n${rows.join('\n')}\n`);
  await openTable(page, path);
  await page.getByRole('button', { name: 'Column column_0', exact: true }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('button', { name: 'Column column_4999', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('button', { name: 'Column column_4998', exact: true })).toBeFocused();
  expect(await page.getByRole('columnheader').count()).toBeLessThan(20);
});
