// A person has the best network found: many candidates are compared on one screen, the winner becomes a run that is scored on the test
// rows, and a search that is stopped, reloaded or killed keeps what it has found.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable } from '../harness/pipeline.ts';
import { stageLink } from '../harness/stageLink.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

async function openSearch(page: Page): Promise<void> {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await page.getByRole('button', { name: 'Find the best network' }).click();
  await expect(page).toHaveURL(/#\/search$/);
}

/** Starts a search that no test sees the end of. */
async function startLongSearch(page: Page): Promise<void> {
  await openSearch(page);
  await page.getByLabel('Budget').click();
  await page.getByRole('option', { name: '120 seconds' }).click();
  await page.getByRole('button', { name: 'Start the search' }).click();
  await expect(ranked(page).first()).toBeVisible();
}

const main = (page: Page) => page.getByRole('main');
const candidates = (page: Page) => page.getByRole('region', { name: 'Standings, table' }).locator('tbody tr');
/** Those with a score. */
const ranked = (page: Page) => candidates(page).filter({ hasText: '±' });
const stop = (page: Page) => page.getByRole('button', { name: 'Stop with the best so far' });

test('a search of 24 candidates ends with a winner, whose networks become a scored run', async ({ page }) => {
  await openSearch(page);
  await page.getByRole('button', { name: 'Start the search' }).click();
  await expect(stop(page)).toBeVisible();
  await expect(stageLink(page, 'Model')).toContainText('Finding the best network');
  await expect(page.getByRole('button', { name: 'Search again' })).toBeVisible({ timeout: 60_000 });
  await expect(candidates(page)).toHaveCount(24);
  await expect(main(page).getByRole('heading', { name: 'The winner' })).toBeVisible();
  await expect(main(page).getByRole('img', { name: /^Hidden layers: / })).toBeVisible();
  await expect(stageLink(page, 'Model')).not.toContainText('Finding');

  await page.getByRole('button', { name: /^Train the (\d+ networks|winner)$/ }).click();
  await expect(page).toHaveURL(/#\/training$/);
  await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible({ timeout: 45_000 });
  await openStage(page, 'Evaluation');
  await expect(
    main(page).getByText('The best of 24 candidates of a search, chosen without the test rows.'),
  ).toBeVisible();
});

test('a search that is stopped keeps the best so far, also after a reload', async ({ page }) => {
  await startLongSearch(page);
  await stop(page).click();
  await expect(page.getByRole('button', { name: 'Search again' })).toBeVisible();
  const first = await ranked(page).first().innerText();
  await page.reload();
  await expect(page).toHaveURL(/#\/search$/);
  await expect(ranked(page).first()).toHaveText(first, { useInnerText: true });
  await ranked(page)
    .first()
    .getByRole('button', { name: /^Train .* as a run$/ })
    .click();
  await expect(page).toHaveURL(/#\/training$/);
});

test('a page that is opened anew in the middle follows the search', async ({ page }) => {
  await startLongSearch(page);
  await page.reload();
  await expect(ranked(page).first()).toBeVisible();
  await expect(stop(page)).toBeVisible();
  await stop(page).click();
  await expect(page.getByRole('button', { name: 'Search again' })).toBeVisible();
});

test.describe('with a backend of its own', () => {
  test.use({ ownProcesses: true });

  test('a search whose backend is killed goes on by itself', async ({ page, host }) => {
    await startLongSearch(page);
    process.kill(await host.backendPid(), 'SIGKILL');
    await expect(page.getByRole('button', { name: 'Dismiss' })).toBeVisible();
    await expect(ranked(page).first()).toBeVisible();
    await stop(page).click();
    await expect(page.getByRole('button', { name: 'Search again' })).toBeVisible();
  });
});
