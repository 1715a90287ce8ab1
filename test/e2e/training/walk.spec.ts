// A student walks one row through a trained network: forward, back, with the slopes measured beside those of the chain rule.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import {
  choosePace,
  chooseTarget,
  openStage,
  openTable,
  setNumber,
  trainToTheEnd,
} from '../harness/pipeline.ts';

const example = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
const step = (page: Page) => page.getByRole('listitem').locator('[aria-current="step"]');

test('a row is walked forward and back with the keys, and its slopes are what is measured', async ({
  page,
}) => {
  await openTable(page, example('iris.csv'));
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await page
    .getByRole('main')
    .getByLabel(/^Preset/)
    .click();
  await page.getByRole('option', { name: /^One hidden unit/ }).click();
  await setNumber(page, 'Epochs', '20');
  await trainToTheEnd(page);
  await page.getByRole('button', { name: 'Walk one row' }).click();
  await expect(page).toHaveURL(/#\/walk$/);
  await expect(page).toHaveTitle('Walk one row · Chainrule');
  await expect(page.getByText(/Row \d+: True class: setosa; predicted probability: [\d.]+%/)).toBeVisible();
  // 4 weights and a bias, and 3 times a weight and a bias.
  await expect(
    page.getByText(/Gradient check passed: all 11 gradients on 16 rows, largest error/),
  ).toBeVisible();

  await expect(step(page)).toHaveText(/1\s*scale/);
  for (const name of ['sums', 'tanh', 'sums', 'softmax', 'loss', '∂ sums']) {
    await page.keyboard.press('ArrowRight');
    await expect(step(page)).toContainText(name);
  }
  const slopes = page.getByRole('region', { name: 'Walk one row' }).getByRole('table');
  await expect(slopes.getByRole('row', { name: /^setosa/ })).toContainText(/below 10⁻/);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { name: /^Gradient of a weight = its input/ })).toBeVisible();
  await page.getByRole('button', { name: /^Follow virginica/ }).click();
  await expect(slopes.getByRole('rowheader', { name: 'h1 → virginica' })).toBeVisible();
  await expect(slopes.getByRole('row', { name: /^bias of virginica/ })).toContainText(/below 10⁻/);
  await page.keyboard.press('ArrowLeft');
  await expect(step(page)).toContainText('∂ sums');
  await page.getByRole('button', { name: 'Another row' }).click();
  await expect(page.getByText(/Row 1:/)).toBeHidden();
  await page.getByRole('button', { name: /^12, update/ }).click();
  await expect(page.getByText(/The loss of this row goes from [\d.]+ to [\d.]+\./)).toBeVisible();
  await expect(slopes.getByRole('row', { name: /^bias of virginica/ })).toBeVisible();
  await page.getByRole('button', { name: 'Back to training' }).click();
  await expect(page).toHaveURL(/#\/training$/);
});

test('a walk stays with the weights that it began with while the run goes on, and takes the newer ones when asked', async ({
  page,
}) => {
  await openTable(page, example('iris.csv'));
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '100000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page).toHaveURL(/#\/training$/);
  await choosePace(page, /^10 /);
  await page.evaluate(() => {
    location.hash = '#/walk';
  });
  const main = page.getByRole('main');
  const weights = main.getByText(/^Weights after epoch [\d,]+, step [\d,]+\.$/);
  await expect(weights).toBeVisible();
  const said = await weights.textContent();
  const row = await main.getByText(/^Row [\d,]+:/).textContent();
  await expect(main.getByText(/^The run is at epoch [\d,]+ now\.$/)).toBeVisible();
  const epoch = await main.getByText(/^The run is at epoch/).textContent();
  await expect(main.getByText(/^The run is at epoch/)).not.toHaveText(epoch ?? '');
  await expect(weights).toHaveText(said ?? '');
  await expect(main.getByText(/^Row [\d,]+:/)).toHaveText(row ?? '');
  await main.getByRole('button', { name: 'Walk the current weights' }).click();
  await expect(weights).not.toHaveText(said ?? '');
});

test('an untrained network can be walked, and one that is too large says so', async ({ page }) => {
  await openTable(page, example('cars.csv'));
  await chooseTarget(page, 'Miles_per_Gallon');
  await openStage(page, 'Training');
  await page.getByRole('button', { name: 'Walk one row' }).click();
  await expect(page.getByText(/Miles_per_Gallon: actual [\d.]+, predicted/)).toBeVisible();
  await expect(
    page.getByText(/Only the units with the largest gradients are drawn: .*12 of 64 in Hidden 1/),
  ).toBeVisible();
  await openStage(page, 'Model');
  await page
    .getByRole('main')
    .getByLabel(/^Preset/)
    .click();
  await page.getByRole('option', { name: /^Too large a network/ }).click();
  await openStage(page, 'Training');
  await page.getByRole('button', { name: 'Walk one row' }).click();
  await expect(page.getByText(/too large for the step-by-step walk/)).toBeVisible();
});

for (const { colorScheme, locale, viewport } of [
  { colorScheme: 'light', locale: 'en-US', viewport: { width: 1440, height: 900 } },
  { colorScheme: 'dark', locale: 'ko-KR', viewport: { width: 900, height: 700 } },
] as const) {
  test.describe(`${colorScheme}, ${locale}, ${viewport.width} x ${viewport.height}`, () => {
    test.use({ contextOptions: { colorScheme, reducedMotion: 'reduce' }, locale, viewport });

    test('no step has a finding', async ({ page }) => {
      await expect(page.getByRole('navigation')).toBeVisible();
      await dropFile(page, example('iris.csv'));
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('iris.csv');
      await page.getByRole('main').getByRole('combobox').first().click();
      await page.getByRole('option', { name: /^species( |$)/ }).click();
      const link = page.getByRole('navigation').locator('a[href="#/training"]');
      await expect(link).not.toHaveAttribute('aria-disabled', 'true');
      await page.evaluate(() => {
        location.hash = '#/walk';
      });
      const steps = page
        .getByRole('list')
        .filter({ has: page.locator('[aria-current="step"]') })
        .getByRole('button');
      await expect(steps.first()).toBeVisible();
      const count = await steps.count();
      for (const index of [0, 1, Math.floor(count / 2), count - 2, count - 1]) {
        await steps.nth(index).click();
        await expect(page.locator('figure math').first()).toBeVisible();
        expect(await findings(page)).toEqual([]);
      }
    });
  });
}
