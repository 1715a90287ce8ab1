// axe finds nothing on model, training, evaluation and export, in both themes, languages and sizes, for classes and for numbers.
import { fileURLToPath } from 'node:url';
import { findings } from './axe.ts';
import { dropFile } from './dropFile.ts';
import { expect, test } from './fixtures.ts';

const example = (name: string) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

for (const { colorScheme, locale, viewport, file, target } of [
  {
    colorScheme: 'light',
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    file: 'iris.csv',
    target: 'species',
  },
  {
    colorScheme: 'dark',
    locale: 'ko-KR',
    viewport: { width: 900, height: 700 },
    file: 'seattle_weather.csv',
    target: 'weather',
  },
  {
    colorScheme: 'dark',
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    file: 'cars.csv',
    target: 'Miles_per_Gallon',
  },
  {
    colorScheme: 'light',
    locale: 'ko-KR',
    viewport: { width: 900, height: 700 },
    file: 'cars.csv',
    target: 'Miles_per_Gallon',
  },
] as const) {
  test.describe(`${file}, ${colorScheme}, ${locale}, ${viewport.width} x ${viewport.height}`, () => {
    test.use({ contextOptions: { colorScheme, reducedMotion: 'reduce' }, locale, viewport });

    test('no stage has a finding', async ({ page }) => {
      const stage = (name: string) => page.getByRole('navigation').locator(`a[href="#/${name}"]`);
      await expect(page.getByRole('navigation')).toBeVisible();
      await dropFile(page, example(file));
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(file);
      await page.getByRole('main').getByRole('combobox').first().click();
      await page.getByRole('option', { name: new RegExp(`^${target}( |$)`) }).click();

      await expect(stage('model')).not.toHaveAttribute('aria-disabled', 'true');
      await stage('model').click();
      await expect(page.locator('math').first()).toBeVisible();
      expect(await findings(page)).toEqual([]);

      await stage('training').click();
      await page.getByRole('button', { name: /^(Train|학습 시작)$/ }).click();
      await expect(stage('evaluation')).not.toHaveAttribute('aria-disabled', 'true', { timeout: 45_000 });
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: /^(Loss as a table|손실 표로 보기)$/ }).click();
      expect(await findings(page)).toEqual([]);

      await stage('evaluation').click();
      await expect(page.getByRole('table').first()).toBeVisible();
      // The cells of the hardest rows come after the rest, and make their table scroll.
      await expect(page.locator('th.cell').first()).toBeVisible();
      expect(await findings(page)).toEqual([]);

      await stage('export').click();
      await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
      expect(await findings(page)).toEqual([]);
    });
  });
}
