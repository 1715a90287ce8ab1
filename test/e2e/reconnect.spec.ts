// The backend dies under an open page, the page is reloaded, a second one is opened: what was open stays open.
import { fileURLToPath } from 'node:url';
import { dropFile } from './dropFile.ts';
import { expect, test } from './fixtures.ts';

const iris = fileURLToPath(new URL('../../examples/iris.csv', import.meta.url));

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await dropFile(page, iris);
  await expect(page.getByRole('link', { name: 'Dataset' })).toContainText('150 rows');
});

for (const signal of ['SIGSEGV', 'SIGKILL'] as const) {
  test(`after ${signal} of the backend the page says so and goes on with the same dataset`, async ({
    page,
    host,
  }) => {
    const before = await host.backendPid();
    process.kill(before, signal);
    await expect(
      page.getByRole('status').filter({ hasText: new RegExp(`${signal}|exit code`) }),
    ).toBeVisible();
    await expect(page.getByRole('link', { name: 'Dataset' })).toContainText('150 rows');
    expect(await host.backendPid()).not.toBe(before);
    await dropFile(page, iris.replace('iris', 'penguins'));
    await expect(page.getByRole('link', { name: 'Dataset' })).toContainText('344 rows');
  });
}

test('a reload finds everything as it was', async ({ page }) => {
  await page.reload();
  await expect(page.getByRole('link', { name: 'Dataset' })).toContainText('150 rows');
});

test('a second tab sees the same, and what the first one opens next', async ({ page, host }) => {
  test.skip(host.name === 'desktop', 'the desktop has one window');
  const second = await page.context().newPage();
  await second.goto(host.origin);
  await expect(second.getByRole('link', { name: 'Dataset' })).toContainText('150 rows');
  await dropFile(page, iris.replace('iris', 'penguins'));
  await expect(second.getByRole('link', { name: 'Dataset' })).toContainText('344 rows');
  await second.close();
});
