// The page while a run is in progress whose curve has more than 100,000 epochs: frames a second, how long it does not answer,
// and how long a click takes until what it changed is on the screen. Prints one JSON line.
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from '../e2e/harness/fixtures.ts';
import { chooseTarget, openStage, openTable, setNumber } from '../e2e/harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../examples/iris.csv', import.meta.url));
const cancer = fileURLToPath(new URL('../../examples/breast_cancer.csv', import.meta.url));
const seconds = 5;
const leastEpochs = 100_000;
const presses = 12;

/** Milliseconds between two frames, over some seconds. */
function frames(page: Page): Promise<number[]> {
  return page.evaluate(async (milliseconds) => {
    const intervals: number[] = [];
    let last = performance.now();
    const end = last + milliseconds;
    await new Promise<void>((resolve) => {
      const next = (now: number) => {
        intervals.push(now - last);
        last = now;
        if (now < end) requestAnimationFrame(next);
        else resolve();
      };
      requestAnimationFrame(next);
    });
    return intervals;
  }, seconds * 1_000);
}

/** Milliseconds from pressing the button until a frame has been made in which it is pressed, or in which the text is there. */
async function clickTime(page: Page, button: string, text: string | null = null): Promise<number> {
  const found = page.evaluate(
    ({ wanted, appears }) =>
      new Promise<number>((resolve) => {
        const isPressed = () =>
          [...document.querySelectorAll('button[aria-pressed="true"]')].some(
            ({ textContent }) => textContent?.trim() === wanted,
          );
        const isThere = () => document.querySelector('main')?.textContent?.includes(appears ?? '') === true;
        const begin = ({ timeStamp }: PointerEvent) => {
          const look = () => {
            if (appears === null ? isPressed() : isThere())
              setTimeout(() => resolve(performance.now() - timeStamp));
            else requestAnimationFrame(look);
          };
          look();
        };
        addEventListener('pointerdown', begin, { once: true, capture: true });
      }),
    { wanted: button, appears: text },
  );
  await page.getByRole('button', { name: button, exact: true }).click();
  return found;
}

const quantile = (values: number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;

function frameTimes(intervals: number[]) {
  return {
    framesPerSecond: intervals.length / (intervals.reduce((sum, one) => sum + one, 0) / 1_000),
    median: quantile(intervals, 0.5),
    p95: quantile(intervals, 0.95),
    worst: Math.max(...intervals),
  };
}

test('the page while it draws a long curve', async ({ page }) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '1000000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const words = page.getByText(/^Epoch [\d,]+ of 1,000,000$/);
  const epoch = async () =>
    Number(/Epoch ([\d,]+)/.exec((await words.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
  await expect.poll(epoch, { timeout: 150_000, intervals: [500] }).toBeGreaterThan(leastEpochs);
  const before = await epoch();
  const intervals = await frames(page);
  const after = await epoch();
  const clicks: number[] = [];
  for (const name of ['linear', 'log', 'linear', 'log']) clicks.push(await clickTime(page, name));
  console.log(
    JSON.stringify({
      epochs: [before, after],
      ...frameTimes(intervals),
      clicks,
    }),
  );
});

test('the page while all cores train', async ({ page }) => {
  await openTable(page, cancer);
  await chooseTarget(page, 'diagnosis');
  await openStage(page, 'Model');
  for (const layer of [1, 2]) {
    const units = page.getByRole('textbox', { name: `Units of Hidden ${layer}` });
    await units.fill('512');
    await units.press('Tab');
  }
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '1000000');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText(/^Epoch [\d,]+ of 1,000,000$/)).toBeVisible();
  const intervals = await frames(page);
  const clicks: Record<string, number[]> = { scale: [], pause: [], resume: [] };
  for (const name of ['linear', 'log', 'linear', 'log']) clicks.scale!.push(await clickTime(page, name));
  for (let i = 0; i < presses; i++) {
    clicks.pause!.push(await clickTime(page, 'Pause', 'Paused at epoch'));
    clicks.resume!.push(await clickTime(page, 'Resume', 'Epoch '));
  }
  const told = Object.entries(clicks).map(([name, times]) => [
    name,
    { median: quantile(times, 0.5), worst: Math.max(...times), times },
  ]);
  console.log(JSON.stringify({ ...frameTimes(intervals), clicks: Object.fromEntries(told) }));
});

test('the page while a network of 4,000 units is looked at', async ({ page }) => {
  await openTable(page, cancer);
  await chooseTarget(page, 'diagnosis');
  await openStage(page, 'Model');
  for (const layer of [1, 2]) {
    const units = page.getByRole('textbox', { name: `Units of Hidden ${layer}` });
    await units.fill('2000');
    await units.press('Tab');
  }
  const drawing = page.getByRole('region', { name: 'Drawing of the network' });
  await expect(drawing).toContainText('2,000');
  const { x, y, width, height } = (await drawing.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  const looked = frames(page);
  // Nearer, to and fro, and away again, for as long as frames are counted.
  const end = performance.now() + seconds * 1_000;
  for (let turn = 0; performance.now() < end; ++turn) {
    await page.mouse.wheel(0, turn % 20 < 10 ? -120 : 120);
    await page.mouse.move(x + width * (0.3 + 0.02 * (turn % 20)), y + height / 2);
  }
  console.log(JSON.stringify({ units: 4_000, ...frameTimes(await looked) }));
});
