// How a file was read is said, and changed in place: the table follows, and undo goes back.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../harness/fixtures.ts';
import { openTable } from '../harness/pipeline.ts';

const ragged = fileURLToPath(new URL('../../fixtures/csv/generated/ragged_short_long.csv', import.meta.url));
const whole = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));
/** `이름` in CP949, which reads as `ÀÌ¸§` in Windows-1252. */
const name = Buffer.from([0xc0, 0xcc, 0xb8, 0xa7]);

test('another encoding is followed by the table at once, and undo takes it back', async ({ page, host }) => {
  const path = join(host.home, 'korean.csv');
  const rows = Array.from({ length: 30 }, (_, i) => Buffer.concat([name, Buffer.from(`${i},${i * 2}\n`)]));
  await writeFile(path, Buffer.concat([name, Buffer.from(',age\n'), ...rows]));
  await openTable(page, path);
  const head = page.getByRole('columnheader').nth(1);
  await expect(head).toContainText('이름');
  await page.getByRole('button', { name: /^Encoding: .*, auto-detected$/ }).click();
  await page.getByRole('radio', { name: 'Windows-1252' }).check();
  await expect(head).toContainText('ÀÌ¸§');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Encoding: Windows-1252, set by you' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(head).toContainText('이름');
  await expect(page.getByRole('button', { name: /^Encoding: .*, auto-detected$/ })).toBeVisible();
});

test('rows that do not fit add up, and what becomes of them is asked', async ({ page }) => {
  await openTable(page, ragged);
  await expect(page.getByText('3 read + 1 left out = 4 in the file')).toBeVisible();
  await page.getByRole('button', { name: '2 problem rows' }).click();
  const list = page.getByRole('region', { name: 'Problem rows', exact: true });
  const short = list.getByRole('group', { name: 'Too few fields' });
  await expect(short.getByRole('button', { name: 'add missing values' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await list.getByRole('button', { name: 'Close the list of problem rows' }).click();
  await expect(list).toBeHidden();
});

test('rows below the table are proposed to be left out, and their number can be chosen', async ({
  page,
  host,
}) => {
  const path = join(host.home, 'stock.csv');
  const rows = Array.from({ length: 12 }, (_, i) => `part ${i},${i + 3},${(i * 1.7).toFixed(2)}`);
  await writeFile(
    path,
    ['item,pieces,price', ...rows, 'Total,102,112.20', 'Source: stock list,,', ''].join('\n'),
  );
  await openTable(page, path);
  await page.getByRole('button', { name: 'Leave out the last 2 rows' }).click();
  await expect(page.getByText('12 read + 2 left out = 14 in the file')).toBeVisible();
  const fact = page.getByRole('button', { name: 'Rows left out at the end: 2 rows, set by you' });
  await fact.click();
  await page.getByLabel('Rows to leave out at the end of the table').fill('1');
  await page.keyboard.press('Enter');
  await expect(page.getByText('13 read + 1 left out = 14 in the file')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(page.getByText('12 read + 2 left out = 14 in the file')).toBeVisible();
});

test('the problems of a file go when another one is opened', async ({ page }) => {
  await openTable(page, ragged);
  await page.getByRole('button', { name: '2 problem rows' }).click();
  const list = page.getByRole('region', { name: 'Problem rows', exact: true });
  await expect(list).toBeVisible();
  await openTable(page, whole);
  await expect(list).toBeHidden();
});
