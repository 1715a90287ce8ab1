// A person trains an ensemble of folds: its curves, its score, one of its networks walked, and how far its networks differ.
import { fileURLToPath } from 'node:url';
import { expect, test } from '../harness/fixtures.ts';
import {
  chooseTarget,
  openStage,
  openTable,
  openView,
  setNumber,
  trainToTheEnd,
} from '../harness/pipeline.ts';

const cars = fileURLToPath(new URL('../../../examples/cars.csv', import.meta.url));

test('an ensemble is chosen, trained, scored, and its second network is walked', async ({ page }) => {
  await openTable(page, cars);
  await chooseTarget(page, 'Miles_per_Gallon');
  await openStage(page, 'Model');
  await page.getByRole('button', { name: 'Ensemble of folds' }).click();
  await setNumber(page, 'Folds', '3');
  await setNumber(page, 'Epochs', '20');
  await trainToTheEnd(page);

  const main = page.getByRole('main');
  await expect(main.getByText('3 networks trained').first()).toBeVisible();
  await expect(main.getByText(/^Each network keeps the weights of its own best epoch/)).toBeVisible();
  await expect(main.getByText('Network 3', { exact: true }).first()).toBeVisible();
  const trainOn = main.getByRole('button', { name: 'Train on from these weights' });
  await expect(trainOn).toHaveAttribute('aria-disabled', 'true');
  await expect(trainOn).toHaveAttribute('title', /An ensemble has several networks/);

  await page.getByRole('button', { name: 'Walk one row' }).first().click();
  await expect(main.getByText(/^Weights of network 1 alone/)).toBeVisible();
  const predicted = main.getByText(/Miles_per_Gallon: actual/);
  const first = await predicted.textContent();
  await main.getByLabel(/^Network that is shown: Network 1 of 3/).click();
  await page.getByRole('option', { name: 'Network 2 of 3' }).click();
  await expect(main.getByText(/^Weights of network 2 alone/)).toBeVisible();
  await expect(predicted).not.toHaveText(first ?? '');
  await expect(main.getByText(/Gradient check passed/)).toBeVisible();

  await openStage(page, 'Evaluation');
  await expect(main.getByText(/An ensemble: what 3 networks predict is averaged\./)).toBeVisible();
  await openView(page, 'Predict');
  await expect(main.getByText(/^networks differ by [\d.]+ ?/)).toBeVisible();
});
