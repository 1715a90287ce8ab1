// A run steered by keys alone, after buttons were used: Space is the run's, and Enter presses the button that has the focus.
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { openStage, prepareEndlessRun, setNumber } from '../harness/pipeline.ts';

const cars = fileURLToPath(new URL('../../../examples/cars.csv', import.meta.url));

const pause = (page: Page) => page.getByRole('button', { name: 'Pause' });
const resume = (page: Page) => page.getByRole('button', { name: 'Resume' });

test.beforeEach(async ({ page }) => {
  await prepareEndlessRun(page, cars, 'Miles_per_Gallon');
  await setNumber(page, 'Learning rate η', '0.004');
});

/** The control is used with Enter and keeps the focus; Space then pauses and resumes. */
async function expectSpaceSteers(page: Page, control: Locator) {
  await control.focus();
  await page.keyboard.press('Space');
  await expect(resume(page)).toBeVisible();
  await page.keyboard.press('Space');
  await expect(pause(page)).toBeVisible();
  await expect(control).toBeFocused();
}

test('Space pauses and resumes whatever was used last, and repeats none of it', async ({ page }) => {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(pause(page)).toBeVisible();
  const rate = page.getByLabel('Learning rate', { exact: true });
  const twice = page.getByRole('button', { name: '× 2, double the learning rate' });
  await twice.press('Enter');
  await expect(rate).toHaveValue('0.008');
  await expectSpaceSteers(page, twice);
  await expect(rate).toHaveValue('0.008');
  await expectSpaceSteers(page, page.getByRole('link', { name: /^Training/ }));
  await expectSpaceSteers(page, page.getByRole('slider', { name: 'Checkpoint of the run' }));
  await expectSpaceSteers(page, page.getByRole('button', { name: 'Loss as a table' }));
  await expectSpaceSteers(page, page.getByRole('button', { name: 'Stop (S)' }));
});

test('a Space that is held down acts once, and its release presses nothing', async ({ page }) => {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(pause(page)).toBeVisible();
  await page.getByRole('button', { name: 'Stop (S)' }).focus();
  for (let press = 0; press < 3; press += 1) await page.keyboard.down('Space');
  await page.keyboard.up('Space');
  await expect(resume(page)).toBeVisible();
  await page.keyboard.press('e');
  await expect(page.getByText(/^Paused at epoch [\d,]+ of/)).toBeVisible();
});

test('a checkbox, a switch and a list keep their Space', async ({ page }) => {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await pause(page).click();
  await page.getByRole('button', { name: 'Settings of this run' }).press('Enter');
  const box = page.getByRole('checkbox', { name: /^One-key shortcuts/ });
  await box.press('Space');
  await expect(box).not.toBeChecked();
  await box.press('Space');
  await expect(box).toBeChecked();
  await page.getByLabel(/^Speed/).press('Space');
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(resume(page)).toBeVisible();
  // Letters are the run's after a checkbox.
  await box.focus();
  await page.keyboard.press('s');
  await expect(page.getByRole('button', { name: 'Train again' })).toBeVisible();
});

test('Space trains again once the run has ended', async ({ page }) => {
  await setNumber(page, 'Epochs', '20');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const evaluate = page.getByRole('button', { name: 'Evaluate the model' });
  await expect(evaluate).toBeVisible();
  const again = page.getByRole('button', { name: 'Train again' });
  await expect(again).toHaveAttribute('aria-keyshortcuts', /Space/);
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '1000000');
  await openStage(page, 'Training');
  await evaluate.focus();
  await expect(async () => {
    await page.keyboard.press('Space');
    await expect(pause(page)).toBeVisible({ timeout: 1_000 });
  }).toPass();
});
