// A network of zeros fails and the doctor says why; an analyst builds 64-32 by hand, trains it, lowers the rate on the way and
// lays two runs beside each other.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { choosePace, chooseTarget, openStage, openTable, setNumber } from '../harness/pipeline.ts';
import { stageLink } from '../harness/stageLink.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));
const cars = fileURLToPath(new URL('../../../examples/cars.csv', import.meta.url));

async function startFrom(page: Page, name: RegExp) {
  await page
    .getByRole('main')
    .getByLabel(/^Preset/)
    .click();
  await page.getByRole('option', { name }).click();
  // Until the list is gone the page behind it takes no pointer.
  await expect(page.locator('body')).not.toHaveCSS('pointer-events', 'none');
}

async function setUnits(page: Page, layer: number, units: string) {
  const field = page.getByRole('textbox', { name: `Units of Hidden ${layer}` });
  await field.fill(units);
  await field.press('Tab');
}

test('a network of zeros learns nothing, the doctor says why, and what he offers cures it', async ({
  page,
}) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await startFrom(page, /^Network that cannot learn/);
  await openStage(page, 'Training');
  const doctor = page.getByRole('region', { name: 'Doctor' });
  await expect(doctor).toContainText('before training');
  await expect(doctor.getByText(/^All weights of hidden layer 1 start with the same value/)).toBeVisible();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible();
  await expect(
    doctor.getByRole('heading', { name: 'All units of hidden layer 1 are identical' }),
  ).toBeVisible();
  // Guessing one class of three.
  await expect(page.getByRole('region', { name: 'Settings and scores' })).toContainText(
    /Validation accuracy 3\d(\.\d)?%/,
  );

  await doctor.getByRole('button', { name: /^Use random initial weights/ }).click();
  await expect(page).toHaveURL(/#\/model$/);
  await openStage(page, 'Training');
  await page.getByRole('button', { name: 'Train again' }).click();
  await expect(page.getByRole('region', { name: 'Settings and scores' })).toContainText(
    /Validation accuracy (8|9|10)\d/,
  );
  await expect(doctor.getByRole('heading', { name: /are identical$/ })).toHaveCount(0);
});

test('an analyst builds 64-32 by hand, lowers the rate on the way, and compares two runs', async ({
  page,
}) => {
  await openTable(page, cars);
  await chooseTarget(page, 'Miles_per_Gallon');
  await openStage(page, 'Model');
  await startFrom(page, /^Linear regression/);
  const add = page.getByRole('button', { name: /^Add a layer/ });
  const network = stageLink(page, 'Model');
  // What is built on is seen first: until the preset is there, the network before it is shown.
  await expect(network).toContainText('8-1,');
  await add.first().click();
  await expect(network).toContainText('8-16-1');
  await setUnits(page, 1, '32');
  await expect(network).toContainText('8-32-1');
  await add.last().click();
  await expect(network).toContainText('8-32-32-1');
  await setUnits(page, 2, '64');
  await expect(network).toContainText('8-32-64-1');
  const [from, below] = await Promise.all(
    [1, 2].map((layer) =>
      page.getByRole('button', { name: `Move Hidden ${layer}`, exact: true }).boundingBox(),
    ),
  );
  await page.mouse.move(from!.x + 8, from!.y + 8);
  await page.mouse.down();
  await page.mouse.move(below!.x + 8, below!.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect(network).toContainText('8-64-32-1');
  await setNumber(page, 'Epochs', '60');
  await setNumber(page, 'Patience', '0');

  await openStage(page, 'Training');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Train again' }).click({ trial: true });
  await choosePace(page, /^10 epoch/);
  await page.getByRole('button', { name: 'Train again' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: /halve the learning rate/ }).click();
  await expect(page.getByText(/^0\.003 until epoch \d+$/)).toBeVisible();
  await choosePace(page, /^full speed$/);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('Finished at epoch 60 of 60')).toBeVisible();

  await page.getByRole('link', { name: /^Runs/ }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(2);
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await expect(page.getByRole('region', { name: 'What differs' })).toContainText(/0\.0015/);
});
