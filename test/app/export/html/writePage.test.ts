// The page is opened in Chromium, as a file and offline: its form predicts what the app predicts, nothing asks for anything, nothing runs
// that came from a name.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPage } from '../../../../app/export/html/readPage.ts';
import { writePage } from '../../../../app/export/html/writePage.ts';
import { agreement } from '../../../../app/export/portable/agreement.ts';
import { type PortableModel, portableModel } from '../../../../app/export/portable/portableModel.ts';
import { chromiumArguments, chromiumPath } from '../../../../app/hosts/cli/bench/chromium.ts';
import { findings } from '../../../e2e/harness/axe.ts';
import { calibrated } from '../harness/calibrated.ts';
import { cases } from '../harness/cases.ts';
import { hostileModel, hostileTexts } from '../portable/hostileModel.ts';
import { runnersHere } from '../runnersHere.ts';

const executablePath = chromiumPath();

describe('an exported page', () => {
  it.each([cases[0]!, cases[5]!, cases[7]!])('is read back: $name', async ({ train }) => {
    const { model, values, predictions } = await train();
    const { predictions: found } = await readPage(writePage(portableModel(model), 'x'), values, runnersHere);
    expect(agreement(predictions, found).largest).toBeLessThan(1e-5);
  });

  it('has one script and one style, whatever the names are', () => {
    const text = new TextDecoder().decode(writePage(hostileModel().portable, '</title><script>')[0]!.bytes);
    expect(text.match(/<script/g)).toHaveLength(1);
    expect(text.match(/<\/script/g)).toHaveLength(1);
    expect(text).not.toContain('<!--');
    expect(text).toContain('<title>&lt;/title&gt;&lt;script&gt;</title>');
  });
});

describe.skipIf(executablePath === null)('an exported page in Chromium', () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chainrule-page-'));
    browser = await chromium.launch({ executablePath: executablePath!, args: [...chromiumArguments] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function opened(model: PortableModel, options: Parameters<Browser['newContext']>[0] = {}) {
    const context = await browser.newContext({ locale: 'en-US', offline: true, ...options });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('dialog', (dialog) => problems.push(dialog.message()));
    page.on('request', (request) => request.url().startsWith('file:') || problems.push(request.url()));
    const [file] = writePage(model, 'flats');
    const path = join(folder, file!.name);
    await writeFile(path, file!.bytes);
    await page.goto(pathToFileURL(path).href);
    return { page, problems };
  }

  const answerOf = (page: Page) => page.locator('#answer').innerText();

  it('predicts what the app predicts, for a row that is typed in', { timeout: 60_000 }, async () => {
    const { model, values, predictions } = await cases[0]!.train();
    const { page, problems } = await opened(portableModel(model));
    const row = values.findIndex((raw) => raw.every((value) => !Number.isNaN(value) && value !== ''));
    const [height, price, robust, minMax, city, size, time] = values[row]!;
    await page.getByLabel('키 (cm)', { exact: true }).first().fill(String(height));
    await page.getByLabel('price, "net"').first().fill(String(price));
    await page.getByLabel('two').first().fill(String(robust));
    await page.getByLabel("o'clock").first().fill(String(minMax));
    const { inputs } = model.preparation;
    const levels = (column: string) => {
      const input = inputs.find((one) => one.column === column)!;
      return 'levels' in input ? input.levels : [];
    };
    const city1 = levels('도시').includes(String(city)) ? String(city) : '(another category)';
    await page.getByLabel('도시').selectOption({ label: city1 });
    await page.getByLabel('size').selectOption(String(size));
    await page.getByLabel('when').fill(new Date(Number(time) * 86_400_000).toISOString().slice(0, 16));
    await page.getByLabel('on time').selectOption(String(values[row]!.at(-1)));
    const shown = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 }).format(predictions[row]![0]!);
    expect(await answerOf(page)).toContain(shown);
    await page.getByRole('button', { name: '한국어' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    expect(await page.locator('h2').allInnerTexts()).toEqual(['입력', '예측']);
    expect(problems).toEqual([]);
  });

  it('shows the most probable classes, and speaks the language of the browser', {
    timeout: 60_000,
  }, async () => {
    const { model } = await cases[6]!.train();
    const { classes } = model.preparation.target as { classes: string[] };
    const { page, problems } = await opened(portableModel(model), { locale: 'ko-KR' });
    expect(await page.locator('#answer li').count()).toBe(12);
    expect(await answerOf(page)).toContain(`그 밖의 클래스 ${classes.length - 12}개`);
    expect(problems).toEqual([]);
  });

  it('shows intervals for nine of ten rows', { timeout: 60_000 }, async () => {
    const { model } = await cases[1]!.train();
    const { page, problems } = await opened(portableModel(calibrated(model)));
    const notes = page.locator('#answer small');
    expect(await notes.allInnerTexts()).toEqual([
      expect.stringMatching(/^90% interval: [\d.,-]+ to [\d.,-]+$/),
      expect.stringMatching(/^90% interval: [\d.,-]+ to [\d.,-]+$/),
    ]);
    expect(problems).toEqual([]);
  });

  it('shows the set of classes, the predicted one in any case, and how many of a large one are left out', {
    timeout: 60_000,
  }, async () => {
    const two = await cases.find(({ name }) => name.includes('a threshold'))!.train();
    // Of nearly sure predictions: without the predicted class the set would be empty.
    const sure = await opened(portableModel(calibrated(two.model, 0.01)));
    const label = await sure.page.locator('#label').innerText();
    expect(await answerOf(sure.page)).toContain(`90% set: ${label}`);
    const many = await cases[6]!.train();
    const unsure = await opened(portableModel(calibrated(many.model, 1.2)), { locale: 'ko-KR' });
    const { classes } = many.model.preparation.target as { classes: string[] };
    expect(await answerOf(unsure.page)).toMatch(new RegExp(`90% 집합: .* 외 ${classes.length - 12}개$`));
    expect([...sure.problems, ...unsure.problems]).toEqual([]);
  });

  it('runs nothing that comes from a name, and checks its golden rows', { timeout: 60_000 }, async () => {
    const { page, problems } = await opened(hostileModel().portable);
    await page.locator('select').selectOption({ index: 5 });
    expect(await page.locator('#checked').innerText()).toContain(`${hostileTexts.length + 1} golden rows`);
    expect(problems).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'has no faults that axe finds (%s)',
    { timeout: 90_000 },
    async (colorScheme) => {
      const { model } = await cases[4]!.train();
      const { page } = await opened(portableModel(model), { colorScheme });
      expect(await findings(page)).toEqual([]);
      const shots = process.env.CHAINRULE_PAGE_SHOTS;
      if (shots !== undefined)
        await page.screenshot({ path: join(shots, `${colorScheme}.png`), fullPage: true });
    },
  );
});
