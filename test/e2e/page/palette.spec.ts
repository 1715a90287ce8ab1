// Ctrl+K by the keyboard alone: what it finds, where it leads, and that the focus comes back. And the settings that it opens.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import { openStage, openTable } from '../harness/pipeline.ts';

async function openIris(page: Page) {
  await page.getByRole('button', { name: /Iris flowers/ }).click();
  await expect(page.getByRole('link', { name: /^Dataset/ })).toContainText('4 inputs');
}
/** In either language. */
async function find(page: Page, words: string) {
  const field = page.getByRole('combobox', { name: /^Find screens|찾기$/ });
  // The key closes a palette that has not gone yet.
  await expect(field).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await page.keyboard.type(words);
}
const chosen = (page: Page) => page.locator('[role="option"][aria-selected="true"]');
const palette = (page: Page) => page.getByRole('dialog', { name: 'Find or do' });

test('a setting is found by its name and gets the focus, also inside a fold', async ({ page }) => {
  await openIris(page);
  await find(page, 'learning rate');
  await expect(chosen(page)).toContainText('Learning rate');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/model$/);
  await expect(page.getByRole('textbox', { name: 'Learning rate η', exact: true })).toBeFocused();
  await find(page, 'target loss');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Target loss' })).toBeFocused();
});

test('Escape closes it and gives the focus back, arrows go round, Tab keeps to one group', async ({
  page,
}) => {
  await openIris(page);
  const target = page
    .getByRole('main')
    .getByLabel(/^Predict/)
    .first();
  await target.focus();
  await find(page, 'rate');
  const first = await chosen(page).getAttribute('id');
  await page.keyboard.press('ArrowDown');
  expect(await chosen(page).getAttribute('id')).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  await expect(chosen(page)).toHaveAttribute('id', first!);
  await expect(page.getByRole('combobox', { name: /^Find screens/ })).toHaveAttribute(
    'aria-activedescendant',
    first!,
  );
  await expect(palette(page).getByRole('group')).not.toHaveCount(1);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(palette(page).getByRole('group')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(target).toBeFocused();
});

test('what cannot be done says why, and Enter does nothing', async ({ page }) => {
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await find(page, 'evaluation');
  await expect(chosen(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(chosen(page)).toContainText('Needs a finished run');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeVisible();
});

test('a column far to the right is selected and gets the focus; names keep their own direction', async ({
  page,
}) => {
  const names = Array.from({ length: 500 }, (_, i) => (i === 450 ? 'العمر' : `c${i}`));
  const path = join(mkdtempSync(join(tmpdir(), 'chainrule-wide-')), 'wide.csv');
  const rows = Array.from({ length: 30 }, (_, row) => names.map((_, i) => (row * 7 + i) % 13).join());
  writeFileSync(path, `${names.join()}\n${rows.join('\n')}\n`);
  await openTable(page, path);
  await find(page, 'العمر');
  await expect(chosen(page).locator('bdi').first()).toHaveText('العمر');
  await page.keyboard.press('Escape');
  await find(page, 'c437');
  await page.keyboard.press('Enter');
  await expect(page.locator('th [data-what="name"]:focus')).toContainText('c437');
});

test('a page in Korean finds by English and by syllables that are not finished', async ({ page }) => {
  await openIris(page);
  await find(page, '한국어');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: /^데이터/ })).toBeVisible();
  await find(page, 'dropout');
  await expect(chosen(page)).toContainText('드롭아웃');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('가줓');
  await expect(chosen(page)).toContainText('가중치');
});

test('a term shows its meaning', async ({ page }) => {
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await find(page, 'overfit');
  await page.keyboard.press('Enter');
  await expect(palette(page).getByRole('heading', { name: /^overfitting/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(chosen(page)).toContainText('overfitting');
});

test('a run is started, and its model is saved, without a pointer', async ({ page }) => {
  await openIris(page);
  await find(page, 'train');
  await expect(chosen(page)).toContainText('Train');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/training$/);
  await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible({ timeout: 45_000 });
  await find(page, 'save safetensors');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.safetensors$/);
});

test('a setting of the page holds at once and after a reload', async ({ page }) => {
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await find(page, 'settings');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await expect(sheet).toBeFocused();
  expect(await findings(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'dark' }).click();
  await sheet.getByRole('button', { name: 'less' }).click();
  await sheet.getByRole('checkbox').uncheck();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveClass(/less-motion/);
  await find(page, 'keyboard shortcuts');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('switched off');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the licences of what is inside are read by the keyboard, below the version', async ({ page }) => {
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await find(page, 'settings');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  const fold = sheet.locator('summary', { hasText: 'Licences of the software inside' });
  await fold.focus();
  await page.keyboard.press('Enter');
  const licences = sheet.getByRole('region', { name: 'Licences of the software inside' });
  for (const name of ['svelte', 'katex', 'uplot', '@duckdb/node-api', 'Pretendard'])
    await expect(licences).toContainText(new RegExp(`^ {2}${name}[ :]`, 'm'));
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await expect(licences).toBeFocused();
  await page.keyboard.press('End');
  await expect.poll(() => licences.evaluate((region) => region.scrollTop)).toBeGreaterThan(0);
});

test('a short training goes at a pace to watch from epoch 0 on, until full speed is pressed', async ({
  page,
}) => {
  await openIris(page);
  await find(page, 'speed to watch');
  await page.keyboard.press('Enter');
  await find(page, 'train');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Epoch 0 of/)).toBeVisible();
  await page.getByRole('button', { name: 'Full speed' }).click();
  await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole('button', { name: 'Full speed' })).toBeHidden();
  await expect(page.getByRole('combobox', { name: 'Speed: full speed' })).toBeVisible();
});

test('the meaning of a field stays under the pointer and goes with Escape', async ({ page }) => {
  await openIris(page);
  await openStage(page, 'Model');
  const hint = page.getByRole('tooltip').filter({ hasText: 'The size of a step.' });
  await expect(hint).toBeHidden();
  await page.getByText('Learning rate η', { exact: true }).hover();
  await expect(hint).toBeVisible();
  await hint.hover();
  await expect(hint).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(hint).toBeHidden();
  await page.getByRole('textbox', { name: 'Learning rate η', exact: true }).focus();
  await expect(hint).toBeVisible();
  const loss = page.getByRole('heading', { name: 'Loss', exact: true }).getByText('Loss', { exact: true });
  const meaning = page.getByText('The number that training makes small.').first();
  await expect(meaning).toBeHidden();
  await page.keyboard.press('Shift+Tab');
  await loss.focus();
  await expect(meaning).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(meaning).toBeHidden();
});
