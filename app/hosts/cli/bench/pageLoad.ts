// Loads the built page in a running browser and measures the first paint and when the first screen can be used. It needs Playwright, which is
// installed for development only.
import type { Browser } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './chromium.ts';

/** Milliseconds since the browser began to open the page. */
export interface PageLoad {
  /** The first pixels, and the first that show something. */
  firstPaint: number;
  firstContent: number;
  /** The first screen's buttons are drawn, and the page has time for a click. */
  interactive: number;
}

/** null, and why, where there is none. */
export async function launchChromium(): Promise<{ browser: Browser } | { missing: string }> {
  const executablePath = chromiumPath();
  if (executablePath === null) return { missing: 'no Chromium was found; CHROME_PATH names one' };
  const playwright = await import('@playwright/test').catch(() => null);
  if (playwright === null) return { missing: 'Playwright is not installed' };
  return { browser: await playwright.chromium.launch({ executablePath, args: [...chromiumArguments] }) };
}

/** In a profile of its own, so that nothing is cached. */
export async function loadPage(browser: Browser, url: string): Promise<PageLoad> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  try {
    const page = await context.newPage();
    await page.addInitScript(watchFirstScreen);
    await page.goto(url);
    return await page.evaluate<PageLoad>(readTimes);
  } finally {
    await context.close();
  }
}

// As text, since these run in the page, whose names Node does not know.

const watchFirstScreen = {
  content: `window.interactive = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('#main button') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    });
    observer.observe(document, { childList: true, subtree: true });
  });`,
};

const readTimes = `(async () => {
  const interactive = await window.interactive;
  const paints = performance.getEntriesByType('paint');
  const at = (name) => paints.find((entry) => entry.name === name)?.startTime ?? NaN;
  return { firstPaint: at('first-paint'), firstContent: at('first-contentful-paint'), interactive };
})()`;
