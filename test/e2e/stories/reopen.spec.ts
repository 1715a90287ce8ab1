// What was carried away is dropped again: an exported model, and a run's folder.
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { findings } from '../harness/axe.ts';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber, trainToTheEnd } from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));
let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-reopen-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

test('a model and a run that were carried away are dropped and looked at again', async ({ page, host }) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '20');
  await trainToTheEnd(page);
  await openStage(page, 'Export');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Check and save safetensors' }).click();
  const model = join(folder, 'mine.safetensors');
  await (await download).saveAs(model);

  // All formats in one archive, each checked; two of them are several files.
  const all = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save all as .zip' }).click();
  expect((await all).suggestedFilename()).toBe('iris-all.zip');
  const names = Object.keys(unzipSync(await readFile(await (await all).path())));
  for (const file of [
    'index.json',
    'onnx/iris.onnx',
    'numpy/predict.py',
    'csv/iris-layer-1.csv',
    'pytorch/train.py',
  ])
    expect(names).toContain(file);
  await expect(page.getByText(/^Saved as iris-all\.zip/)).toBeVisible();

  const runs = join(host.home, 'runs');
  const [name] = await readdir(runs);
  const elsewhere = join(folder, 'my run');
  await cp(join(runs, name!), elsewhere, { recursive: true });

  // The run is gone: its model opens on the table that it was trained on.
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await dropFile(page, model);
  await expect(page.getByText('Opened from mine.safetensors')).toBeVisible();
  await expect(page).toHaveURL(/#\/training$/);
  expect(await findings(page)).toEqual([]);
  await openStage(page, 'Evaluation');
  await expect(page.getByText(/test score looked at once/)).toBeVisible();

  // With another table open it says what is needed.
  await openTable(page, fileURLToPath(new URL('../../../examples/penguins.csv', import.meta.url)));
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await dropFile(page, model);
  await expect(page.getByRole('alert')).toContainText('does not fit penguins.csv, which lacks the columns');

  // Its folder opens as a run, with its history, whatever table is open.
  await dropFile(page, elsewhere);
  await expect(page.getByText('Finished at epoch 20 of 20')).toBeVisible();
});
