// How good: curves of one class against the rest, and one threshold for all of them, by the keyboard alone; of numbers their errors.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber, trainToTheEnd } from '../harness/pipeline.ts';

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));

async function judged(page: Page, file: string, target: string) {
  await openTable(page, local(`../../../examples/${file}`));
  await chooseTarget(page, target);
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '5');
  await trainToTheEnd(page);
  await openStage(page, 'Evaluation');
}

/** A count beside its label, such as "found". */
const fact = (page: Page, label: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator('dd');

test('a threshold is moved by keys, kept with the model, and taken back by undo', async ({ page }) => {
  await judged(page, 'breast_cancer.csv', 'diagnosis');
  const slider = page.getByRole('slider', { name: 'Predict malignant above a probability of' });
  await expect(slider).toHaveValue('0.5');
  const confused = page.getByRole('row', { name: /malignant/ });
  const before = await confused.textContent();

  await slider.focus();
  for (let step = 0; step < 4; step++) await slider.press('PageDown');
  await expect(slider).toHaveValue('0.1');
  await expect(fact(page, 'found')).toHaveText(/^\d+ of \d+$/);
  await slider.press('Home');
  await expect(fact(page, 'missed')).toHaveText('0');

  await page.getByLabel('A missed malignant costs').fill('20');
  await page.getByLabel('A missed malignant costs').press('Enter');
  const cheapest = page.getByRole('button', { name: /^Set to the cheapest/ });
  await cheapest.press('Enter');
  await expect(page.getByText(/the cheapest on validation rows; costs/)).toBeVisible();

  const threshold = (await cheapest.textContent())!.match(/[\d.]+/)![0];
  expect(Number(threshold)).toBeLessThan(0.5);
  await page.getByRole('button', { name: `Use ${threshold} in this model` }).press('Enter');
  await expect(page.getByText(`The model predicts malignant above ${threshold}.`)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('A missed malignant costs')).toHaveValue('20');
  await page.getByRole('button', { name: /^Undo: threshold/ }).click();
  await expect(page.getByText('The model predicts malignant above 0.5.')).toBeVisible();
  await expect(slider).toHaveValue('0.5');
  await expect(confused).toHaveText(before!);
});

test('each curve is read by arrow keys and has its numbers as a table', async ({ page }) => {
  await judged(page, 'seattle_weather.csv', 'weather');
  for (const name of ['ROC', 'Precision and recall', 'Calibration', 'Gain', 'Lift']) {
    const curve = page.getByRole('slider', {
      name: `${name}: read its points with the arrow keys`,
      exact: true,
    });
    await expect(curve).toHaveAttribute('aria-valuetext', 'no point read');
    await curve.press('ArrowRight');
    await expect(curve).toHaveAttribute('aria-valuetext', /\d/);
    await page.getByRole('button', { name: `${name} as a table`, exact: true }).click();
    await expect(page.getByRole('table', { name: `${name}, table` })).toBeVisible();
  }
  await page.getByRole('button', { name: 'snow', exact: true }).click();
  await expect(page.getByRole('slider', { name: 'Predict snow above a probability of' })).toBeVisible();
});

test('errors of a number have their distribution, and intervals the coverage that was asked and measured', async ({
  page,
}) => {
  await judged(page, 'cars.csv', 'Miles_per_Gallon');
  for (const name of ['Residuals', 'Distribution of residuals', 'Coverage of intervals']) {
    const chart = page.getByRole('slider', {
      name: `${name}: read its points with the arrow keys`,
      exact: true,
    });
    await chart.press('ArrowRight');
    await expect(chart).toHaveAttribute('aria-valuetext', /\d/);
  }
  const coverage = page.getByRole('slider', { name: 'Coverage of intervals: read its points' });
  for (let level = 60; level <= 90; level += 10) await coverage.press('ArrowRight');
  await expect(coverage).toHaveAttribute('aria-valuetext', /^90%: ± [\d.]+ holds \d+ of 60 /);
});
