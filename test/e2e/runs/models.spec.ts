// A trained model on a table that it was not trained on: it is evaluated there, and a training goes on from its weights.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findings } from '../harness/axe.ts';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber, trainToTheEnd } from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-models-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

test('a model is evaluated on rows that are new to it, and trained further on them', async ({ page }) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '30');
  await trainToTheEnd(page);
  await openStage(page, 'Export');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save safetensors' }).click();
  const model = join(folder, 'mine.safetensors');
  await (await download).saveAs(model);
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(0);

  const rows = (await readFile(iris, 'utf8')).trim().split('\n');
  const table = join(folder, 'half.csv');
  await writeFile(table, `${rows.filter((_, k) => k === 0 || k % 2 === 1).join('\n')}\n`);
  await openTable(page, table);
  await dropFile(page, model);
  await expect(page).toHaveURL(/#\/training$/);
  await expect(page.getByText('Shown on half.csv; trained on iris.csv.')).toBeVisible();
  await openStage(page, 'Evaluation');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('of 75 new rows correct');
  await expect(page.getByText('New rows, 75 rows').first()).toBeVisible();
  expect(await findings(page)).toEqual([]);

  await openStage(page, 'Training');
  await page.getByRole('button', { name: 'Train on from these weights' }).click();
  await expect(page.getByText(/mine\.safetensors: species · trained further/).first()).toBeVisible({
    timeout: 45_000,
  });
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByText('trained further', { exact: true })).toBeVisible();
});
