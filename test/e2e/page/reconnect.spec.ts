// The backend dies under an open page, the page is reloaded, a second one is opened: what was open stays open.
import { fileURLToPath } from 'node:url';
import { dropFile } from '../harness/dropFile.ts';
import { expect, test } from '../harness/fixtures.ts';
import { type StageName, stageLink } from '../harness/stageLink.ts';

test.use({ ownProcesses: true });

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

test.beforeEach(async ({ page }) => {
  await expect(page.getByRole('navigation', { name: 'Stages' })).toBeVisible();
  await dropFile(page, iris);
  await expect(stageLink(page, 'Dataset')).toContainText('150 rows');
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
    await expect(stageLink(page, 'Dataset')).toContainText('150 rows');
    expect(await host.backendPid()).not.toBe(before);
    await dropFile(page, iris.replace('iris', 'penguins'));
    await expect(stageLink(page, 'Dataset')).toContainText('344 rows');
  });
}

test('a run whose backend dies goes on by itself, and can be stopped and scored', async ({ page, host }) => {
  const stage = (name: StageName) => stageLink(page, name);
  await stage('Dataset').click();
  await page.getByRole('button', { name: 'species', exact: true }).first().click();
  await stage('Model').click();
  // So long that it cannot end by itself while it is being killed.
  await page.getByRole('textbox', { name: 'Epochs' }).fill('1000000');
  await page.getByRole('textbox', { name: 'Patience' }).fill('0');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  // What was typed last is what is trained.
  await expect(page.getByText(/^Epoch \S+ of 1,000,000$/)).toBeVisible();
  // The workspace is written while the run has begun already; by then it names the run.
  await expect(stage('Training')).toContainText(/epoch [\d,]{4,}/);
  process.kill(await host.backendPid(), 'SIGSEGV');
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /SIGSEGV|exit code/ })
      .first(),
  ).toBeVisible();
  await expect(stage('Training')).toContainText('Training, epoch');
  await page.getByRole('button', { name: 'Stop (S)' }).click();
  await expect(stage('Training')).toContainText(/Stopped|Finished/);
  await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible();
});

test('a reload finds everything as it was', async ({ page }) => {
  await page.reload();
  await expect(stageLink(page, 'Dataset')).toContainText('150 rows');
});

test('a second tab sees the same, and what the first one opens next', async ({ page, host }) => {
  test.skip(host.name === 'desktop', 'the desktop has one window');
  const second = await page.context().newPage();
  await second.goto(host.origin);
  await expect(stageLink(second, 'Dataset')).toContainText('150 rows');
  await dropFile(page, iris.replace('iris', 'penguins'));
  await expect(stageLink(second, 'Dataset')).toContainText('344 rows');
  await second.close();
});
