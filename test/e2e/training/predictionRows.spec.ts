// A table without numbers: the training screen says why it draws no predictions, and lists the actual and predicted values.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, trainToTheEnd } from '../harness/pipeline.ts';

const skies = ['clear', 'cloudy', 'rain'];
const winds = ['calm', 'breeze', 'storm'];

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-words-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** Sailing goes by sky and wind alone, so that a network learns it whole. */
async function words(): Promise<string> {
  const path = join(folder, 'sailing.csv');
  const rows = Array.from({ length: 180 }, (_, i) => {
    const [sky, wind] = [skies[i % 3]!, winds[Math.floor(i / 3) % 3]!];
    return `${sky},${wind},${wind !== 'storm' && sky !== 'rain' ? 'sail' : 'stay'}`;
  });
  await writeFile(path, `sky,wind,decision\n${rows.join('\n')}\n`);
  return path;
}

test('rows without numbers are listed with actual and predicted values before and after training', async ({
  page,
}) => {
  await openTable(page, await words());
  await chooseTarget(page, 'decision');
  await openStage(page, 'Training');
  const pane = page.getByRole('region', { name: 'Predictions of the network', exact: true });
  await expect(pane.getByText('No feature is numeric')).toBeVisible();
  const table = pane.getByRole('table');
  await expect(table.getByRole('columnheader')).toHaveText([
    'Row',
    'actual',
    'predicted',
    'split',
    'sky',
    'wind',
  ]);
  await expect(table.getByRole('row').nth(1)).toHaveText(
    /^\s*\d+\s*(sail|stay)\s*(sail|stay) [\d.]+%\s*training\s*(clear|cloudy|rain)\s*(calm|breeze|storm)\s*$/,
  );
  await expect(pane.getByText(/^\d+ of \d+ rows predicted wrongly\.$/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Fixed values of the other features' })).toBeHidden();

  await openStage(page, 'Model');
  await trainToTheEnd(page);
  await expect(pane.getByText(/^0 of \d+ rows predicted wrongly\.$/)).toBeVisible();
  for (const row of await table.locator('tbody tr').all()) {
    const [truth, prediction] = await row.getByRole('cell').allTextContents();
    expect(prediction).toMatch(new RegExp(`^${truth} `));
  }
});
