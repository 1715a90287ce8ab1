// The whole path on a real file: dropped from disk, proposed, trained, judged, and saved as weights whose bytes are what the page
// says they are.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, trainToTheEnd } from '../harness/pipeline.ts';

test.use({ ownProcesses: true });

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

/** Header and numbers of a safetensors file. */
async function readWeights(path: string) {
  const bytes = await readFile(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata, ...header } = JSON.parse(bytes.subarray(8, start).toString());
  return { header, metadata, numbers: bytes.subarray(start) };
}

async function save(page: Page) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save safetensors' }).click();
  const file = await download;
  return { name: file.suggestedFilename(), ...(await readWeights(await file.path())) };
}

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 900, height: 700 },
]) {
  test.describe(`at ${viewport.width} x ${viewport.height}`, () => {
    test.use({ viewport });

    test('a file dropped from disk becomes a saved weights file', async ({ page, host }) => {
      await openTable(page, iris);
      await chooseTarget(page, 'species');

      await openStage(page, 'Model');
      await expect(page.getByText('classifies 3 classes of species from 4 inputs')).toBeVisible();
      await expect(page.getByRole('radio', { name: /^Cross entropy/ })).toBeChecked();
      await expect(page.getByRole('radio', { name: /^Mean squared error/ })).toBeDisabled();

      await trainToTheEnd(page);
      await expect(page.getByText(/The weights of epoch [\d,]+ are kept/)).toBeVisible();
      await page.getByRole('button', { name: 'Loss as a table' }).click();
      await expect(page.getByRole('row', { name: /^1 [\d.]+ [\d.]+ [\d.]+% [\d.]+$/ })).toBeVisible();

      await page.getByRole('button', { name: 'Evaluate the model' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        /^2[0-4] of 2[2-4] test rows correct \([\d.]+%\); always predicting \w+ gets [78] right\.$/,
      );
      await expect(page.getByRole('row', { name: /^Accuracy/ })).toBeVisible();

      await openStage(page, 'Export');
      const fingerprint = await page.getByText(/^[0-9a-f]{64}$/).textContent();
      test.skip(host.name === 'desktop', 'what the desktop saves goes through a dialog of the system');
      const { name, header, metadata, numbers } = await save(page);
      expect(name).toMatch(/^iris.*\.safetensors$/);
      expect(Object.keys(header)).toEqual(expect.arrayContaining(['layers.0.weight', 'layers.0.bias']));
      expect(header['layers.0.weight'].shape[1]).toBe(4);
      expect(JSON.parse(metadata.metrics).test.accuracy).toBeGreaterThan(0.85);
      expect(createHash('sha256').update(numbers).digest('hex')).toBe(fingerprint);
      await expect(page.getByText(`Saved as ${name}`)).toBeVisible();
    });
  });
}
