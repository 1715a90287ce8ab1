// A line is set by hand before training: dragged by its handles, moved with the keys, typed on the model screen; and the rows of the step
// are ringed while the run waits.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber } from '../harness/pipeline.ts';

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-line-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** y = 2 x + 10, with some noise. */
async function openLine(page: Page) {
  const path = join(folder, 'line.csv');
  const rows = Array.from({ length: 120 }, (_, i) => {
    const x = (i * 37) % 100;
    return `${x},${(2 * x + 10 + (((i * 7919) % 31) - 15)).toFixed(1)}`;
  });
  await writeFile(path, `x,y\n${rows.join('\n')}\n`);
  await openTable(page, path);
  await chooseTarget(page, 'y');
  await openStage(page, 'Model');
  await page
    .getByRole('main')
    .getByLabel(/^Preset/)
    .click();
  await page.getByRole('option', { name: /^Linear regression/ }).click();
  await expect(page.locator('body')).not.toHaveCSS('pointer-events', 'none');
}

const turn = (page: Page) => page.getByRole('slider', { name: 'Weight: turns the line' });
const lift = (page: Page) => page.getByRole('slider', { name: 'Bias: lifts the line' });
const now = async (handle: Locator) => Number(await handle.getAttribute('aria-valuenow'));

async function drag(page: Page, handle: Locator, by: number) {
  const box = (await handle.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + by / 2, { steps: 4 });
  await page.mouse.move(x, y + by, { steps: 4 });
  await page.mouse.up();
  return y + by;
}

test('the line of a linear network is dragged and moved with the keys, one undo for each drag, and training begins there', async ({
  page,
}) => {
  await openLine(page);
  await openStage(page, 'Training');
  await expect(turn(page)).toBeVisible();
  await expect(
    page.getByText(/^Drag the line by its handles to set the initial weights: w = /),
  ).toBeVisible();
  // What lies below the picture takes its height from it until it is there.
  await expect(page.getByText(/^Network: .* Least squares: /)).toBeVisible();
  await expect(page.getByText(/^The update\/weight ratio is /)).toBeVisible();
  const [before, bias] = [await now(turn(page)), await now(lift(page))];

  const y = await drag(page, turn(page), -60);
  await expect.poll(() => now(turn(page))).not.toBe(before);
  const dragged = await now(turn(page));
  // The handle is where the pointer let go, and the bias is what it was.
  await expect
    .poll(async () => {
      const box = (await turn(page).boundingBox())!;
      return Math.abs(box.y + box.height / 2 - y);
    })
    .toBeLessThan(3);
  expect(await now(lift(page))).toBeCloseTo(bias, 3);

  await lift(page).focus();
  for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowUp');
  await expect.poll(() => now(lift(page))).toBeCloseTo(bias + 0.06, 3);
  await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => now(lift(page))).toBeCloseTo(bias - 0.04, 3);
  expect(await now(turn(page))).toBe(dragged);
  expect(await findings(page)).toEqual([]);

  await page.getByRole('button', { name: /^Undo: initial weights/ }).click();
  await expect.poll(() => now(lift(page))).toBeCloseTo(bias, 3);
  expect(await now(turn(page))).toBe(dragged);
  await page.getByRole('button', { name: /^Undo: initial weights/ }).click();
  await expect.poll(() => now(turn(page))).toBe(before);
  await page.getByRole('button', { name: /^Redo: initial weights/ }).click();
  await expect.poll(() => now(turn(page))).toBe(dragged);

  // On the model screen they are numbers.
  await openStage(page, 'Model');
  await page.getByText('Details', { exact: true }).click();
  const cell = page.getByRole('textbox', { name: 'Output, unit 1: x' });
  await expect(cell).toHaveValue(String(dragged).replace('-', '−'));
  await cell.fill('0.25');
  await cell.press('ArrowUp');
  await expect(cell).toHaveValue('0.35');
  expect(await findings(page)).toEqual([]);
  await openStage(page, 'Training');
  await expect.poll(() => now(turn(page))).toBe(0.35);
});

test('a run that waits for its first step gives way to a dragged line, and without a bias it turns about one point', async ({
  page,
}) => {
  await openLine(page);
  await page
    .getByRole('main')
    .getByLabel(/^Optimizer/)
    .last()
    .click();
  await page.getByRole('option', { name: /^SGD/ }).click();
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '1000000');
  await page.getByText('mini-batch', { exact: true }).click();
  await setNumber(page, 'Batch size', '1');
  await page.getByText('Details', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'bias' }).uncheck();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page).toHaveURL(/#\/training$/);
  const rewind = page.getByRole('button', { name: /^Rewind/ });
  await rewind.click();
  await expect(page.getByRole('button', { name: /^Run/ })).toBeVisible();
  await expect(lift(page)).toBeHidden();
  await expect(
    page.getByText(/Without a bias it turns about the point \(.+, .+\), which the scaling moves/),
  ).toBeVisible();
  const before = await now(turn(page));
  await turn(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => now(turn(page))).toBeCloseTo(before + 0.02, 3);
  // The handle keeps the focus although the run is gone.
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => now(turn(page))).toBeCloseTo(before + 0.04, 3);
  await expect(page.getByRole('main').getByText('not trained yet')).toBeVisible();
});

test('the rows of the batch are told while a run waits, of the first step and of the newest', async ({
  page,
}) => {
  await openTable(page, fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url)));
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '1000000');
  await setNumber(page, 'Batch size', '32');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: /^Rewind/ }).click();
  await expect(page.getByText('first batch: 32 rows')).toBeVisible();
  await page.getByRole('button', { name: /^Train one batch/ }).click();
  await expect(page.getByText('batch of 32 rows, step 1')).toBeVisible();
  await page.getByRole('button', { name: /^Train one epoch/ }).click();
  await expect(page.getByText('batch of 9 rows, step 4')).toBeVisible();
});
