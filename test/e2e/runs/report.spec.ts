// The report of a run as a person saves and reads it: from the results to a file, and the file in a browser of its own.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber, trainToTheEnd } from '../harness/pipeline.ts';

const example = (name: string) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));

async function results(page: Page, table: string, target: string) {
  await openTable(page, example(table));
  await chooseTarget(page, target);
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '40');
  await trainToTheEnd(page);
  await openStage(page, 'Evaluation');
}

/** Saves it from the panel, which is open, and gives its text and name. */
async function saved(page: Page): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the report' }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('a report is saved from the results, in either form and language', async ({ page, host }) => {
  test.skip(host.name === 'desktop', 'what the desktop saves goes through a dialog of the system');
  await results(page, 'cars.csv', 'Miles_per_Gallon');
  const verdict = page.getByRole('heading', { level: 1 });
  await expect(verdict).toHaveText(/are off by/);
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findings(page)).toEqual([]);
  }
  const html = await saved(page);
  expect(html.name).toBe('cars-report.html');
  expect(html.text).toContain(`<h1>${await verdict.textContent()}</h1>`);
  await expect(page.getByText(/^Saved as cars-report\.html/)).toBeVisible();

  await page.getByRole('button', { name: 'Markdown' }).click();
  await page.getByRole('button', { name: '한국어' }).click();
  const markdown = await saved(page);
  expect(markdown.name).toBe('cars-report.md');
  expect(markdown.text).toMatch(/^# 테스트 데이터 60행에서/);
  // The page goes on in its own language.
  await expect(page.getByRole('button', { name: 'Save the report' })).toBeVisible();
});

test('axe finds nothing in a report, nothing is asked for, and it fits a telephone and a sheet of paper', async ({
  page,
  host,
}, info) => {
  test.skip(host.name === 'desktop', 'what the desktop saves goes through a dialog of the system');
  await results(page, 'seattle_weather.csv', 'weather');
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  for (const language of ['English', '한국어']) {
    await page.getByRole('button', { name: language, exact: true }).last().click();
    const { text } = await saved(page);
    const file = join(info.outputDir, `${language}.html`);
    await mkdir(info.outputDir, { recursive: true });
    await writeFile(file, text);
    await readAs(page, pathToFileURL(file).href);
  }
});

/** Opens a saved report as its reader does: light and dark, wide, narrow and printed. */
async function readAs(page: Page, address: string) {
  const context = await page.context().browser()!.newContext();
  const reader = await context.newPage();
  const asked: string[] = [];
  reader.on('request', (request) => asked.push(request.url()));
  reader.on('console', (message) => asked.push(message.text()));
  await reader.goto(address);
  for (const details of await reader.locator('summary').all()) await details.click();
  for (const width of [390, 1440])
    for (const colorScheme of ['light', 'dark'] as const) {
      await reader.setViewportSize({ width, height: 900 });
      await reader.emulateMedia({ colorScheme });
      expect(await findings(reader)).toEqual([]);
      expect(await reader.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
  await reader.emulateMedia({ media: 'print', colorScheme: 'dark' });
  // A4 without its margins, in CSS pixels.
  await reader.setViewportSize({ width: 680, height: 1000 });
  expect(await reader.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await reader.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(22, 26, 23)');
  expect(asked).toEqual([address]);
  await context.close();
}
