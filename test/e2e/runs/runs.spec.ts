// Kept runs on the page: compared, named, starred, deleted and brought back, taken up again; seen alike in two windows.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import {
  choosePace,
  chooseTarget,
  openStage,
  openTable,
  setNumber,
  trainToTheEnd,
} from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

async function twoRuns(page: Page) {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '5');
  await trainToTheEnd(page);
  await openStage(page, 'Model');
  await setNumber(page, 'Seed', '7');
  await trainToTheEnd(page);
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(2);
}

test('two runs are laid beside each other, with where they differ', async ({ page }) => {
  await twoRuns(page);
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  const differ = page.getByRole('region', { name: 'What differs' });
  await expect(differ.getByRole('term').filter({ hasText: 'Seed' })).toBeVisible();
  await expect(differ.getByRole('definition').filter({ hasText: /^7 in .+; 1 in / })).toBeVisible();
  await expect(differ.getByText(/^The same in all: .*Optimizer/)).toBeVisible();
  await expect(page.getByRole('img', { name: /^Loss over the epochs of / })).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

test('a run gets a name and a star, goes, and comes back', async ({ page }) => {
  await twoRuns(page);
  await page.getByRole('checkbox').first().check();
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('seed seven');
  await name.press('Tab');
  await page.getByRole('button', { name: 'Star for seed seven' }).click();
  await page.getByRole('button', { name: 'Starred 1' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(1);
  expect(await findings(page)).toEqual([]);

  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No run matches the filter.')).toBeVisible();
  const told = page.getByRole('status').filter({ hasText: 'Deleted: seed seven' });
  await told.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: /^seed seven/ })).toBeVisible();
});

test('the optimizers of two runs race, and are told why they could not', async ({ page }) => {
  await twoRuns(page);
  const race = page.getByRole('button', { name: 'Race their optimizers' });
  await expect(race).toHaveAttribute('title', 'Select 2 to 6 runs to race their optimizers.');
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await expect(race).toHaveAttribute('title', /same optimizer with the same settings/);

  await openStage(page, 'Model');
  await setNumber(page, 'Learning rate η', '0.2');
  await trainToTheEnd(page);
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(3);
  for (const nth of [0, 1]) await page.getByRole('checkbox').nth(nth).check();
  await race.click();
  await expect(page).toHaveURL(/#\/race$/);
  const entrants = page.getByRole('listitem', { name: /^Entrant / });
  await expect(entrants).toHaveCount(2);
  await expect(entrants.first()).toHaveAccessibleName(/Adam 0\.2$/);
  await choosePace(page, /^full speed$/);
  await page.getByRole('button', { name: 'Start the race' }).click();
  await expect(page.getByRole('button', { name: 'Race again' })).toBeVisible();

  // Also where a race was run before, whose story is what the screen shows otherwise.
  await page.getByRole('link', { name: 'Runs' }).click();
  for (const nth of [2, 0]) await page.getByRole('checkbox').nth(nth).check();
  await race.click();
  await expect(entrants.last()).toHaveAccessibleName(/Adam 0\.2$/);
  await openStage(page, 'Dataset');
  await chooseTarget(page, 'petal width');
  await page.getByRole('link', { name: 'Runs' }).click();
  for (const nth of [0, 1]) await page.getByRole('checkbox').nth(nth).check();
  await expect(race).toHaveAttribute('title', /one selected run used iris\.csv to predict species\./);
});

test('the settings of a run are taken up again on the model screen', async ({ page }) => {
  await twoRuns(page);
  await page.getByRole('searchbox').fill('iris adam');
  await page.getByRole('checkbox').nth(1).check();
  await page.getByRole('button', { name: 'Use its settings' }).click();
  await expect(page).toHaveURL(/#\/model$/);
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('1');
});

test('Ctrl+Z restores a run that was deleted last, says so, and leaves the target as it is', async ({
  page,
}) => {
  await twoRuns(page);
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('checkbox')).toHaveCount(2);
  const toast = page.getByRole('status').filter({ hasText: 'Undone: deletion of iris.csv: species' });
  await expect(toast).toBeVisible();
  await expect(page.getByText(/^Deleted: /)).toBeHidden();
  expect(await findings(page)).toEqual([]);
  await toast.getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(1);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('checkbox')).toHaveCount(2);

  // Two quick presses undo two changes: the run's seed, then its epochs.
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await openStage(page, 'Model');
  await expect(page.getByLabel('Seed', { exact: true })).not.toHaveValue('7');
  await expect(page.getByLabel('Epochs', { exact: true })).not.toHaveValue('5');
});
