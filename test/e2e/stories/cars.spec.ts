// Numbers instead of classes, and a run that is steered by hand: it is long enough to be caught at every point.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber, trainToTheEnd } from '../harness/pipeline.ts';
import { stageLink } from '../harness/stageLink.ts';

test.use({ ownProcesses: true });

const cars = fileURLToPath(new URL('../../../examples/cars.csv', import.meta.url));

test.beforeEach(async ({ page }) => {
  await openTable(page, cars);
  await chooseTarget(page, 'Miles_per_Gallon');
  await openStage(page, 'Model');
});

test('a number is predicted in its own units, and the JSON file holds the same network', async ({
  page,
  host,
}) => {
  await expect(page.getByText(/^predicts Miles_per_Gallon from \d+ inputs$/)).toBeVisible();
  await trainToTheEnd(page);
  await openStage(page, 'Evaluation');
  const verdict = page.getByRole('heading', { level: 1 });
  await expect(verdict).toHaveText(
    /^Predictions of Miles_per_Gallon are off by [\d.]+ on average, over \d+ test rows/,
  );
  const [error, guess] =
    ((await verdict.textContent()) ?? '')
      .match(/by (\d+\.\d+).*by (\d+\.\d+)/)
      ?.slice(1)
      .map(Number) ?? [];
  expect(error).toBeLessThan(3.5);
  expect(guess).toBeGreaterThan(5);

  await openStage(page, 'Export');
  test.skip(host.name === 'desktop', 'what the desktop saves goes through a dialog of the system');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save JSON' }).click();
  const model = JSON.parse(await readFile(await (await download).path(), 'utf8'));
  expect(model.layers.at(-1)).toMatchObject({ outputs: 1, activation: 'linear' });
  await expect(page.getByText(model.fingerprint, { exact: true })).toBeVisible();
});

/** The epoch in `Paused at epoch N of M`. */
async function pausedAt(page: Page): Promise<number> {
  const words = await page.getByText(/^Paused at epoch [\d,]+ of/).textContent();
  return Number(/epoch ([\d,]+)/.exec(words ?? '')?.[1]?.replaceAll(',', ''));
}

test('a run is paused, stepped, resumed and stopped, by buttons and by keys', async ({ page }) => {
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '1000000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  const first = await pausedAt(page);

  // The pause may have come in the middle of an epoch; after this step it is at the end of one.
  await page.getByRole('button', { name: 'Train one epoch (E)' }).click();
  await expect.poll(() => pausedAt(page)).toBeGreaterThan(first);
  const second = await pausedAt(page);
  await page.getByRole('heading', { name: 'Loss', exact: true }).click();
  await page.keyboard.press('e');
  await expect.poll(() => pausedAt(page)).toBe(second + 1);

  await page.keyboard.press('Space');
  await expect(page.getByText(/^Epoch [\d,]+ of 1,000,000$/)).toBeVisible();
  await page.keyboard.press('Space');
  await expect.poll(() => pausedAt(page)).toBeGreaterThan(second + 1);

  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { name: /^Stopped at epoch [\d,]+$/ })).toBeVisible();
  await expect(page.getByText(/The weights of epoch [\d,]+ are kept/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Train again' })).toBeEnabled();
});

test('a rate that is far too large is named, and the next smaller one is offered', async ({ page }) => {
  await page
    .getByRole('main')
    .getByLabel(/^Optimizer/)
    .last()
    .click();
  await page.getByRole('option', { name: /^SGD/ }).click();
  await setNumber(page, 'Learning rate η', '500');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText(/the learning rate 500 is too large here/)).toBeVisible();
  await page.getByRole('button', { name: 'Set learning rate to 50' }).click();
  await expect(page.getByLabel('Learning rate η', { exact: true })).toHaveValue('50');
});

test('an edited network is what is trained next', async ({ page }) => {
  await page.getByRole('button', { name: 'Remove Hidden 2' }).first().click();
  const units = page.getByRole('textbox', { name: 'Units of Hidden 1' });
  await units.fill('7');
  await units.press('Enter');
  await expect(stageLink(page, 'Model')).toContainText(/-7-1, /);
  await trainToTheEnd(page);
  await openStage(page, 'Export');
  await expect(page.getByRole('row', { name: 'layers.1.weight [1, 7] 7' })).toBeVisible();
  await openStage(page, 'Model');
  await page.getByRole('button', { name: 'Propose again' }).click();
  await expect(page.getByRole('button', { name: 'Remove Hidden 2' }).first()).toBeVisible();
});
