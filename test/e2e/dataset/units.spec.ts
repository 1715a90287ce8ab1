// A column of dollars: read as numbers, said so, taken back and undone; as a target its unit stands on what is scored.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber, trainToTheEnd } from '../harness/pipeline.ts';
import { stageLink } from '../harness/stageLink.ts';

test('dollars are numbers, with their sign on the table, the scores and the charts', async ({ host }) => {
  const { page } = host;
  const folder = await mkdtemp(join(tmpdir(), 'units-'));
  const file = join(folder, 'rents.csv');
  const rows = Array.from({ length: 80 }, (_, i) => {
    const area = 20 + ((i * 37) % 101);
    return `${area} m²;$${(1_000 * area + 500).toLocaleString('en')}`;
  });
  await writeFile(file, `area;rent\n${rows.join('\n')}\n`);
  try {
    await openTable(page, file);
    await chooseTarget(page, 'rent');
    // A remedy that is taken before the proposal for the target is there comes before it in the history of undo.
    await expect(stageLink(page, 'Model')).not.toHaveAttribute('aria-disabled', 'true');
    await expect(page.getByText('“area”: numbers in m²;')).toBeVisible();
    await page.getByRole('button', { name: 'Read area as text' }).click();
    await expect(page.getByText('Done: Read area as text')).toBeVisible();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect(page.getByText('“area”: numbers in m²;')).toBeVisible();
    await openStage(page, 'Model');
    await setNumber(page, 'Epochs', '5');
    await trainToTheEnd(page);
    await expect(page.getByText(/Off by \$[\d,]+ on average in rent/)).toBeVisible();
    await expect(page.getByText(/^RMSE \$[\d,]+$/).first()).toBeVisible();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
