// Runs handed over as one file: saved on the page, and dropped on the page of another home, which first shows what is in it.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber, trainToTheEnd } from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-packs-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

async function trainIris(page: Page) {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '20');
  await trainToTheEnd(page);
}

async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  const path = join(folder, (await download).suggestedFilename());
  await (await download).saveAs(path);
  return path;
}

const choice = (page: Page) => page.getByRole('dialog', { name: 'iris.chainrule holds packed runs' });

test('a run is saved as one file, deleted, and opened from it as it was', async ({ page }) => {
  await trainIris(page);
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('checkbox').check();
  await page.getByLabel('Name', { exact: true }).fill('for the class');
  await page.getByLabel('Name', { exact: true }).blur();
  await openStage(page, 'Export');
  const file = await saved(page, 'Save as one file');
  expect(file).toMatch(/iris\.chainrule$/);
  expect((await stat(file)).size).toBeGreaterThan(2_000);
  await expect(page.getByRole('status').filter({ hasText: 'Saved as iris.chainrule' })).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('saved.png') });

  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('checkbox').check();
  await page.screenshot({ path: test.info().outputPath('runs.png') });
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(0);

  await dropFile(page, file);
  await expect(choice(page)).toContainText('for the class');
  await expect(choice(page)).toContainText('Runs: 1. Tables: 1.');
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('arrived.png') });
  await choice(page).getByRole('button', { name: 'Add nothing' }).click();
  await expect(choice(page)).toBeHidden();

  await dropFile(page, file);
  await choice(page).getByRole('button', { name: 'Add and open it' }).click();
  await expect(page).toHaveURL(/#\/training$/);
  await expect(page.getByText('for the class').first()).toBeVisible();
  await openStage(page, 'Evaluation');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('correct');

  // A second time it is here already.
  await dropFile(page, file);
  await expect(choice(page)).toContainText('here already');
  await choice(page).getByRole('button', { name: 'Open the run that is here' }).click();
  await expect(page).toHaveURL(/#\/training$/);
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByRole('checkbox')).toHaveCount(1);
});

test('the progress in lessons is in the file of all runs, and is joined with what was done elsewhere', async ({
  page,
}) => {
  await page.getByRole('link', { name: 'Lessons' }).click();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect(page).toHaveURL(/#\/lesson$/);
  await page.getByRole('link', { name: 'Runs' }).click();
  const file = await saved(page, 'Save all as one file');
  expect(file).toMatch(/lessons\.chainrule$/);
  await dropFile(page, file);
  const progress = page.getByRole('dialog', { name: 'lessons.chainrule holds progress in lessons' });
  await expect(progress).toContainText('Progress in lessons: 1');
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('progress.png') });
  await progress.getByRole('button', { name: 'Open the lessons' }).click();
  await expect(page).toHaveURL(/#\/lessons$/);
});

test('all runs are saved as one file from Ctrl+K, and a damaged one is refused in one sentence', async ({
  page,
}) => {
  await trainIris(page);
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Find screens' }).fill('all runs as one');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.chainrule$/);
  const cut = join(folder, 'cut.chainrule');
  await writeFile(cut, 'PK\u0003\u0004 and then nothing');
  await dropFile(page, cut);
  await expect(page.getByRole('alert')).toContainText('cut.chainrule cannot be opened: it is incomplete.');
  await page.screenshot({ path: test.info().outputPath('refused.png') });
});
