// Ctrl+Enter trains from every screen, and says why where it cannot.
import { expect, test } from '../harness/fixtures.ts';
import { openStage, setNumber } from '../harness/pipeline.ts';
import { stageLink } from '../harness/stageLink.ts';

test('Ctrl+Enter says what is missing, in one sentence', async ({ page }) => {
  await expect(page.getByRole('button', { name: /Iris flowers/ })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('There is no table to train on; open a file first.');
  await page.getByRole('button', { name: /Iris flowers/ }).press('Enter');
  await expect(stageLink(page, 'Dataset')).toContainText('4 inputs');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('Ctrl+Enter trains from each screen and shows the run', async ({ page }) => {
  await page.getByRole('button', { name: /Iris flowers/ }).press('Enter');
  await expect(stageLink(page, 'Dataset')).toContainText('4 inputs');
  const evaluate = page.getByRole('button', { name: 'Evaluate the model' });
  const trained = async () => {
    await page.keyboard.press('Control+Enter');
    await expect(page).toHaveURL(/#\/training$/);
    await expect(evaluate).toBeVisible({ timeout: 30_000 });
  };
  await trained();
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '5');
  await trained();
  await expect(page.getByText(/^Finished at epoch 5 of 5$/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Train again' })).toHaveAttribute(
    'aria-keyshortcuts',
    /Control\+Enter/,
  );
  await openStage(page, 'Evaluation');
  await trained();
  await page.getByRole('link', { name: /^Runs/ }).click();
  await page.getByRole('searchbox').focus();
  await trained();
  // On Training nothing in the address tells that the new run began; the list of runs does, on a screen that stays.
  await page.keyboard.press('Control+Enter');
  await page.getByRole('link', { name: /^Runs/ }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(5);
  await expect(page).toHaveURL(/#\/runs$/);
});

test('in a text field what is typed is taken first, and a wrong number is said to be one', async ({
  page,
}) => {
  await page.getByRole('button', { name: /Iris flowers/ }).press('Enter');
  await expect(stageLink(page, 'Dataset')).toContainText('4 inputs');
  await openStage(page, 'Model');
  const epochs = page.getByLabel('Epochs', { exact: true });
  await epochs.fill('-3');
  await epochs.press('Control+Enter');
  await expect(page.getByRole('alert').first()).toContainText('-3');
  await expect(page).toHaveURL(/#\/model$/);
  await expect(epochs).toBeFocused();
  await epochs.fill('4');
  await epochs.press('Control+Enter');
  await expect(page.getByText(/^Finished at epoch 4 of 4$/)).toBeVisible();
});
