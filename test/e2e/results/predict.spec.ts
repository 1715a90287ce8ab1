// Predict: a row that a person makes up, and a file, with the same numbers as the terminal's.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { dropAt } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import {
  chooseTarget,
  openStage,
  openTable,
  openView,
  setNumber,
  trainToTheEnd,
} from '../harness/pipeline.ts';

const run = promisify(execFile);
const fromRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const cars = fromRoot('examples/cars.csv');

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-predict-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

async function trained(page: Page, table: string, target: string) {
  await openTable(page, table);
  await chooseTarget(page, target);
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '10');
  await trainToTheEnd(page);
}

async function savedModel(page: Page): Promise<string> {
  await openStage(page, 'Export');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save safetensors' }).click();
  const model = join(folder, 'model.safetensors');
  await (await download).saveAs(model);
  return model;
}

/** What the terminal writes. */
async function terminal(...args: string[]): Promise<string> {
  const env = { ...process.env, CHAINRULE_HOME: join(folder, 'home') };
  return (await run(process.execPath, [fromRoot('bin/chainrule.js'), 'predict', ...args], { env })).stdout;
}

const predicted = async (page: Page) =>
  Number(await page.locator('[data-predicted]').first().getAttribute('data-predicted'));

async function dropOnZone(page: Page, path: string) {
  const zone = page.locator('[data-drop="own"]');
  await zone.scrollIntoViewIfNeeded();
  const box = await zone.boundingBox();
  if (!box) throw new Error('The zone is not drawn.');
  await dropAt(page, { x: box.x + box.width / 2, y: box.y + box.height / 2 }, [path]);
}

test('a row by the keyboard and a dropped file have the numbers of the terminal', async ({ page }) => {
  await trained(page, cars, 'Miles_per_Gallon');
  const model = await savedModel(page);
  await openStage(page, 'Evaluation');
  await openView(page, 'Predict');

  await test.step('what if, by the keyboard alone', async () => {
    await page.getByRole('button', { name: 'a row of the table' }).focus();
    await page.keyboard.press('Enter');
    const row = page.getByLabel('Row', { exact: true });
    await row.fill('155');
    await row.press('Enter');
    await expect(page.getByText('actual 24.0')).toBeVisible();
    const before = await predicted(page);
    const slider = page.getByRole('slider', { name: 'Weight_in_lbs' });
    await slider.focus();
    for (let k = 0; k < 5; k++) await page.keyboard.press('ArrowRight');
    await expect(page.getByText(/against row 155 as it is/)).toBeVisible();
    await expect.poll(() => predicted(page)).not.toBe(before);
    const field = page.getByRole('textbox', { name: 'Acceleration' });
    await field.fill('26');
    await field.press('Enter');
    await expect(page.getByText('outside the training range, 8.5 to 24.8')).toBeVisible();
    await expect(page.getByText(/^One value is outside the training range/)).toBeVisible();
    const horsepower = page.getByRole('textbox', { name: 'Horsepower' });
    await horsepower.fill('');
    await horsepower.press('Enter');
    await expect(page.getByText('missing: 92 is used instead')).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });

  await test.step('the number is that of a file with this row', async () => {
    const names = ['Cylinders', 'Displacement', 'Horsepower', 'Weight_in_lbs', 'Acceleration'];
    const cells: string[] = [];
    for (const name of names) cells.push(await page.getByRole('textbox', { name }).inputValue());
    await writeFile(join(folder, 'one.csv'), `${[...names, 'Origin']}\n${[...cells, 'Europe']}\n`);
    const [, line = ''] = (await terminal(model, join(folder, 'one.csv'))).split('\n');
    await expect.poll(() => predicted(page)).toBe(Number(line.split(',').at(-1)));
    await page.getByRole('button', { name: 'Back to the starting values' }).click();
    await expect(page.getByText(/outside the training range/)).toHaveCount(0);
  });

  await test.step('a file, its columns in another order', async () => {
    const file = join(folder, 'new cars.csv');
    await writeFile(
      file,
      [
        'Name,Origin,Weight_in_lbs,Horsepower,Displacement,Cylinders,Acceleration',
        '=HYPERLINK(1),Europe,3090,115,133,4,17.5',
        'b,USA,4142,,350,8,8',
        '"c, d",Mars,4034,153,351,8,11',
        '',
      ].join('\n'),
    );
    await dropOnZone(page, file);
    await expect(page.getByText('All 6 columns of the model were found')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save 3 rows as CSV' })).toBeVisible();
    await expect(page.getByText(/1 cell of “Origin” has a category/)).toBeVisible();
    const table = page.getByRole('region', { name: '3 rows with their predictions' });
    await expect(table.getByRole('columnheader', { name: 'prediction' })).toBeVisible();
    expect(await findings(page)).toEqual([]);
    const saved = async () => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save 3 rows as CSV' }).click();
      expect((await download).suggestedFilename()).toBe('new cars-predicted.csv');
      return readFile(await (await download).path(), 'utf8');
    };
    expect(await saved()).toBe(await terminal(model, file, '--interval', '0.9'));
    await expect(page.getByText(/1 cell got an apostrophe/)).toBeVisible();
    await page.getByLabel('intervals, 90%').uncheck();
    await page.getByLabel('make cells that begin a formula harmless').uncheck();
    expect(await saved()).toBe(await terminal(model, file, '--raw'));
  });

  await test.step('a file without a column is refused by its name', async () => {
    const file = join(folder, 'short.csv');
    await writeFile(file, 'Origin,Weight_in_lbs\nUSA,4142\n');
    await dropOnZone(page, file);
    await expect(page.getByRole('alert')).toContainText('Cylinders');
    await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
  });

  await test.step('a drop elsewhere opens a table as ever', async () => {
    const { width } = page.viewportSize() ?? { width: 1440 };
    await dropAt(page, { x: width / 3, y: 120 }, [fromRoot('examples/iris.csv')]);
    await expect(page.getByRole('heading', { level: 1, name: 'iris.csv' })).toBeVisible();
  });
});

test('a file with the target is scored', async ({ page }) => {
  await trained(page, fromRoot('examples/iris.csv'), 'species');
  await openStage(page, 'Evaluation');
  await openView(page, 'Predict');
  await dropOnZone(page, fromRoot('examples/iris.csv'));
  const scores = page.getByRole('region', { name: 'Scores on this file' });
  await expect(scores).toContainText('150 rows with a target');
  await expect(scores).toContainText('Accuracy');
  await expect(page.getByRole('list', { name: 'Predicted classes' }).getByRole('listitem')).toHaveCount(3);
  const probabilities = page.getByRole('list', { name: 'Probability of each class' });
  await expect(probabilities.getByRole('listitem')).toHaveCount(3);
  expect(await findings(page)).toEqual([]);
});
