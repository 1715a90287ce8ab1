// Where a model is wrong: from a cell of the confusion matrix, a point or a group to all of its rows, to a file of them, and to the walk
// of one; many classes without many nodes.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import {
  chooseTarget,
  openStage,
  openTable,
  openView,
  setNumber,
  trainToTheEnd,
} from '../harness/pipeline.ts';

const example = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

async function trained(page: Page, path: string, target: string, epochs: string) {
  await openTable(page, path);
  await chooseTarget(page, target);
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', epochs);
  await trainToTheEnd(page);
  await openStage(page, 'Evaluation');
  await openView(page, 'Where wrong');
}

/** The number of rows that the caption of the rows' pane says. */
async function countedRows(page: Page): Promise<number> {
  const caption = page.getByText(/^[\d,]+ rows?, the worst first$/);
  return Number((await caption.textContent())?.split(' ')[0]?.replaceAll(',', ''));
}

/** Saves the rows that are listed; the lines of the file. */
async function savedLines(page: Page): Promise<string[]> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  return (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n');
}

test('a cell of the matrix lists all of its rows, which are saved as CSV', async ({ page, host }) => {
  await trained(page, example('seattle_weather.csv'), 'weather', '15');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^\d+ of 219 rows are predicted wrongly\.$/,
  );
  const wrong = Number((await page.getByRole('heading', { level: 1 }).textContent())?.split(' ')[0]);
  await expect.poll(() => countedRows(page)).toBe(wrong);

  const cell = page.getByRole('button', { name: /true rain, predicted sun/ });
  const count = Number(/sun:\s*(\d+)/.exec((await cell.textContent()) ?? '')?.[1]);
  await cell.click();
  await expect(page.getByRole('heading', { name: 'rain, predicted as sun' })).toBeVisible();
  await expect.poll(() => countedRows(page)).toBe(count);
  const table = page.getByRole('region', { name: 'rain, predicted as sun, table' });
  await expect(table.getByRole('cell', { name: 'rain', exact: true }).first()).toBeVisible();
  await expect(table.getByRole('cell', { name: 'fog', exact: true })).toHaveCount(0);

  test.skip(host.name === 'desktop', 'what the desktop saves goes through a dialog of the system');
  const [header, ...lines] = await savedLines(page);
  expect(header).toBe(
    'date,precipitation,temp_max,temp_min,wind,weather,prediction,truth,probability_of_prediction,probability_of_truth,row',
  );
  expect(lines).toHaveLength(count);
  for (const line of lines) expect(line).toMatch(/,rain,sun,rain,/);
  await page.getByRole('button', { name: 'All wrong rows' }).click();
  await expect.poll(() => countedRows(page)).toBe(wrong);
});

test('arrow keys go from cell to cell and from row to row, and a row is walked', async ({ page }) => {
  await trained(page, example('seattle_weather.csv'), 'weather', '15');
  await page.getByRole('button', { name: /true drizzle, predicted drizzle/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: /true fog, predicted fog/ })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'True class fog' })).toBeVisible();

  const rows = page.getByRole('region', { name: 'True class fog, table' }).locator('[data-row]');
  const second = await rows.nth(1).textContent();
  await rows.first().click();
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toBeFocused();
  await expect(page.getByText(new RegExp(`^Row ${second?.trim()}: fog, `))).toBeVisible();
  await page.getByRole('button', { name: 'Walk this row' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Walk one row' })).toBeVisible();
  await expect(page.getByText(new RegExp(`\\b${second?.trim()}\\b`)).first()).toBeVisible();
});

test('the worst group is named with its rows and its chance, and lists them', async ({ page }) => {
  await trained(page, example('seattle_weather.csv'), 'weather', '15');
  const sentence = page.getByText(/^Worst group: /);
  await expect(sentence).toHaveText(/on \d+ rows, on the rest .* \(Bonferroni\)|(p = .*, Bonferroni)/);
  const rows = Number(/ on (\d+) rows/.exec((await sentence.textContent()) ?? '')?.[1]);
  await sentence.getByRole('button', { name: /^Show its rows/ }).click();
  await expect.poll(() => countedRows(page)).toBe(rows);

  await page.getByLabel(/^Column: /).click();
  await page.getByRole('option', { name: 'date' }).click();
  await page.getByLabel(/^Part of the date: /).click();
  await page.getByRole('option', { name: 'month' }).click();
  const july = page.getByRole('row', { name: /^July / });
  const count = Number(await july.getByRole('cell').first().textContent());
  await july.getByRole('button', { name: 'July' }).click();
  await expect(page.getByRole('heading', { name: 'date: July' })).toBeVisible();
  await expect.poll(() => countedRows(page)).toBe(count);
});

test('points of a residual chart are selected by dragging and by the keyboard', async ({ page }) => {
  await trained(page, example('cars.csv'), 'Miles_per_Gallon', '30');
  await expect.poll(() => countedRows(page)).toBe(60);
  await page.getByRole('button', { name: 'Residuals', exact: true }).click();
  await page.getByLabel(/^Against: /).click();
  await page.getByRole('option', { name: 'Horsepower' }).click();
  const chart = page.getByRole('slider', { name: /^Residuals: [\d,]+ points/ });
  const box = await chart.boundingBox();
  if (box === null) throw new Error('The chart has no place.');
  await page.mouse.move(box.x + 60, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 50, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('heading', { name: /^Horsepower .* to .*, residual .* to / })).toBeVisible();
  await expect.poll(() => countedRows(page)).toBeLessThan(60);

  await page.getByRole('button', { name: 'All rows', exact: true }).click();
  await expect.poll(() => countedRows(page)).toBe(60);
  await chart.focus();
  await page.keyboard.press('ArrowRight');
  for (let step = 0; step < 25; step++) await page.keyboard.press('Shift+ArrowLeft');
  for (let step = 0; step < 25; step++) await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Horsepower / })).toBeVisible();
  await expect.poll(() => countedRows(page)).toBeLessThan(60);
  const bar = page
    .getByRole('button', { name: /^residual .*: \d+ rows?$/ })
    .and(page.locator(':enabled'))
    .last();
  const rows = Number(/: (\d+) row/.exec((await bar.getAttribute('aria-label')) ?? '')?.[1]);
  await bar.click();
  await expect.poll(() => countedRows(page)).toBe(rows);
});

test('200 classes are shown with few nodes, those confused most first', async ({ page, host }) => {
  const path = join(host.home, 'kinds.csv');
  const noise = (i: number) => ((i * 7_919) % 10_007) / 10_007;
  const lines = Array.from({ length: 4_000 }, (_, i) => {
    const kind = (i * 13) % 200;
    return `${((kind % 20) + noise(i + 1) * 1.6).toFixed(3)},${(Math.floor(kind / 20) + noise(i + 77) * 1.6).toFixed(3)},kind ${kind}`;
  });
  await writeFile(path, `x,y,kind\n${lines.join('\n')}\n`);
  await trained(page, path, 'kind', '10');
  await expect(page.getByText(/^kind \d+ taken for kind \d+: \d+ rows?$/).first()).toBeVisible();
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1_500);

  const pair = page.getByRole('button', { name: /^kind \d+ taken for kind \d+: / }).first();
  const count = Number(/: (\d+)/.exec((await pair.textContent()) ?? '')?.[1]);
  await pair.click();
  await expect.poll(() => countedRows(page)).toBe(count);

  await page.getByRole('button', { name: 'Confusion matrix as a table' }).click();
  const table = page.getByRole('region', { name: 'Confusion matrix, table' });
  await expect(table.getByRole('columnheader', { name: '% of row' })).toBeVisible();
  expect(await table.getByRole('row').count()).toBeLessThan(60);
  expect(await findings(page)).toEqual([]);
});

test('few test rows, and a class that none of them has, are said', async ({ page, host }) => {
  const path = join(host.home, 'tiny.csv');
  const lines = Array.from({ length: 60 }, (_, i) => `${i},${i < 2 ? 'rare' : i % 2 === 0 ? 'even' : 'odd'}`);
  await writeFile(path, `n,kind\n${lines.join('\n')}\n`);
  await trained(page, path, 'kind', '5');
  await expect(page.getByText('So few rows tell little about where it is wrong.')).toBeVisible();
  expect(await findings(page)).toEqual([]);
});
