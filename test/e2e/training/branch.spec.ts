// A branch of a run: called after its parent, paused where that was paused, and marked wherever runs are listed.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { choosePace, chooseTarget, openStage, openTable, setNumber } from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

test('a branch of a paused run waits, is named after its parent and epoch, and says so on each screen', async ({
  page,
}) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '400');
  await openStage(page, 'Training');
  await choosePaceBefore(page);
  const pause = page.getByRole('button', { name: 'Pause' });
  await expect(page.getByText(/^Epoch ([5-9]|\d{2,3}) of 400$/)).toBeVisible();
  await pause.click();
  await page.getByRole('slider', { name: 'Checkpoint of the run' }).press('Home');
  await page.getByRole('button', { name: 'Branch a run here' }).press('Enter');
  await expect(page.getByText('Paused at epoch 1 of 400')).toBeVisible();
  const named = /iris\.csv: species · from epoch 1, /;
  await expect(page.getByRole('main')).toContainText(named);
  await choosePace(page, /^full speed$/);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Evaluate the model' }).click();
  await expect(page.getByRole('main')).toContainText(named);
  await openStage(page, 'Export');
  await expect(page.getByRole('main')).toContainText(named);
  await page.getByRole('link', { name: /^Runs/ }).click();
  const rows = page.getByRole('row').filter({ hasText: 'iris.csv: species' });
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText(/from epoch 1\s*branch/);
  await expect(rows.nth(1)).not.toContainText('branch');
});

/** The pace can be chosen once there is a run: one begins at full speed, ends, and the next goes slowly. */
async function choosePaceBefore(page: Page) {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible();
  await choosePace(page, /^10 epochs/);
  await page.getByRole('button', { name: 'Train again' }).click();
}
