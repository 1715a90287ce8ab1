// A large file on its way from the browser: what it begins with is there to look at while most of it is still to come.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Page } from '@playwright/test';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';

/** Bytes a second: the file takes a minute. */
const slow = 2 ** 18;

async function sentSlowly(page: Page): Promise<() => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  const at = (uploadThroughput: number) =>
    session.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput },
    });
  await at(slow);
  return () => at(-1);
}

/** 16 MB. */
async function largeTable(home: string, name: string, column: string): Promise<string> {
  const file = join(home, name);
  const out = createWriteStream(file);
  out.write(`${column},word\n`);
  for (let i = 0; i < 160_000; i++) out.write(`${i * 3},${'x'.repeat(90)}${i % 10}\n`);
  out.end();
  await finished(out);
  return file;
}

test.skip(({ hostName }) => hostName === 'desktop', 'The window opens a file where it is.');

test('a large file shows its first rows while it is sent, and can be cancelled', async ({ page, host }) => {
  await sentSlowly(page);
  await dropFile(page, await largeTable(host.home, 'large.csv', 'height'));
  const first = page.getByRole('table', { name: /^The first rows of the file/ });
  await expect(first.getByRole('columnheader')).toHaveText(['height', 'word']);
  await expect(first.getByRole('row').nth(2).getByRole('cell').first()).toHaveText('3');
  const status = page.getByRole('status').filter({ hasText: 'Sending large.csv' });
  await expect(status).toContainText(/ \d{1,2}%/);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(first).toBeHidden();
  await expect(page.getByRole('button', { name: /^Choose a file/ })).toBeVisible();
});

test('a second file takes the place of one that is being sent', async ({ page, host }) => {
  const quickly = await sentSlowly(page);
  await dropFile(page, await largeTable(host.home, 'large.csv', 'height'));
  const first = page.getByRole('table', { name: /^The first rows of the file/ });
  await expect(first.getByRole('columnheader').first()).toHaveText('height');
  await dropFile(page, await largeTable(host.home, 'other.csv', 'width'));
  await expect(first.getByRole('columnheader').first()).toHaveText('width');
  await quickly();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('other.csv');
  await expect(page.getByText('160,000 rows, 2 columns')).toBeVisible();
});
