// Every state of the page as a picture, in both themes and languages and three sizes: npm run screenshots [-- -g NAME].
// They lie in screenshots/LANGUAGE-THEME-WIDTH/STATE.png, which no repository keeps.
import { fileURLToPath } from 'node:url';
import { everyState, speak } from '../e2e/harness/everyState.ts';
import { test } from '../e2e/harness/fixtures.ts';

const folder = fileURLToPath(new URL('../../screenshots/', import.meta.url));
const sizes = [
  { width: 900, height: 700 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
];

test('every state of the page', async ({ page }) => {
  for await (const state of everyState(page)) {
    for (const language of ['한국어', 'English'] as const) {
      await speak(page, language);
      for (const colorScheme of ['dark', 'light'] as const)
        for (const size of sizes) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await page.setViewportSize(size);
          // Charts take a new size with the frame after it.
          await page.evaluate(async () => {
            for (let frame = 0; frame < 3; ++frame) await new Promise(requestAnimationFrame);
          });
          const look = `${language === 'English' ? 'en' : 'ko'}-${colorScheme}-${size.width}`;
          await page.screenshot({ path: `${folder}${look}/${state}.png` });
        }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});
