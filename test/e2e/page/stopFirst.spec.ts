// What a run in progress does not allow asks once whether to stop it, and is then done; driven by keys where a person has only those.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import { choosePace, openStage, prepareEndlessRun, setNumber } from '../harness/pipeline.ts';
import { stageLink } from '../harness/stageLink.ts';

const cars = fileURLToPath(new URL('../../../examples/cars.csv', import.meta.url));
const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

const question = (page: Page) => page.getByRole('alert').filter({ hasText: 'A run is in progress.' });
const keep = (page: Page) => page.getByRole('button', { name: 'Keep training' });

test.beforeEach(async ({ page }) => {
  await prepareEndlessRun(page, cars, 'Miles_per_Gallon');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/#\/training$/);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('a dropped file is opened when the run was stopped, and the run is kept with its scores', async ({
  page,
}) => {
  await dropFile(page, iris);
  await page.getByRole('button', { name: 'Stop the run and open iris.csv' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'iris.csv' })).toBeVisible();
  await expect(question(page)).toBeHidden();
  await page.getByRole('link', { name: /^Runs/ }).click();
  await expect(page.getByRole('row', { name: /cars\.csv: Miles_per_Gallon/ })).toContainText('RMSE');
});

test('the question takes the focus, and Escape keeps training', async ({ page }) => {
  await openStage(page, 'Model');
  const again = page.getByRole('button', { name: 'Propose again' });
  await again.press('Enter');
  await expect(question(page)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Stop the run and make the change' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(keep(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();
  await expect(again).toBeFocused();
  await expect(stageLink(page, 'Training')).toContainText('Training, epoch');
});

test('an edited setting is taken back where the run goes on, and made where it is stopped', async ({
  page,
}) => {
  await openStage(page, 'Model');
  const epochs = page.getByLabel('Epochs', { exact: true });
  await setNumber(page, 'Epochs', '50');
  await keep(page).click();
  await expect(epochs).toHaveValue('1000000');
  await setNumber(page, 'Epochs', '50');
  await page.getByRole('button', { name: 'Stop the run and change the settings' }).press('Enter');
  await expect(question(page)).toBeHidden();
  await expect(stageLink(page, 'Training')).toContainText('Stopped at epoch');
  await expect(epochs).toHaveValue('50');
  await page.keyboard.press('Control+z');
  await expect(epochs).toHaveValue('1000000');
});

test('undo is asked about by its key, and done', async ({ page }) => {
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Stop the run and undo' }).press('Enter');
  await openStage(page, 'Model');
  await expect(page.getByLabel('Epochs', { exact: true })).not.toHaveValue('1000000');
});

test('the question goes by itself when the run ends, and pausing leaves it open', async ({ page }) => {
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Stop the run and train a new one' })).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await expect(question(page)).toBeVisible();
  await page.getByRole('button', { name: 'Stop (S)' }).click();
  await expect(page.getByRole('button', { name: 'Train again' })).toBeVisible();
  await expect(question(page)).toBeHidden();
});

test('a race is stopped for another file', async ({ page }) => {
  await page.keyboard.press('s');
  await expect(page.getByRole('button', { name: 'Train again' })).toBeVisible();
  await page.getByRole('link', { name: 'Race' }).click();
  await choosePace(page, /^1 epoch/);
  await page.getByRole('button', { name: 'Start the race' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await dropFile(page, iris);
  await expect(page.getByRole('button', { name: 'Keep racing' })).toBeVisible();
  await page.getByRole('button', { name: 'Stop the race and open iris.csv' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'iris.csv' })).toBeVisible();
});
