// Why a network predicts what it predicts: an analyst reads which columns it goes by, follows one row, and goes on to its walk.
import { fileURLToPath } from 'node:url';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import {
  chooseTarget,
  openStage,
  openTable,
  openView,
  setNumber,
  trainToTheEnd,
} from '../harness/pipeline.ts';

const example = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

test('an analyst reads what a network of numbers goes by, and follows one row from the mean to its prediction', async ({
  page,
}) => {
  await openTable(page, example('cars.csv'));
  await chooseTarget(page, 'Miles_per_Gallon');
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '40');
  await trainToTheEnd(page);
  await openStage(page, 'Evaluation');
  await openView(page, 'Why');

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^It goes by .+; no other column changes MAE by more than/,
  );
  await expect(page.getByText('not what causes Miles_per_Gallon')).toBeVisible();
  await expect(page.getByText(/each column shuffled 50 times, \d+ test rows/)).toBeVisible();
  const origin = page.getByRole('button', { name: /^Origin, / });
  await origin.click();
  await expect(origin).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('heading', { name: 'Partial dependence on Origin' })).toBeVisible();

  const row = page.getByRole('region', { name: 'One row' });
  await expect(row.getByText(/^Row \d+: the network predicts Miles_per_Gallon [\d.]+\./)).toBeVisible();
  const sum = await row.getByText(/^[\d.]+( [+−] [\d.]+){6} = [\d.]+/).textContent();
  const numbers = [...(sum ?? '').split('remainder')[0]!.matchAll(/([+−=]?) ?([\d.]+)/g)];
  const added = numbers
    .slice(0, -1)
    .reduce((all, [, sign, text]) => all + (sign === '−' ? -1 : 1) * Number(text), 0);
  // Seven terms with two decimals, each rounded.
  expect(Math.abs(added - Number(numbers.at(-1)![2]))).toBeLessThan(0.05);

  await row.getByLabel('Row', { exact: true }).fill('3');
  await row.getByLabel('Row', { exact: true }).press('Enter');
  await expect(row.getByText(/^Row 3: /)).toBeVisible();
  const near = page.getByRole('region', { name: 'Nearest training rows' }).first();
  await expect(
    near.getByText(/^On average, these 7 rows have [\d.]+; the network predicts [\d.]+\./),
  ).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await near.getByRole('button', { name: 'Walk this row' }).click();
  await expect(page).toHaveURL(/#\/walk$/);
  await expect(page.getByText(/^Row 3:/)).toBeVisible();
});

test('a class’s probability is divided among the columns, and another class can be asked about', async ({
  page,
}) => {
  await openTable(page, example('iris.csv'));
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '20');
  await trainToTheEnd(page);
  await openStage(page, 'Evaluation');
  await openView(page, 'Why');
  const row = page.getByRole('region', { name: 'One row' });
  await row.getByLabel(/^Probability of/).click();
  await page.getByRole('option', { name: /virginica/ }).click();
  await expect(row.getByText(/: the network gives virginica a probability of [\d.]+%/)).toBeVisible();
});
