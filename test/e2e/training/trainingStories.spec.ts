// A student fits a line to a table of two columns and sees gradient descent arrive at the least-squares line; an analyst turns
// the surface of two features and holds the others.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import { openFlats } from '../harness/flats.ts';
import { choosePace, chooseTarget, openStage, openTable, setNumber } from '../harness/pipeline.ts';

const cars = fileURLToPath(new URL('../../../examples/cars.csv', import.meta.url));

/** Slopes of the network's and of the exact line, as the screen tells them. */
async function slopes(page: Page) {
  const words = (await page.getByText(/^Network: .* Least squares: /).textContent()) ?? '';
  return [...words.matchAll(/([+−]) ([\d.]+) × size/g)].map(
    ([, sign, slope]) => Number(slope) * (sign === '+' ? 1 : -1),
  );
}

test('gradient descent arrives at the least-squares line', async ({ page, host }) => {
  await openFlats(host);
  await openStage(page, 'Model');
  for (let left = 3; left > 0; left--) {
    const remove = page.getByRole('button', { name: /^Remove Hidden 1$/ }).first();
    if (!(await remove.isVisible())) break;
    await remove.click();
  }
  await page
    .getByRole('main')
    .getByLabel(/^Optimizer/)
    .last()
    .click();
  await page.getByRole('option', { name: /^SGD/ }).click();
  await setNumber(page, 'Learning rate η', '0.01');
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '20000');
  await openStage(page, 'Training');
  // Before the first step the predictions are those of the initial weights.
  await expect(page.getByRole('heading', { name: 'Network and least-squares line' })).toBeVisible();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  // Sixty rows are learned in a moment; to be watched they are learned again at a pace.
  await page.getByRole('button', { name: 'Train again' }).click({ trial: true });
  await choosePace(page, /^1 epoch/);
  await page.getByRole('button', { name: 'Train again' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.keyboard.press('r');
  await expect(page.getByText(/^Ready,/)).toBeVisible();
  await page.keyboard.press('e');
  await expect(page.getByText(/^Paused at epoch 1 of/)).toBeVisible();
  // The line of the run before stays until the new one's has come.
  const apart = async () => {
    const [network, exact] = await slopes(page);
    return Math.abs((network ?? Number.NaN) - (exact ?? Number.NaN));
  };
  await expect.poll(apart).toBeGreaterThan(0.05);
  const [, exact] = await slopes(page);
  expect(exact).toBeGreaterThan(2.9);
  expect(exact).toBeLessThan(3.1);
  await choosePace(page, /^full speed$/);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect
    .poll(async () => {
      const [now, best] = await slopes(page);
      return now !== undefined && best !== undefined ? Math.abs(now - best) : 1;
    })
    .toBeLessThan(0.05);
  await page.keyboard.press('s');
  await expect(
    page.getByText(/The mean squared error on training data is .* above the least possible\.$/),
  ).toBeVisible();
});

test('a surface over two features is turned, and the others are held', async ({ page }) => {
  await openTable(page, cars);
  await chooseTarget(page, 'Miles_per_Gallon');
  await openStage(page, 'Training');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(
    page.getByText(/^Off by [\d.]+ on average in Miles_per_Gallon, over \d+ rows\./),
  ).toBeVisible();
  // With the end come diagnoses, and what lies beside them gets another place.
  await expect(page.getByText(/^[1-9] diagnos[ie]s of this run$/)).toBeVisible();
  await page
    .getByLabel(/^x axis/)
    .last()
    .click();
  await page.getByRole('option', { name: 'Horsepower' }).click();
  await expect(page.getByText(/A row is the fainter, the farther its other features are/)).toBeVisible();
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await page.getByRole('button', { name: '3D' }).click();
  const surface = page.getByRole('slider', { name: /drag or use arrow keys to rotate$/ });
  const before = Number(await surface.getAttribute('aria-valuenow'));
  await surface.focus();
  await page.keyboard.press('ArrowRight');
  await expect(surface).toHaveAttribute('aria-valuetext', `${(before + 4) % 360}°`);
  await page.getByRole('button', { name: '2D' }).click();
  const flat = page.getByRole('slider', { name: /its values are shown below$/ });
  await flat.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/At [\d.]+, [\d.]+: [\d.]+/)).toBeVisible();
  await page.getByRole('button', { name: 'Predictions of the network as a table' }).click();
  await expect(page.getByRole('columnheader', { name: 'Horsepower' })).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test('a run that is over in a moment is gone back into, its layers are looked at, and another one branches off', async ({
  page,
}) => {
  await openTable(page, cars);
  await chooseTarget(page, 'Miles_per_Gallon');
  await openStage(page, 'Model');
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '60');
  await openStage(page, 'Training');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const states = page.getByRole('slider', { name: 'Checkpoint of the run' });
  await expect(states).toHaveAttribute('max', '59');
  await expect(page.getByText(/^epoch \d+, best$/)).toBeVisible();

  await expect(
    page.getByText(/^The update\/weight ratio is the size of one step.* About 0\.001 is typical/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Inside the layers as a table' }).click();
  await expect(page.getByRole('columnheader', { name: 'update/weight ratio' })).toBeVisible();
  const ratio = page
    .getByRole('row', { name: /^Hidden 1/ })
    .getByRole('cell')
    .nth(2);
  await expect(ratio).toHaveText(/^(0\.0\d+|[\d.]+ × 10⁻[\d⁴⁵⁶]+)$/);
  expect(await findings(page)).toEqual([]);

  await states.fill('9');
  await expect(page.getByText('epoch 10', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Inside the layers', exact: true })).toContainText(
    'at epoch 10',
  );
  await page.getByRole('button', { name: 'Branch a run here' }).click();
  // It begins with the state it branched off at.
  await expect(states).toHaveAttribute('max', '50');
});
