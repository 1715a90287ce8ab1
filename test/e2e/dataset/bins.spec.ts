// A number column in bins: chosen where its scaling is, drawn as inputs of its own, and taken back.
import { writeFile } from 'node:fs/promises';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';

const rows = Array.from({ length: 120 }, (_, i) => `${(i * 7) % 90},${(i * 13) % 50},${i % 17}`);

test('it has as many inputs as bins are asked for', async ({ page }, info) => {
  const path = info.outputPath('ages.csv');
  await writeFile(path, `${['age,income,price', ...rows].join('\n')}\n`);
  await dropFile(page, path);
  await page.getByRole('combobox', { name: /^Predict/ }).click();
  await page.getByRole('option', { name: 'price' }).click();
  await page.getByRole('button', { name: 'age', exact: true }).first().click();
  await page.getByLabel('Piecewise-linear encoding').check();
  await expect(page.getByText('Becomes 16 inputs.')).toBeVisible();
  const bins = page.getByLabel('Bins', { exact: true });
  await bins.fill('4');
  await bins.press('Enter');
  await expect(page.getByText('Becomes 4 inputs.')).toBeVisible();
  const inputs = page.getByRole('region', { name: '2 columns → 5 inputs' });
  await expect(inputs).toContainText('bins: 4');
  await expect(inputs).toContainText('0 to ');
  // The hint of the focused field lies over the box.
  await page.getByLabel('Piecewise-linear encoding').press('Space');
  await expect(page.getByText('Becomes 1 input.')).toBeVisible();
});
