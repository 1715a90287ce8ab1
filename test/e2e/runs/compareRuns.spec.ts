// A person trains, changes the rate, trains again, and lays the first run's curve on the second's.
import { fileURLToPath } from 'node:url';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber, trainToTheEnd } from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

test('the curve of an earlier run is laid on the new one, read out, and stays laid', async ({ page }) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '40');
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Learning rate η', '0.002');
  await trainToTheEnd(page);
  const compare = page.getByRole('button', { name: /^Compare/ });
  await expect(compare).toHaveAttribute('aria-disabled', 'true');
  await expect(compare).toHaveAttribute('title', /no other run of species/);

  await openStage(page, 'Model');
  await setNumber(page, 'Learning rate η', '0.05');
  await setNumber(page, 'Epochs', '30');
  await trainToTheEnd(page);
  await compare.click();
  const panel = page.getByRole('dialog', { name: 'Compare with other runs' });
  await panel.getByRole('checkbox', { name: /rate 0\.002/ }).check();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Compared with 1' })).toBeVisible();
  const legend = page.getByText(/^learning rate 0\.002 \(.+\)$/);
  await expect(legend).toBeVisible();
  const cursor = page.getByRole('slider', { name: /^Loss over the epochs/ });
  // The longer run's end is on the axis too.
  await expect(cursor).toHaveAttribute('aria-valuemax', '40');
  await cursor.focus();
  await page.keyboard.press('Home');
  await expect(cursor).toHaveAttribute(
    'aria-valuetext',
    /^epoch 1: training .*, .*rate 0\.002 \(.+\) 0\.\d+$/,
  );
  await page.getByRole('button', { name: 'Loss as a table' }).click();
  await expect(page.getByRole('columnheader', { name: /rate 0\.002 \(.+\): Loss$/ })).toBeVisible();

  // Another loss does not compare, and says so; accuracies do.
  await openStage(page, 'Model');
  await page.getByRole('radio', { name: /^Focal/ }).check();
  await trainToTheEnd(page);
  await expect(
    page.getByText(/rate 0\.002 \(.+\): uses a different loss, which cannot be compared/),
  ).toBeVisible();
  await page.getByRole('group', { name: 'What the chart shows' }).getByText('Accuracy').click();
  await expect(page.getByText(/different loss/)).toBeHidden();
  await expect(legend).toBeVisible();
});
