// axe finds nothing in any state of the page. In the suite each state is looked at twice, in the second look with the other
// theme, language and width: every state is seen in all of them, and the four pairs change from state to state.
import { fileURLToPath } from 'node:url';
import { exhaustive, ofAll } from '../../exhaustive.ts';
import { findings } from '../harness/axe.ts';
import { dropFile } from '../harness/dropFile.ts';
import { everyState, speak } from '../harness/everyState.ts';
import { expect, test } from '../harness/fixtures.ts';

const ragged = fileURLToPath(new URL('../../fixtures/csv/generated/ragged_short_long.csv', import.meta.url));
const wide = { width: 1440, height: 900 };
const narrow = { width: 900, height: 700 };
const looks = [
  { language: '한국어', colorScheme: 'dark', size: narrow },
  { language: 'English', colorScheme: 'light', size: wide },
  { language: '한국어', colorScheme: 'light', size: wide },
  { language: 'English', colorScheme: 'dark', size: narrow },
  { language: '한국어', colorScheme: 'dark', size: wide },
  { language: 'English', colorScheme: 'light', size: narrow },
  { language: '한국어', colorScheme: 'light', size: narrow },
  { language: 'English', colorScheme: 'dark', size: wide },
] as const;
const looksOf = (nth: number) => (exhaustive ? looks : looks.slice(2 * (nth % 4), 2 * (nth % 4) + 2));

test('no state has a finding', async ({ page }) => {
  test.setTimeout(600_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const found: string[] = [];
  let states = 0;
  for await (const state of everyState(page)) {
    for (const { language, colorScheme, size } of looksOf(states++)) {
      await speak(page, language);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      const here = await findings(page);
      found.push(...here.map((line) => `${state}, ${language}, ${colorScheme}, ${size.width}: ${line}`));
    }
    await page.setViewportSize(wide);
  }
  expect(found).toEqual([]);
});

// Choosing another language would close it.
const pairs = [
  ['light', 'ko-KR'],
  ['dark', 'en-US'],
  ['light', 'en-US'],
  ['dark', 'ko-KR'],
] as const;
for (const [colorScheme, locale] of ofAll(pairs.slice(0, 2), [...pairs]))
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ contextOptions: { colorScheme, reducedMotion: 'reduce' }, locale });

    test('the choice of a delimiter has no finding where it is open', async ({ page }) => {
      await expect(page.getByRole('navigation')).toBeVisible();
      await dropFile(page, ragged);
      await page.getByRole('button', { name: /^(Delimiter|구분자)/ }).click();
      await expect(page.getByRole('radio').first()).toBeVisible();
      expect(await findings(page)).toEqual([]);
    });
  });
