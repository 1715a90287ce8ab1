// Several files at once, and a folder: one of them is chosen by keyboard, a folder is refused in a sentence.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-several-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('one of several dropped files is chosen by keyboard; Escape opens none', async ({ page }) => {
  const paths = ['하나.csv', 'two.csv', 'three.csv'].map((name) => join(folder, name));
  for (const [i, path] of paths.entries()) await writeFile(path, `a,b\n${i},1\n${i},2\n`);
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await dropFile(page, ...paths);
  const dialog = page.getByRole('dialog', { name: 'You dropped 3 files. Which one do you want to open?' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId('drop-zone')).toBeVisible();
  await dropFile(page, ...paths);
  await expect(dialog.getByRole('button', { name: /하나\.csv/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'two.csv' })).toBeVisible();
});

test('a dropped folder is refused in a sentence', async ({ page }) => {
  const path = join(folder, 'tables');
  await mkdir(path);
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await dropFile(page, path);
  await expect(page.getByRole('alert')).toContainText('tables is a folder. Choose a file in it');
});
