// The keyboard alone is enough. That axe finds nothing in any state is everyState.spec.ts's.
import { expect, test } from '../harness/fixtures.ts';

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

test('of two digits in one moment the second one counts', async ({ page }) => {
  await page.getByRole('button', { name: /Iris flowers/ }).click();
  await expect(page.getByRole('link', { name: /^Dataset/ })).toContainText('4 inputs');
  await page.evaluate(() => {
    for (const key of ['2', '1'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code: `Digit${key}`, bubbles: true }));
  });
  await expect(page).toHaveURL(/#\/dataset$/);
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
