// axe finds nothing on the first screens, in both themes and both languages; and the keyboard alone is enough.
import { fileURLToPath } from 'node:url';
import { findings } from '../harness/axe.ts';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';

const ragged = fileURLToPath(new URL('../../fixtures/csv/generated/ragged_short_long.csv', import.meta.url));
const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

for (const colorScheme of ['light', 'dark'] as const)
  for (const locale of ['en-US', 'ko-KR'] as const)
    test.describe(`${colorScheme}, ${locale}`, () => {
      test.use({ contextOptions: { colorScheme, reducedMotion: 'reduce' }, locale });

      test('the start screen has no finding', async ({ page }) => {
        await expect(page.getByRole('button', { name: /Iris|붓꽃/ })).toBeVisible();
        expect(await findings(page)).toEqual([]);
      });

      test('the dataset screen has no finding, with and without a target', async ({ page }) => {
        await expect(page.getByRole('navigation')).toBeVisible();
        await dropFile(page, iris);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('iris.csv');
        await expect(page.getByText('Iris-setosa').or(page.getByText('setosa')).first()).toBeVisible();
        expect(await findings(page)).toEqual([]);
        await page.getByRole('button', { name: 'species', exact: true }).click();
        await expect(page.locator('[aria-current="page"]')).toContainText('4');
        expect(await findings(page)).toEqual([]);
        // A column of numbers beside the target, then the target itself, then several columns.
        const names = page.locator('th [data-what="name"]');
        await names.nth(1).click();
        await expect(page.locator('svg[role="img"] text').first()).toBeVisible();
        expect(await findings(page)).toEqual([]);
        await names.nth(4).click();
        expect(await findings(page)).toEqual([]);
        await names.nth(1).click({ modifiers: ['Shift'] });
        expect(await findings(page)).toEqual([]);
      });

      test('what opens on the dataset screen has no finding', async ({ page }) => {
        await expect(page.getByRole('navigation')).toBeVisible();
        await dropFile(page, ragged);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('ragged_short_long.csv');
        await page.locator('[aria-controls="problems"]').click();
        await expect(page.locator('#problems')).toBeVisible();
        expect(await findings(page)).toEqual([]);
        await page.getByRole('button', { name: /^(Delimiter|구분자)/ }).click();
        await expect(page.getByRole('radio').first()).toBeVisible();
        expect(await findings(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await page.locator('th [data-what="sort"]').first().press('Enter');
        await expect(page.locator('th[aria-sort="ascending"]')).toBeVisible();
        expect(await findings(page)).toEqual([]);
      });
    });

test.describe('by keyboard', () => {
  test('the first stop skips to the content', async ({ page }) => {
    await expect(page.getByRole('navigation')).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('digits open the stages that can be opened', async ({ page }) => {
    await page.getByRole('button', { name: /Iris flowers/ }).click();
    await expect(page.getByRole('link', { name: /^Dataset/ })).toContainText('4 inputs');
    await page.keyboard.press('2');
    await expect(page).toHaveURL(/#\/model$/);
    await page.keyboard.press('5');
    await expect(page).toHaveURL(/#\/model$/);
    await page.keyboard.press('1');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('iris.csv');
  });

  test('every stop of the dataset screen shows where the focus is', async ({ page }) => {
    await page.getByRole('button', { name: /Iris flowers/ }).click();
    await expect(page.getByRole('link', { name: /^Dataset/ })).toContainText('4 inputs');
    const seen: string[] = [];
    for (let stop = 0; stop < 20; stop += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        return { name: element.outerHTML.slice(0, 80), width: getComputedStyle(element).outlineWidth };
      });
      if (focus === null) break;
      seen.push(focus.name);
      expect(focus).toMatchObject({ width: '2px' });
    }
    // The target, the way on, the table and the roles of its five columns.
    expect(seen.length).toBeGreaterThanOrEqual(8);
  });
});
