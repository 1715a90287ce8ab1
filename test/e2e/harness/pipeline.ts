// What a person does on the way from a table to a saved file, in the words of the page.

import { basename } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { dropFile } from './dropFile.ts';
import { expect } from './fixtures.ts';
import { type StageName, stageLink } from './stageLink.ts';

export type ViewName = 'How good' | 'Where wrong' | 'Why' | 'Predict';

/** Opens a stage through the rail, as soon as it can be opened. */
export async function openStage(page: Page, name: StageName) {
  await expect(stageLink(page, name)).not.toHaveAttribute('aria-disabled', 'true');
  await stageLink(page, name).click();
  await expect(page).toHaveURL(new RegExp(`#/${name.toLowerCase()}$`));
}

/** Opens a view of Evaluation, which must be on the screen. */
export async function openView(page: Page, name: ViewName) {
  const link = viewLinks(page).filter({ hasText: name });
  await link.click();
  await expect(link).toHaveAttribute('aria-current', 'page');
  // Nothing is still on its way.
  await expect(page.getByRole('main').locator('.waiting, .skeleton, [aria-busy="true"]')).toHaveCount(0);
}

/** Opens each view of Evaluation in turn, the first one last, and tells its name. */
export async function* everyView(page: Page): AsyncGenerator<string, void> {
  await expect(viewLinks(page).first()).toBeVisible();
  const names = (await viewLinks(page).allTextContents()).map((name) => name.trim());
  for (const name of [...names.slice(1), names[0]!]) {
    await openView(page, name as ViewName);
    yield name;
  }
}

function viewLinks(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Views of the results' }).getByRole('link');
}

/** Drops a file from disk on the window and waits until its table is shown. */
export async function openTable(page: Page, path: string) {
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await dropFile(page, path);
  await expect(page.getByRole('banner')).toContainText(basename(path));
  await expect(page.getByRole('heading', { level: 1, name: basename(path) })).toBeVisible();
}

export async function chooseTarget(page: Page, column: string) {
  await page
    .getByRole('main')
    .getByLabel(/^Predict/)
    .first()
    .click();
  await page.getByRole('option', { name: new RegExp(`^${column}( |$)`) }).click();
}

/** Types a number into a field of the model screen and leaves it. */
export async function setNumber(page: Page, label: string, value: string) {
  const field = page.getByLabel(label, { exact: true });
  await field.fill(value);
  await field.press('Tab');
}

/** Presses Train on the model screen and waits until the run has ended and was scored. */
export async function trainToTheEnd(page: Page) {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page).toHaveURL(/#\/training$/);
  await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible({ timeout: 45_000 });
}

/** Epochs a second, as the list of paces words it. */
export async function choosePace(page: Page, pace: RegExp) {
  await page.getByLabel(/^Speed/).click();
  await page.getByRole('option', { name: pace }).click();
  await expect(page.getByRole('listbox')).toBeHidden();
}

/** The model screen of a table, with epochs that no test reaches the end of. */
export async function prepareEndlessRun(page: Page, path: string, target: string) {
  await openTable(page, path);
  await chooseTarget(page, target);
  await openStage(page, 'Model');
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '1000000');
}
