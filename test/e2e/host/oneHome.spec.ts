// Two `chainrule serve` on one home folder: the second one's page says who has it, and looks on or takes over; the first one's page is told.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { prepareEndlessRun } from '../harness/pipeline.ts';

const chainrule = fileURLToPath(new URL('../../../bin/chainrule.js', import.meta.url));
const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));
test.skip(({ hostName }) => hostName === 'desktop', 'the second program is a server');
test.use({ ownProcesses: true });

const held = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'Another Chainrule has this folder open' });
let second: ChildProcess | undefined;

/** Starts the second server and opens its page; what it printed. */
async function openSecond(page: Page, home: string): Promise<string> {
  const child = spawn(process.execPath, [chainrule, 'serve', '--no-open'], {
    env: { ...process.env, CHAINRULE_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  second = child;
  let text = '';
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.split('\n').length > 2) resolve();
    }),
  );
  await page.goto(text.split('\n')[0] ?? '');
  return text;
}
function closeSecond(): Promise<void> {
  return new Promise<void>((resolve) => {
    // A skipped test has started none.
    if (second === undefined || second.exitCode !== null) return resolve();
    second.once('exit', () => resolve());
    second.kill('SIGINT');
  });
}
test.afterEach(closeSecond);

test('the second page names the first one and takes over; its run is paused, and goes on there', async ({
  host,
  browser,
}) => {
  await prepareEndlessRun(host.page, iris, 'species');
  await host.page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(host.page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  const printed = await openSecond(page, host.home);
  const pid = await host.backendPid();
  expect(printed).toContain(`Another Chainrule (process ${pid}, a page in the browser, since `);
  await expect(held(page)).toContainText(`a page in the browser, process ${pid}`);
  await expect(page.getByRole('link', { name: 'Open its page' })).toHaveAttribute(
    'href',
    new RegExp(host.origin),
  );
  await page.screenshot({ path: test.info().outputPath('held.png') });
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(held(page)).toBeHidden();
  await expect(held(host.page)).toContainText('a page in the browser');
  await host.page.screenshot({ path: test.info().outputPath('taken.png') });
  await page.goto(new URL('#/training', page.url()).href);
  await page.getByRole('button', { name: 'Resume' }).first().click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.context().close();
  // The first one learns that the folder is free, and opens it again.
  await closeSecond();
  const free = host.page
    .getByRole('status')
    .filter({ hasText: 'The other Chainrule has closed this folder.' });
  await expect(free).toBeVisible();
  await host.page.screenshot({ path: test.info().outputPath('free.png') });
  await free.getByRole('button', { name: 'Open it here' }).click();
  await expect(free).toBeHidden();
  await expect(host.page.getByRole('banner')).toContainText('iris.csv');
});

test('the second page looks on: it shows the run and trains nothing', async ({ host, browser }) => {
  await prepareEndlessRun(host.page, iris, 'species');
  const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await openSecond(page, host.home);
  await page.getByRole('button', { name: 'Look on' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'This window only looks on' })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('iris.csv');
  await page.goto(new URL('#/model', page.url()).href);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(
    'This window only looks on: it trains nothing and changes nothing.',
  );
  await page.screenshot({ path: test.info().outputPath('looks.png') });
  await expect(held(host.page)).toBeHidden();
  await page.getByRole('button', { name: 'Take over' }).click();
  await expect(held(host.page)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'This window only looks on' })).toBeHidden();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.context().close();
});
