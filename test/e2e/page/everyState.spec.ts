// axe finds nothing in any state of the page, in both themes and languages, wide and narrow.
import { findings } from '../harness/axe.ts';
import { everyState, speak } from '../harness/everyState.ts';
import { expect, test } from '../harness/fixtures.ts';

const wide = { width: 1440, height: 900 };
const narrow = { width: 900, height: 700 };
const looks = [
  { language: '한국어', colorScheme: 'dark', size: narrow },
  { language: '한국어', colorScheme: 'light', size: wide },
  { language: 'English', colorScheme: 'dark', size: wide },
  { language: 'English', colorScheme: 'light', size: narrow },
] as const;

test('no state has a finding', async ({ page }) => {
  test.setTimeout(600_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const found: string[] = [];
  for await (const state of everyState(page)) {
    for (const { language, colorScheme, size } of looks) {
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
