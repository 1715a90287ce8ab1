// Several files at once, or a folder of them: one is chosen by keyboard, or they are joined; a file becomes the test data; a folder
// without a table is refused in a sentence.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { dropAt, dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openTable } from '../harness/pipeline.ts';

// Axe would judge a colour that is still changing.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

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
  const dialog = page.getByRole('dialog', { name: 'You dropped 3 files. What do you want to open?' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId('drop-zone')).toBeVisible();
  await dropFile(page, ...paths);
  await expect(dialog.getByRole('button', { name: 'Join them into one table' })).toBeFocused();
  await page.keyboard.press('Tab');
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

/** Rows of two features and their sum, with a delimiter and a decimal sign. */
async function sums(name: string, from: number, to: number, delimiter = ',', decimal = '.'): Promise<string> {
  const number = (value: number) => value.toFixed(2).replace('.', decimal);
  const lines = [['a', 'b', 'sum'].join(delimiter)];
  for (let row = from; row < to; row++) {
    const [a, b] = [((row * 37) % 101) / 8, ((row * 53) % 89) / 8];
    lines.push([number(a), number(b), number(a + b)].join(delimiter));
  }
  const path = join(folder, name);
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

/** Rows of training, validation and test data, as the split shows them. */
const parts = (page: Page) => page.locator('[data-drop="split"] dd.font-strong');

test('dropped files are joined; each row has the number of its own file, and each file tells how it was read', async ({
  page,
}) => {
  const paths = [await sums('january.csv', 0, 60), await sums('february.csv', 60, 90, ';', ',')];
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await dropFile(page, ...paths);
  const dialog = page.getByRole('dialog', { name: /You dropped 2 files/ });
  await expect(dialog).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Join them into one table' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'january.csv + february.csv' })).toBeVisible();
  await page.getByRole('button', { name: '2 files' }).click();
  const told = page.getByRole('dialog', { name: 'How each file was read' });
  await expect(told.getByRole('listitem')).toHaveText([
    /january\.csv\s*60 rows\s*, comma\s*UTF-8/,
    /february\.csv\s*30 rows\s*; semicolon\s*UTF-8\s*Decimal: , comma/,
  ]);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Go to row' }).fill('february 2');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /february\.csv/ }).nth(1);
  await expect(row.getByRole('rowheader')).toHaveText('2');
  await chooseTarget(page, 'sum');
  await expect(page.getByRole('combobox', { name: 'Role of file' })).toContainText('ignored');
  expect(await findings(page)).toEqual([]);
});

test('a file that is dropped on the split becomes the test data, and undo takes it back', async ({
  page,
}) => {
  await openTable(page, await sums('train.csv', 0, 80));
  await chooseTarget(page, 'sum');
  await expect(parts(page)).toHaveText(['68', '0', '12']);
  const test = await sums('test.csv', 80, 110);
  const box = (await page.locator('[data-drop="split"]').boundingBox())!;
  const lowest = { x: box.x + box.width / 2, y: box.y + box.height - 20 };
  await dropAt(page, lowest, [test], async () => {
    await expect(page.getByText('joined to the open table')).toBeVisible();
  });
  await expect(page.getByRole('heading', { level: 1, name: 'train.csv + test.csv' })).toBeVisible();
  await expect(parts(page)).toHaveText(['80', '0', '30']);
  await expect(
    page.getByRole('group', { name: 'test.csv' }).getByRole('button', { name: 'test', exact: true }),
  ).toHaveAttribute('aria-pressed', 'true');
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('heading', { level: 1, name: 'train.csv', exact: true })).toBeVisible();
  await expect(parts(page)).toHaveText(['68', '0', '12']);
});

test('a chosen file of validation data whose columns differ is asked about, and joined by the shared columns', async ({
  page,
}) => {
  await openTable(page, await sums('more.csv', 0, 80));
  await chooseTarget(page, 'sum');
  const other = join(folder, 'other.csv');
  await writeFile(other, 'a,sum,extra\n1,2,x\n3,4,y\n');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Validation file…' }).click();
  await (await choosing).setFiles(other);
  const dialog = page.getByRole('dialog', { name: 'other.csv has other columns than more.csv' });
  await expect(dialog.getByRole('listitem')).toHaveText(['It lacks: “b”.', 'It also has: “extra”.']);
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Read only the columns that all files have' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'more.csv + other.csv' })).toBeVisible();
  await expect(parts(page)).toHaveText(['80', '2', '0']);
});

test('cells pasted from a spreadsheet open as a table, which a reload finds again', async ({ page }) => {
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  const paste = (text: string) =>
    page.evaluate((copied) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', copied);
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, text);
  await paste('just a sentence');
  await expect(page.getByTestId('drop-zone')).toBeVisible();
  await paste('city\tpeople\r\nSeoul\t9,700\r\nBusan\t3,400\r\n');
  await expect(page.getByRole('heading', { level: 1, name: 'Pasted table.tsv' })).toBeVisible();
  await expect(page.getByText('2 rows, 2 columns')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Pasted table.tsv' })).toBeVisible();
});
