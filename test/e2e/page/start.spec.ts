// The start screen: a file by drop or by choice, an example, a refusal that leaves everything usable, the two choices of the bar.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';

const penguins = fileURLToPath(new URL('../../../examples/penguins.csv', import.meta.url));

test('a first visit offers a file, six examples and no runs', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Drop a table. Build a network. Watch it learn.',
  );
  await expect(page.getByRole('button', { name: /Choose a file/ })).toBeVisible();
  const examples = page.getByRole('region', { name: 'Or start with an example' });
  await expect(examples.getByRole('button')).toHaveCount(6);
  await expect(examples.getByRole('button', { name: /Palmer penguins.*344 × 7/ })).toBeVisible();
  await expect(page.getByText('No runs yet.')).toBeVisible();
});

test('stages that cannot be opened say what they need', async ({ page }) => {
  const rail = page.getByRole('navigation', { name: 'Stages' });
  for (const [stage, need] of [
    ['Dataset', 'Open a table first'],
    ['Model', 'Needs a table'],
    ['Training', 'Needs a model'],
    ['Evaluation', 'Needs a finished run'],
    ['Export', 'Needs a finished run'],
  ]) {
    const link = rail.getByRole('link', { name: new RegExp(`^${stage}`) });
    await expect(link).toContainText(need ?? '');
    await expect(link).toHaveAttribute('aria-disabled', 'true');
  }
  await rail.getByRole('link', { name: /^Model/ }).press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Drop a table');
});

test('a file dropped anywhere on the window is opened', async ({ page }) => {
  await dropFile(page, penguins);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('penguins.csv');
  await expect(page).toHaveURL(/#\/dataset$/);
});

test('a file that was chosen is opened', async ({ page, host }) => {
  test.skip(host.name === 'desktop', 'the desktop asks with a dialog of the system');
  const chooser = page.waitForEvent('filechooser');
  // The focus is a round trip through the page: it is ready, and the listener is in place, before the keys come.
  await page.getByRole('button', { name: /Choose a file/ }).focus();
  await page.keyboard.press('Control+o');
  await (await chooser).setFiles(penguins);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('penguins.csv');
});

test('an example is opened with the network for its question', async ({ page }) => {
  await page.getByRole('button', { name: /Iris flowers/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('iris.csv');
  await expect(page.getByRole('combobox', { name: 'Predict: species' })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Dataset/ })).toContainText('4 columns → 4 inputs');
});

test('a file that is not a table is refused in the zone, which stays usable', async ({ page, host }) => {
  const picture = join(host.home, 'picture.csv');
  await writeFile(picture, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await dropFile(page, picture);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('picture.csv was not opened');
  await expect(alert).toContainText(/PNG/);
  await expect(page.getByRole('button', { name: /Choose another file/ })).toBeVisible();
  await dropFile(page, penguins);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('penguins.csv');
});

test('a file on its way can be given up, and the zone is as before', async ({ page, host }) => {
  const path = join(host.home, 'long.csv');
  const rows = Array.from(
    { length: 400_000 },
    (_, i) => `${i},${(i % 97) / 10},${i % 2 ? 'odd' : 'even'},${i * 3}`,
  );
  await writeFile(path, `index,value,parity,triple\n${rows.join('\n')}\n`);
  await expect(page.getByRole('button', { name: /Choose a file/ })).toBeVisible();
  await dropFile(page, path);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: /Choose a file/ })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await dropFile(page, penguins);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('penguins.csv');
});

test('a refused file leaves the table that was open', async ({ page, host }) => {
  await dropFile(page, penguins);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('penguins.csv');
  const empty = join(host.home, 'empty.csv');
  await writeFile(empty, '');
  await dropFile(page, empty);
  await expect(page.getByRole('alert')).toContainText('empty.csv was not opened');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('penguins.csv');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('language and theme are chosen in the bar and kept', async ({ page }) => {
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('combobox', { name: 'Language: English' }).click();
  await page.getByRole('option', { name: '한국어' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('표를 끌어다 놓고');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('button', { name: '밝은 테마' })).toBeVisible();
});
