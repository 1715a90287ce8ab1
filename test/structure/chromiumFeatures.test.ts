// Playwright's own list of Chromium's features that it turns off, read from its bundle: ours repeats it, and must follow it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { playwrightsOwn } from '../e2e/harness/chromiumFeatures.ts';

test('the browser of the end-to-end tests goes without what Playwright goes without', () => {
  const playwright = createRequire(createRequire(import.meta.url).resolve('@playwright/test'));
  const bundle = join(dirname(playwright.resolve('playwright-core/package.json')), 'lib/coreBundle.js');
  const [, list = ''] = /disabledFeatures = \[([^\]]*)\]/.exec(readFileSync(bundle, 'utf8')) ?? [];
  expect([...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name)).toEqual(playwrightsOwn);
});
