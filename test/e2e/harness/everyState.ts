// The page in every state that a person meets on the way from an empty window to compared runs. Each is named when it is on the
// screen; whoever walks along may look at it in both themes, languages and any size, and must leave it in English.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import {
  choosePace,
  chooseTarget,
  everyView,
  openStage,
  openTable,
  setNumber,
  trainToTheEnd,
} from './pipeline.ts';

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const iris = local('../../../examples/iris.csv');
const cars = local('../../../examples/cars.csv');
const ragged = local('../../fixtures/csv/generated/ragged_short_long.csv');

export async function* everyState(page: Page): AsyncGenerator<string, void> {
  await expect(page.getByRole('button', { name: /Iris flowers/ })).toBeVisible();
  yield 'start';
  yield* problems(page);
  yield* classes(page);
  yield* numbers(page);
  yield* race(page);
  await openRuns(page);
  yield 'runs';
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await expect(page.getByRole('region', { name: 'What differs' })).toBeVisible();
  yield 'runs-compared';
}

async function* problems(page: Page) {
  await openTable(page, ragged);
  await page.locator('[aria-controls="problems"]').click();
  await expect(page.locator('#problems')).toBeVisible();
  yield 'dataset-problems';
  await page.locator('th [data-what="sort"]').first().press('Enter');
  await expect(page.locator('th[aria-sort="ascending"]')).toBeVisible();
  yield 'dataset-sorted';
}

async function* classes(page: Page) {
  await openTable(page, iris);
  yield 'dataset';
  await chooseTarget(page, 'species');
  await expect(page.getByRole('link', { name: /^Dataset/ })).toContainText('4 inputs');
  yield 'dataset-target';
  const names = page.locator('th [data-what="name"]');
  await names.nth(0).click();
  await expect(page.locator('svg[role="img"] text').first()).toBeVisible();
  yield 'dataset-column';
  await names.nth(4).click();
  yield 'dataset-target-column';
  await names.nth(0).click();
  await names.nth(1).click({ modifiers: ['Shift'] });
  yield 'dataset-pair';
  await names.nth(1).click();
  await openStage(page, 'Model');
  await expect(page.locator('math').first()).toBeVisible();
  yield 'model';
  for (const fold of await page.locator('main summary').all()) await fold.click();
  yield 'model-details';
  await openStage(page, 'Training');
  yield 'training-before';
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Train again' }).click({ trial: true });
  await choosePace(page, /^1 epoch/);
  await page.getByRole('button', { name: 'Train again' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  yield 'training-paused';
  await choosePace(page, /^full speed$/);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible({ timeout: 45_000 });
  yield 'training-ended';
  for (const table of await page.getByRole('button', { name: / as a table$/ }).all()) await table.click();
  yield 'training-tables';
  await page.getByRole('button', { name: 'Walk one row' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Walk one row' })).toBeVisible();
  yield 'walk-forward';
  for (let step = 0; step < 11; ++step) await page.keyboard.press('ArrowRight');
  yield 'walk-back';
  await openStage(page, 'Evaluation');
  for await (const view of everyView(page)) yield `evaluation: ${view}`;
  await openStage(page, 'Export');
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  yield 'export';
  yield* race(page);
}

async function* race(page: Page) {
  await page.getByRole('link', { name: 'Race' }).click();
  await expect(page.getByRole('listitem', { name: /Adam/ })).toBeVisible();
  for (const fold of await page.locator('main summary').all()) await fold.click();
  yield 'race-before';
  await choosePace(page, /^full speed$/);
  await page.getByRole('button', { name: 'Start the race' }).click();
  await expect(page.getByRole('button', { name: 'Race again' })).toBeVisible();
  await expect(page.getByText(/^The plane in which the paths differ most/)).toBeVisible();
  yield 'race-ended';
  for (const table of await page.getByRole('button', { name: / as a table$/ }).all()) await table.click();
  yield 'race-tables';
}

async function* numbers(page: Page) {
  await openTable(page, cars);
  await chooseTarget(page, 'Miles_per_Gallon');
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '100');
  yield 'model-numbers';
  yield* search(page);
  await openStage(page, 'Model');
  await trainToTheEnd(page);
  await page.getByRole('button', { name: '3D' }).click();
  yield 'training-space';
  await openStage(page, 'Evaluation');
  for await (const view of everyView(page)) yield `evaluation of numbers: ${view}`;
  await page.getByRole('button', { name: 'Repeat on 5 folds' }).click();
  await expect(page.getByRole('cell', { name: 'ended' })).toHaveCount(5);
  yield 'repeats';
}

async function* search(page: Page) {
  await page.getByRole('button', { name: 'Find the best network' }).click();
  yield 'search-before';
  await page.getByRole('button', { name: 'Start the search' }).click();
  await expect(page.getByRole('button', { name: 'Search again' })).toBeVisible({ timeout: 60_000 });
  yield 'search-ended';
  for (const table of await page.getByRole('button', { name: / as a table$/ }).all()) await table.click();
  yield 'search-tables';
}

async function openRuns(page: Page) {
  await page.getByRole('link', { name: /^Runs/ }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(3);
}

/** Chooses the language as a person does, in either. */
export async function speak(page: Page, language: 'English' | '한국어') {
  const choice = page.getByRole('banner').getByRole('combobox');
  if ((await choice.textContent())?.includes(language)) return;
  await choice.click();
  await page.getByRole('option', { name: language }).click();
  await expect(page.getByRole('listbox')).toBeHidden();
}
