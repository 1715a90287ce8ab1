// What cannot be used is refused in a sentence at its place, and everything that was there before is still there.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber } from '../harness/pipeline.ts';
import { stageLink } from '../harness/stageLink.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));
/** The first bytes of every PNG. */
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-bad-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test.beforeEach(async ({ page }) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await expectIris(page);
});

/** The table and its network are there as before. */
async function expectIris(page: Page) {
  await expect(stageLink(page, 'Dataset')).toContainText('4 columns → 4 inputs');
  await expect(stageLink(page, 'Model')).toContainText('4-64-32-3');
}

for (const [name, content, sentence] of [
  ['empty.csv', '', /empty/i],
  ['picture.csv', png, /PNG/],
  ['header.csv', 'a,b,c\n', /row/i],
] as const) {
  test(`${name} is refused in a sentence, and the table that was open stays`, async ({ page }) => {
    await dropFile(page, await written(name, content));
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(name);
    await expect(alert).toContainText(sentence);
    await expectIris(page);
  });
}

test('a target with one class says so, and training waits for another', async ({ page }) => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i},${i % 7},yes`);
  await openTable(page, await written('same.csv', `a,b,answer\n${rows.join('\n')}\n`));
  await chooseTarget(page, 'answer');
  await expect(page.getByText(/answer.*yes/).first()).toBeVisible();
  await expect(stageLink(page, 'Training')).toHaveAttribute('aria-disabled', 'true');
  await chooseTarget(page, 'b');
  await expect(stageLink(page, 'Training')).not.toHaveAttribute('aria-disabled', 'true');
});

for (const [label, value, sentence] of [
  ['Epochs', '0', 'Epochs must be a whole number from 1 to 1,000,000, not “0”.'],
  ['Batch size', '2.5', 'Batch size must be a whole number from 1 to 10,000,000, not “2.5”.'],
  ['Learning rate η', 'fast', /^Learning rate η must be a number from .* to 1,000, not “fast”\.$/],
] as const) {
  test(`${value} as ${label} is refused beside the field, and Train says what it needs`, async ({ page }) => {
    await openStage(page, 'Model');
    await setNumber(page, label, value);
    await expect(page.getByRole('main').getByText(sentence).first()).toBeVisible();
    const train = page.getByRole('button', { name: 'Train', exact: true });
    await expect(train).toHaveAttribute('aria-disabled', 'true');
    await page.getByLabel(label, { exact: true }).press('Escape');
    await expect(train).not.toHaveAttribute('aria-disabled', 'true');
    await expectIris(page);
  });
}

test('a layer of 1,000,000,000 units is refused at its card, and the network stays', async ({ page }) => {
  await openStage(page, 'Model');
  const units = page.getByRole('textbox', { name: 'Units of Hidden 1' });
  await units.fill('1000000000');
  await units.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(
    'Units of Hidden 1 must be a whole number from 1 to 65,536, not “1000000000”.',
  );
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expectIris(page);
  await units.fill('12');
  await units.press('Enter');
  await expect(stageLink(page, 'Model')).toContainText('4-12-32-3');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('layers that would not fit into memory block training with the reason', async ({ page }) => {
  await openStage(page, 'Model');
  for (const layer of ['Hidden 1', 'Hidden 2']) {
    const units = page.getByRole('textbox', { name: `Units of ${layer}` });
    await units.fill('65536');
    await units.press('Enter');
  }
  await expect(stageLink(page, 'Model')).toContainText('4-65536-65536-3');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expect(
    page
      .getByRole('main')
      .getByText(/needs [\d.]+ GB of memory/)
      .first(),
  ).toBeVisible();
});
