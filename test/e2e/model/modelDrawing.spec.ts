// The drawing of a network: read with the pointer and with keys, looked at from near and far, saved; and what the network costs is
// known before it is trained.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable } from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

test.beforeEach(async ({ page }) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await page
    .getByRole('main')
    .getByLabel(/^Preset/)
    .click();
  await page.getByRole('option', { name: /^Small network/ }).click();
  await expect(drawing(page).locator('circle')).toHaveCount(4 + 8 + 4 + 3);
  // Until the list is gone the page behind it takes no pointer.
  await expect(page.locator('body')).not.toHaveCSS('pointer-events', 'none');
});

const drawing = (page: Page) => page.getByRole('region', { name: 'Network diagram' });
const line = (page: Page) => page.getByRole('region', { name: /^Network/ }).getByRole('status');
const weights = /weights −?[\d.]+ to −?[\d.]+, strongest .+ −?[\d.]+\s*$/;

/** Its middle; what is drawn inside a unit lies in front of it. */
async function pointAt(unit: Locator) {
  const { x, y, width, height } = (await unit.boundingBox())!;
  await unit.page().mouse.move(x + width / 2, y + height / 2);
}

test('a unit and a line say the numbers that training would begin with', async ({ page }) => {
  const unit = drawing(page).locator('circle').nth(6);
  const output = drawing(page).locator('circle').last();
  await expect(async () => {
    await pointAt(unit);
    await expect(line(page)).toHaveText(/^\s*Hidden 1, unit 3: 4 inputs, /, { timeout: 1_000 });
    await pointAt(output);
    await expect(line(page)).toHaveText(weights, { timeout: 1_000 });
  }).toPass();
  await expect(line(page)).toContainText('virginica:');
  // The first input and the third unit stand side by side; a quarter of the way their line is alone.
  const [from, to] = await Promise.all(
    [0, 4 + 2].map((nth) => drawing(page).locator('circle').nth(nth).boundingBox()),
  );
  await page.mouse.move(0.75 * from!.x + 0.25 * to!.x + from!.width / 2, from!.y + from!.height / 2);
  await expect(line(page)).toHaveText(/^\s*sepal length \(cm\) → Hidden 1, unit 3: weight −?[\d.]+\s*$/);
});

test('keys choose a unit, zoom, move and fit', async ({ page }) => {
  await drawing(page).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(line(page)).toHaveText(/^\s*Input sepal length/);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(line(page)).toHaveText(/^\s*Hidden 1, unit 2:/);

  const size = async () => (await drawing(page).locator('circle').first().boundingBox())!;
  const before = await size();
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  expect((await size()).width).toBeCloseTo(before.width * 1.25 ** 2, 0);
  await page.keyboard.press('0');
  expect(await size()).toEqual(before);
  await page.keyboard.press('ArrowRight');
  expect((await size()).x).toBeCloseTo(before.x - 40, 0);
  await page.getByRole('button', { name: /^Fit to view/ }).click();
  expect(await size()).toEqual(before);
});

test('the wheel zooms about the pointer, and dragging moves the drawing', async ({ page }) => {
  const circle = drawing(page).locator('circle').nth(6);
  const before = (await circle.boundingBox())!;
  const centre = { x: before.x + before.width / 2, y: before.y + before.height / 2 };
  await page.mouse.move(centre.x, centre.y);
  await page.mouse.wheel(0, -400);
  await expect.poll(async () => (await circle.boundingBox())!.width).toBeGreaterThan(1.5 * before.width);
  const near = (await circle.boundingBox())!;
  expect(near.x + near.width / 2).toBeCloseTo(centre.x, 0);
  await page.mouse.down();
  await page.mouse.move(centre.x + 50, centre.y + 30, { steps: 5 });
  await page.mouse.up();
  const moved = (await circle.boundingBox())!;
  expect(moved.x - near.x).toBeCloseTo(50, 0);
  expect(moved.y - near.y).toBeCloseTo(30, 0);
});

test('memory and the time of an epoch are known before training', async ({ page }) => {
  await expect(page.getByText(/^≈ [\d.]+ ms$/)).toBeVisible();
  await expect(page.getByText(/^per epoch, .+ in total$/)).toBeVisible();
});

test('the drawing is saved as SVG and as PNG', async ({ page, host }) => {
  test.skip(host.name === 'desktop', 'what the desktop saves goes through a dialog of the system');
  const saved = async (kind: 'SVG' | 'PNG') => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: kind, exact: true }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`iris-network.${kind.toLowerCase()}`);
    return readFile(await file.path());
  };
  const svg = (await saved('SVG')).toString('utf8');
  expect(svg.match(/<circle /g)).toHaveLength(4 + 8 + 4 + 3);
  // 4 x 8 + 8 x 4 + 4 x 3 lines, each with its colour written out.
  expect(svg.match(/stroke-opacity=/g)).toHaveLength(76);
  expect(svg).not.toContain('var(--');
  const problems = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('parsererror').length,
    svg,
  );
  expect(problems).toBe(0);
  const png = await saved('PNG');
  expect([...png.subarray(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG');
  expect(png.readUInt32BE(16)).toBeGreaterThan(600);
});

test('four thousand units are one bar with their count', async ({ page }) => {
  const units = page.getByRole('textbox', { name: 'Units of Hidden 1' });
  await units.fill('4000');
  await units.press('Enter');
  await expect(drawing(page).getByText('4,000', { exact: true })).toBeVisible();
  expect(await drawing(page).locator('circle').count()).toBeLessThan(20);
});

test('a bar says how large its layer is and what its weights are', async ({ page }) => {
  const units = page.getByRole('textbox', { name: 'Units of Hidden 1' });
  await units.fill('64');
  await units.press('Enter');
  const bar = drawing(page).locator('rect');
  await expect(bar).toHaveCount(1);
  // 4 x 64 weights and 64 biases; both ends of their range and their mean, then the strongest.
  const said =
    /^\s*Hidden 1: 64 units, 320 parameters, weights −[\d.]+ to [\d.]+, mean −?[\d.]+(e-\d+| × 10.+)?, strongest (sepal|petal) .+ → unit \d+ −?[\d.]+\s*$/;
  await expect(async () => {
    await page.mouse.move(0, 0);
    await pointAt(bar);
    await expect(line(page)).toHaveText(said, { timeout: 1_000 });
  }).toPass();
  await page.mouse.move(0, 0);
  await drawing(page).focus();
  for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(`Shift+${key}`);
  await expect(line(page)).toHaveText(said);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(line(page)).toHaveText(/^\s*Hidden 2, unit 1: 64 inputs, weights/);
});
