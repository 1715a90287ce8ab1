// While a run goes on, pauses, and ends, nothing on the training screen moves that a person may be about to press or is looking at.
// The transport and what is said below the curves have rooms of their own, in which words and buttons come and go.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/fixtures.ts';
import { choosePace, chooseTarget, openStage, openTable } from '../harness/pipeline.ts';

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const tables = [
  ['iris.csv', 'species'],
  ['cars.csv', 'Miles_per_Gallon'],
] as const;

/** Of each pane, chart and control: where it is, from the top of the scrolled page. */
function places(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const found: Record<string, string> = {};
    const kinds = 'section, button, [role="slider"], input, canvas, h2, fieldset, p.hint';
    const counts = new Map<string, number>();
    const top = document.querySelector('.screen')!.getBoundingClientRect().top;
    for (const element of document.querySelectorAll(`.screen :is(${kinds})`)) {
      if (element.closest('.head, .notes > *, .layers ul')) continue;
      const { left, top: y, width, height } = element.getBoundingClientRect();
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30) ?? '';
      // What is read out changes; the kind and its number do not.
      const kind = `${element.tagName.toLowerCase()} ${element.matches('section, canvas') ? '' : name}`;
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      found[`${kind} ${count}`] = [left, y - top, width, height].map(Math.round).join(' ');
    }
    return found;
  });
}

/** Those that are there both times and have moved. */
function moved(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.entries(before).flatMap(([what, place]) =>
    after[what] === undefined || after[what] === place ? [] : [`${what}: ${place} -> ${after[what]}`],
  );
}

/** Trains once for the buttons of a run to be there, then again at a pace that can be watched. */
async function trainSlowly(page: Page) {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Train again' }).click({ trial: true });
  const ended = await epoch(page);
  await choosePace(page, /^10 epochs/);
  await page.getByRole('button', { name: 'Train again' }).click();
  await expect(page.getByRole('button', { name: 'Pause' }).first()).toBeVisible();
  await expect.poll(() => epoch(page)).toBeLessThan(ended);
}

async function epoch(page: Page): Promise<number> {
  const words = (await page.locator('.head b').first().textContent()) ?? '';
  return Number(/\d+/.exec(words.replaceAll(',', ''))?.[0] ?? 0);
}

for (const [file, target] of tables) {
  for (const [width, height] of [
    [1440, 900],
    [900, 700],
  ] as const) {
    test(`nothing moves while ${file} trains at ${width} x ${height}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await openTable(page, local(`../../../examples/${file}`));
      await chooseTarget(page, target);
      await openStage(page, 'Training');
      await trainSlowly(page);
      await expect(page.getByText(/ rows predicted wrongly\.$|^Off by /)).toBeVisible();
      await expect(page.locator('.layers li').first()).toBeVisible();
      await expect.poll(() => epoch(page)).toBeGreaterThan(2);
      const first = await places(page);
      expect(Object.keys(first).length).toBeGreaterThan(15);
      for (let look = 0; look < 10; look++) {
        const before = await epoch(page);
        await expect.poll(() => epoch(page)).toBeGreaterThan(before);
        expect(moved(first, await places(page))).toEqual([]);
      }
      await page.getByRole('button', { name: 'Pause' }).first().click();
      await expect(page.locator('.head b').first()).toHaveText(/^Paused at epoch/);
      expect(moved(first, await places(page))).toEqual([]);
      await page
        .getByRole('slider', { name: /arrow keys move a cursor, its values/ })
        .first()
        .hover();
      expect(moved(first, await places(page))).toEqual([]);
      await choosePace(page, /^full speed$/);
      await page.getByRole('button', { name: 'Resume' }).first().click();
      await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible();
      await expect(page.getByText(/^\d+ diagnos[ie]s of this run$/)).toBeVisible();
      expect(moved(first, await places(page))).toEqual([]);
    });
  }
}

test('the history of the layers is there again after a reload', async ({ page }) => {
  await openTable(page, local('../../../examples/iris.csv'));
  await chooseTarget(page, 'species');
  await openStage(page, 'Training');
  await trainSlowly(page);
  await expect.poll(() => epoch(page)).toBeGreaterThan(24);
  await page.getByRole('button', { name: 'Pause' }).first().click();
  await expect(page.locator('.head b').first()).toHaveText(/^Paused at epoch/);
  const curve = page.locator('.layers li').first().locator('svg[aria-label="gradient norm"] path').first();
  const points = async () => ((await curve.getAttribute('d')) ?? '').split(/[ML]/).length - 1;
  await expect.poll(points).toBeGreaterThan(8);
  await page.reload();
  await expect.poll(points).toBeGreaterThan(8);
});
