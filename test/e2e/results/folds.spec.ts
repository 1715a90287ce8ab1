// An analyst repeats a run on folds and with seeds, with one press each: the curves and scores of all are together on one screen, the
// verdict goes by the folds, and all of it is there after a reload.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber, trainToTheEnd } from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

async function trainIris(page: Page, epochs: string): Promise<void> {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', epochs);
  await trainToTheEnd(page);
}

const folds = (page: Page) => page.getByRole('region', { name: 'Folds, table' });
const main = (page: Page) => page.getByRole('main');

test('one press repeats a run on five folds, and the verdict goes by them', async ({ page }) => {
  await trainIris(page, '20');
  await openStage(page, 'Evaluation');
  await expect(main(page).getByText(/ of memory, \d at a time\./)).toBeVisible();
  await page.getByRole('button', { name: 'Repeat on 5 folds' }).click();
  await expect(page).toHaveURL(/#\/repeats$/);
  await expect(folds(page).getByRole('row')).toHaveCount(6);
  await expect(
    main(page).getByText(/Accuracy over 5 folds: .*Nadeau and Bengio, 2003|Wilson, over/),
  ).toBeVisible();
  await expect(folds(page).getByRole('cell', { name: 'ended' })).toHaveCount(5);
  // Each tests its fifth of the 150 rows.
  await expect(folds(page).getByRole('row', { name: /^Fold 1 ended 20 \d+ 30 / })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Mean and spread of each metric, table' })).toBeVisible();
  await expect(main(page).getByRole('heading', { name: 'Validation loss of each' })).toBeVisible();

  await page.getByRole('button', { name: 'Back to the results' }).click();
  await expect(main(page).getByText(/Over 5 folds: .* on average, 95% confidence interval/)).toBeVisible();
  await page.reload();
  await expect(main(page).getByText(/Over 5 folds: /)).toBeVisible();
  await page.getByRole('button', { name: 'Show the folds' }).click();
  await expect(folds(page).getByRole('cell', { name: 'ended' })).toHaveCount(5);
});

test('seeds are started from the training screen and share their test rows', async ({ page }) => {
  await trainIris(page, '20');
  await page.getByRole('button', { name: 'Repeat with 5 seeds' }).click();
  await expect(page).toHaveURL(/#\/repeats$/);
  await expect(main(page).getByText(/5 seeds on the same test rows: /)).toBeVisible();
  const seeds = page.getByRole('region', { name: 'Seeds, table' });
  await expect(seeds.getByRole('row', { name: /^Seed \d+ ended 20 \d+ 22 / })).toHaveCount(5);
});

test('a page that is opened anew in the middle follows the folds, and stops them', async ({ page }) => {
  await trainIris(page, '20000');
  await page.getByRole('button', { name: 'Repeat on 5 folds' }).click();
  await expect(page.getByRole('button', { name: 'Stop all' })).toBeVisible();
  await page.reload();
  await expect(folds(page).getByRole('cell', { name: 'training' }).first()).toBeVisible();
  // Another training asks first.
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Folds or seeds are being trained/)).toBeVisible();
  await page.getByRole('button', { name: 'Keep training' }).click();
  await page.getByRole('button', { name: 'Stop all' }).click();
  await expect(page.getByRole('button', { name: 'Repeat on 5 folds' })).toBeVisible();
  await expect(folds(page).getByRole('cell', { name: 'stopped' }).first()).toBeVisible();
});
