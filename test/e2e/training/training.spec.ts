// A run that is steered by hand: paused, its rate lowered in the middle, rewound; what was changed stands on the curves.
import { fileURLToPath } from 'node:url';
import { expect, test } from '../harness/fixtures.ts';
import { choosePace, prepareEndlessRun, setNumber } from '../harness/pipeline.ts';

const cars = fileURLToPath(new URL('../../../examples/cars.csv', import.meta.url));

test.beforeEach(async ({ page }) => {
  await prepareEndlessRun(page, cars, 'Miles_per_Gallon');
  await setNumber(page, 'Learning rate η', '0.004');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('a run is paused, its rate lowered, and goes on; the change is told and marked', async ({ page }) => {
  const rate = page.getByLabel('Learning rate', { exact: true });
  await page.keyboard.press('Space');
  await expect(page).toHaveTitle(/^Paused at \d+% · Training · Chainrule$/);
  await page.getByRole('button', { name: 'Train one epoch (E)' }).click();
  await expect(page.getByText(/^Paused at epoch [\d,]+ of 1,000,000$/)).toBeVisible();
  // A key pressed twice halves twice, however soon.
  await page.getByRole('heading', { name: 'Loss', exact: true }).click();
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await expect(rate).toHaveValue('0.001');
  await page.getByRole('button', { name: '× 2, double the learning rate' }).click();
  await expect(rate).toHaveValue('0.002');
  await expect(page.getByText(/^0\.001 until epoch [\d,]+$/)).toBeVisible();

  await page.getByRole('button', { name: 'Settings of this run' }).click();
  await setNumber(page, 'Batch size', '64');
  await setNumber(page, 'β₁', '0.8');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(page).toHaveTitle(/^\d+% · Training · Chainrule$/);
  await page.getByRole('button', { name: 'Loss as a table' }).click();
  await expect(page.getByText(/rate 0\.004 → 0\.002/)).toBeVisible();
  await expect(page.getByText(/β₁ 0\.9 → 0\.8/)).toBeVisible();
  await expect(page.getByText(/batch size \d+ → 64/)).toBeVisible();
});

test('a pause and what follows it build no chart anew', async ({ page }) => {
  const chart = page.locator('main .uplot').first();
  await expect(chart).toBeVisible();
  await chart.evaluate((element) => element.setAttribute('data-first', ''));
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(chart).toHaveAttribute('data-first');
});

test('the speed is chosen in a narrow window too, once, with the settings open or not', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await choosePace(page, /^3 epochs/);
  await page.getByRole('button', { name: 'Settings of this run' }).click();
  await expect(page.getByRole('combobox', { name: /^Speed: 3 / })).toBeVisible();
  await choosePace(page, /^full speed$/);
  await expect(page.getByRole('combobox', { name: 'Speed: full speed' })).toBeVisible();
});

test('a run is rewound to the same start, and its changes are forgotten', async ({ page }) => {
  await page.keyboard.press(']');
  const rate = page.getByLabel('Learning rate', { exact: true });
  await expect(rate).toHaveValue('0.008');
  await page.keyboard.press('r');
  await expect(page.getByText('Ready, 1,000,000 epochs to train')).toBeVisible();
  await expect(rate).toHaveValue('0.004');
  await page.keyboard.press('e');
  await expect(page.getByText('Paused at epoch 1 of 1,000,000')).toBeVisible();
  await page.getByRole('button', { name: 'Rewind to the start (R)' }).click();
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
});

test('keys of one character do nothing once they are switched off', async ({ page }) => {
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Settings of this run' }).click();
  await page.getByRole('checkbox', { name: /^One-key shortcuts/ }).uncheck();
  await page.getByRole('heading', { name: 'Loss', exact: true }).click();
  await page.keyboard.press('s');
  await page.keyboard.press('2');
  // The page would have left, or the run ended, before a press of this button is answered.
  await page.getByRole('button', { name: 'Train one epoch', exact: true }).click();
  await expect(page.getByText(/^Paused at epoch [\d,]+ of/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
});

test('which epoch it is can be read whole at every width', async ({ page }) => {
  await page.keyboard.press('Space');
  const title = page.getByText(/^Paused at epoch [\d,]+ of 1,000,000$/);
  const bar = page.getByRole('progressbar', { name: 'Epochs' });
  for (const width of [1920, 1440, 1280, 1120, 900]) {
    await page.setViewportSize({ width, height: 700 });
    const box = (await title.boundingBox())!;
    const room = (await bar.boundingBox())!;
    expect(box.width, `${width} px`).toBeLessThanOrEqual(room.width + 1);
    expect(await title.evaluate((element) => element.scrollWidth <= element.clientWidth + 1)).toBe(true);
    expect(room.width, `${width} px`).toBeGreaterThan(120);
  }
});
