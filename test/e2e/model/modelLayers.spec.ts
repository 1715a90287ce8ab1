// A network built by hand: with the mouse, and without it; what is done can be taken back.
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { findings } from '../harness/axe.ts';
import { expect, test } from '../harness/fixtures.ts';
import { chooseTarget, openStage, openTable } from '../harness/pipeline.ts';
import { stageLink } from '../harness/stageLink.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

test.beforeEach(async ({ page }) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
});

const shape = (page: Page, widths: string) =>
  expect(stageLink(page, 'Model')).toContainText(new RegExp(`[^-\\d]4-${widths}3, `));
const grip = (page: Page, layer: number): Locator =>
  page.getByRole('button', { name: `Move Hidden ${layer}`, exact: true });

async function startFrom(page: Page, name: string) {
  await page
    .getByRole('main')
    .getByLabel(/^Preset/)
    .click();
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  // Until the list is gone the page behind it takes no pointer.
  await expect(page.locator('body')).not.toHaveCSS('pointer-events', 'none');
}

test('a card is carried by its grip to another place, and Escape puts it back', async ({ page }) => {
  await startFrom(page, 'Small network');
  await shape(page, '8-4-');
  const [from, below] = await Promise.all([1, 2].map((layer) => grip(page, layer).boundingBox()));
  const carry = async () => {
    await page.mouse.move(from!.x + 8, from!.y + 8);
    await page.mouse.down();
    await page.mouse.move(below!.x + 8, below!.y + 60, { steps: 5 });
    await expect(page.locator('.carried')).toHaveCount(1);
  };
  await carry();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await shape(page, '8-4-');
  // It glides back to where it was.
  await expect.poll(() => grip(page, 1).boundingBox()).toEqual(from);
  await carry();
  await page.mouse.up();
  await shape(page, '4-8-');
  await page.getByRole('button', { name: 'Undo' }).click();
  await shape(page, '8-4-');
});

test('a network is built with keys alone, and every change goes back and forth', async ({ page }) => {
  await startFrom(page, 'Small network');
  await grip(page, 1).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await shape(page, '4-8-');
  await expect(grip(page, 2)).toBeFocused();
  await page.keyboard.press('d');
  await shape(page, '4-8-8-');
  await expect(grip(page, 3)).toBeFocused();
  await page.keyboard.press('Delete');
  await shape(page, '4-8-');
  await page.keyboard.press('Enter');
  await shape(page, '4-8-8-');
  for (const widths of ['4-8-', '4-8-8-', '4-8-', '8-4-']) {
    await page.keyboard.press('Control+z');
    await shape(page, widths);
  }
  await page.keyboard.press('Control+Shift+z');
  await shape(page, '4-8-');
});

test('a dragged slider is taken back in one step', async ({ page }) => {
  await startFrom(page, 'Small network');
  await shape(page, '8-4-');
  const slider = page.getByRole('slider', { name: 'Units of Hidden 1' });
  const box = (await slider.boundingBox())!;
  await page.mouse.move(box.x + 12, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 9, box.y + box.height / 2, { steps: 12 });
  await page.mouse.up();
  await expect(stageLink(page, 'Model')).not.toContainText('4-8-4-3');
  await page.getByRole('button', { name: 'Undo' }).click();
  await shape(page, '8-4-');
});

test('layers are copied and pasted as JSON, and what does not fit is refused with its place', async ({
  page,
}) => {
  await startFrom(page, 'Small network');
  await shape(page, '8-4-');
  await grip(page, 1).focus();
  await page.keyboard.press('Control+c');
  await expect(page.getByText('The layers were copied as JSON.')).toBeVisible();
  await startFrom(page, 'One hidden unit');
  await shape(page, '1-');
  await page.keyboard.press('Control+v');
  await shape(page, '8-4-');

  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '{"layers": [{"units": 0}]}');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  });
  await expect(page.getByRole('alert')).toHaveText('Nothing was pasted: layers.0.units cannot be 0.');
  await shape(page, '8-4-');
});

test('a layer is switched off and on again with its switch, the key O and undo; its settings stay', async ({
  page,
}) => {
  await startFrom(page, 'Small network');
  await shape(page, '8-4-');
  const off = page.getByRole('region', { name: 'Layer 1, off' });
  await page.getByRole('switch', { name: 'Use Hidden 1' }).click();
  await shape(page, '4-');
  await expect(off).toContainText('8 units, tanh');
  await expect(off.getByRole('slider')).toHaveCount(0);
  // What is left is called what it is called in the drawing.
  await expect(page.getByRole('region', { name: 'Hidden 1', exact: true })).toContainText('20 parameters');
  await grip(page, 1).focus();
  await page.keyboard.press('o');
  await shape(page, '');
  await page.keyboard.press('Control+c');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await shape(page, '8-4-');
  await page.keyboard.press('Control+v');
  await shape(page, '');
  await page.getByRole('switch', { name: 'Use Layer 1, off' }).click();
  await shape(page, '8-');
});

test('letters do nothing on a card where keys of one character are switched off', async ({ page }) => {
  await page.evaluate(() => localStorage.setItem('chainrule.keys', 'off'));
  await page.reload();
  await startFrom(page, 'Small network');
  await shape(page, '8-4-');
  await grip(page, 1).focus();
  await page.keyboard.press('d');
  await page.keyboard.press('o');
  await page.keyboard.press('Delete');
  await shape(page, '4-');
});

test('the reasons speak of the preset that was chosen, and go with what they speak of', async ({ page }) => {
  const reasons = page.getByRole('heading', { name: 'Why this was proposed' }).locator('..');
  await expect(reasons).toContainText('Two hidden layers of 64 and 32 units');
  await startFrom(page, 'Small network');
  await expect(reasons).toContainText('small enough to follow every weight');
  await expect(reasons).not.toContainText('64 and 32');
  await grip(page, 2).focus();
  await page.keyboard.press('Delete');
  await shape(page, '8-');
  await expect(reasons).not.toContainText('small enough');
  await expect(reasons).toContainText('steps per epoch');
});

test('a preset that does not fit the task says what it needs', async ({ page }) => {
  await page
    .getByRole('main')
    .getByLabel(/^Preset/)
    .click();
  const linear = page.getByRole('option', { name: /^Linear regression/ });
  await expect(linear).toHaveAttribute('data-disabled');
  await expect(linear).toContainText('only for regression');
  await page.getByRole('option', { name: /^Logistic regression/ }).click();
  await shape(page, '');
});

test('an issue has its fix where it arose, and Train says what is needed', async ({ page }) => {
  await page.getByLabel(/^Activation of Hidden 1/).click();
  await page.getByRole('option', { name: /^step/ }).click();
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await expect(train).toHaveAttribute('aria-disabled', 'true');
  await expect(
    page
      .getByRole('banner')
      .or(page.locator('header'))
      .getByText(/cannot be trained/),
  ).toBeVisible();
  await page.getByRole('region', { name: 'Hidden 1' }).getByRole('button', { name: 'Use sigmoid' }).click();
  await expect(train).not.toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByLabel(/^Activation of Hidden 1/)).toHaveText(/sigmoid/);
});

test('a field that has the focus says what it means, its range and what is usual', async ({ page }) => {
  await page.getByText('More settings').click();
  const hint = page.getByText(/^Decay rate of the running mean of gradients/);
  await expect(hint).toBeHidden();
  await page.getByLabel('β₁', { exact: true }).focus();
  await expect(hint).toBeVisible();
  await expect(hint).toHaveText(/Range 0 to 0\.999999; default 0\.9\.$/);
});

test('a rate is found by trying, taken with one press, and taken back', async ({ page }) => {
  const field = page.getByLabel('Learning rate η', { exact: true });
  const before = await field.inputValue();
  await page.getByRole('button', { name: 'Find a learning rate' }).click();
  await expect(page.getByRole('img', { name: /^Loss over learning rates from/ })).toBeVisible();
  await expect(page.getByText(/^The loss falls fastest at [\d.]+;/)).toBeVisible();
  const take = page.getByRole('button', { name: /^Use [\d.]+$/ });
  const rate = ((await take.textContent()) ?? '').replace('Use ', '').trim();
  expect(rate).not.toBe(before);
  await take.click();
  await expect(field).toHaveValue(rate);
  await expect(take).toHaveAttribute('aria-disabled', 'true');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(field).toHaveValue(before);
  // Another network has to be tried anew.
  await startFrom(page, 'One hidden unit');
  await expect(take).toBeHidden();
  await page
    .getByRole('main')
    .getByLabel(/^Optimizer/)
    .last()
    .click();
  await page.getByRole('option', { name: /^L-BFGS/ }).click();
  await expect(page.getByRole('button', { name: 'Find a learning rate' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('every fold opened has no finding', async ({ page }) => {
  for (const fold of await page.locator('main summary').all()) await fold.click();
  expect(await findings(page)).toEqual([]);
});
