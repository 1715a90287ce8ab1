// Several files at once, or a folder of them: one is chosen by keyboard; a folder without a table is refused in a sentence.
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

test('a dropped folder offers its tables; one without any is refused in a sentence', async ({ page }) => {
  const path = join(folder, 'tables');
  await mkdir(path);
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await dropFile(page, path);
  await expect(page.getByRole('alert')).toContainText('tables is a folder without a table or a run.');
  for (const name of ['one.csv', 'two.csv']) await writeFile(join(path, name), 'a,b\n1,2\n3,4\n');
  await writeFile(join(path, 'notes.pdf'), 'no table');
  await dropFile(page, path);
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /two\.csv/ })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'two.csv' })).toBeVisible();
});
