// A column with a value far from all others is proposed robust and clipped, which can be changed where scaling is.
import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';

const wave = (i: number) => (50 + 20 * Math.sin(i)).toFixed(2);
const rows = Array.from(
  { length: 200 },
  (_, i) => `${i === 120 ? '1e15' : wave(i)},${wave(3 * i)},${wave(i)}`,
);

async function open(page: Page, path: string): Promise<void> {
  await writeFile(path, `${['income,age,price', ...rows].join('\n')}\n`);
  await dropFile(page, path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('far.csv');
  await page.getByRole('combobox', { name: /^Predict/ }).click();
  await page.getByRole('option', { name: 'price' }).click();
}

test('it is clipped, and the limit can be changed', async ({ page }, info) => {
  await open(page, info.outputPath('far.csv'));
  const inputs = page.getByRole('region', { name: '2 columns → 2 inputs' });
  await expect(inputs).toContainText('clipped at ±10');
  await page.getByRole('button', { name: 'income', exact: true }).first().click();
  const clip = page.getByLabel('Clip scaled inputs at ±');
  await expect(clip).toHaveValue('10');
  await expect(page.getByRole('combobox', { name: 'Scaling' })).toContainText('robust');
  await clip.fill('');
  await clip.press('Enter');
  await expect(inputs).not.toContainText('clipped');
  await clip.fill('8');
  await clip.press('Enter');
  await expect(inputs).toContainText('clipped at ±8');
});
