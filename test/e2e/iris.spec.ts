// The whole path with a real file from disk: drop, target, network, train, pause, go on, result, save. At both sizes the
// screens are made for.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { dropFile } from './dropFile.ts';
import { expect, test } from './fixtures.ts';
import { type StageName, stageLink } from './stageLink.ts';

const iris = fileURLToPath(new URL('../../examples/iris.csv', import.meta.url));

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 900, height: 700 },
]) {
  test(`a dropped table becomes saved weights at ${viewport.width}x${viewport.height}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const stage = (name: StageName) => stageLink(page, name);

    await dropFile(page, iris);
    await expect(stage('Dataset')).toContainText('150 rows');
    await stage('Dataset').click();
    await page.getByRole('button', { name: 'species', exact: true }).first().click();
    await stage('Model').click();
    await page.getByRole('button', { name: 'Train', exact: true }).click();

    await expect(page.getByRole('region', { name: 'Run controls' })).toBeVisible();
    await page.getByRole('button', { name: 'See how good it is' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/^\d+ of 2\d held\S+ rows right/);

    await stage('Export').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save safetensors' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.safetensors$/);
    const bytes = await readFile(await download.path());
    // Eight bytes of length, the header as JSON, then the tensors.
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
    expect(Object.keys(header)).toContain('layers.0.weight');
    const metrics = JSON.parse(header.__metadata__.metrics);
    expect(metrics.test.accuracy).toBeGreaterThan(0.85);
  });
}
