// What axe finds on the page as it is.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const axeScript = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

declare global {
  interface Window {
    axe: { run(options?: RunOptions): Promise<AxeResults> };
  }
}

/** One line for each element that it objects to. The script is put in by the debugger, past the page's own policy. */
export async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await readFile(axeScript, 'utf8'));
  const { violations } = await page.evaluate(async () => {
    for (let look = 1; ; ++look) {
      let changed = false;
      const changes = new MutationObserver(() => {
        changed = true;
      });
      changes.observe(document, { subtree: true, childList: true, characterData: true });
      // What follows from sizes, such as which regions scroll, is there at the end of a frame.
      for (let frame = 0; frame < 2; ++frame) await new Promise(requestAnimationFrame);
      const found = await window.axe.run({ resultTypes: ['violations'] });
      changes.disconnect();
      // What is found in a page that changed meanwhile may have been true of no frame that anybody saw.
      if (found.violations.length === 0 || !changed || look === 10) return found;
    }
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
