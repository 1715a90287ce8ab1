// A run whose weights could not be saved at its end: the page says so on every screen, and offers to save them again, as a file, or to
// discard them.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../harness/fixtures.ts';
import type { Host } from '../harness/host.ts';
import { openStage, prepareEndlessRun } from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

test.use({ ownProcesses: true });

/** Trains a run and stops it when a file lies where its folder was. Returns the folder's path. */
async function trainInVain({ page, home }: Host): Promise<string> {
  await prepareEndlessRun(page, iris, 'species');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const [run] = await readdir(join(home, 'runs'));
  const folder = join(home, 'runs', run!);
  await rm(folder, { recursive: true, force: true });
  await writeFile(folder, '');
  await page.getByRole('button', { name: 'Stop (S)' }).click();
  return folder;
}

test('weights that could not be saved wait on the page until they are saved or discarded', async ({
  page,
  host,
}) => {
  const folder = await trainInVain(host);

  const note = page.getByRole('alert').filter({ hasText: 'The trained weights are not saved' });
  await expect(note).toContainText('could not be written');
  await openStage(page, 'Export');
  await expect(note).toBeVisible();

  await note.getByRole('button', { name: 'Save again' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'could not be written' })).not.toHaveCount(0);
  const download = page.waitForEvent('download');
  await note.getByRole('button', { name: 'Save as a file' }).click();
  expect((await download).suggestedFilename()).toBe('iris.safetensors');
  await expect(note).toContainText('The weights are in iris.safetensors.');

  await rm(folder);
  await mkdir(folder);
  await note.getByRole('button', { name: 'Save again' }).click();
  await expect(note).toHaveCount(0);
  expect(await readdir(folder)).toContain('best.safetensors');
});

test('weights are discarded only with a second press', async ({ page, host }) => {
  await trainInVain(host);
  const note = page.getByRole('alert').filter({ hasText: 'The trained weights are not saved' });
  await note.getByRole('button', { name: 'Discard' }).click();
  await note.getByRole('button', { name: 'Discard the weights for good' }).click();
  await expect(note).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
});
