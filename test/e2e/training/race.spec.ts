// A student lets gradient descent, momentum and Adam run down the same bowl and takes one of them along; keys and a second window
// steer the same race.
import { fileURLToPath } from 'node:url';
import { expect, test } from '../harness/fixtures.ts';
import { openFlats } from '../harness/flats.ts';
import { choosePace, chooseTarget, openStage, openTable, setNumber } from '../harness/pipeline.ts';

const iris = fileURLToPath(new URL('../../../examples/iris.csv', import.meta.url));

test('three optimizers run down the exact bowl of a line, and one of them is trained', async ({
  page,
  host,
}) => {
  await openFlats(host);
  await openStage(page, 'Model');
  await page.getByLabel(/^Preset/).click();
  await page.getByRole('option', { name: /^Linear regression/ }).click();
  await setNumber(page, 'Patience', '0');
  await setNumber(page, 'Epochs', '400');
  await openStage(page, 'Training');
  await page.getByRole('button', { name: 'Race optimizers' }).click();
  // The preset's own optimizer is the first of five.
  await page.getByRole('button', { name: /^Remove L-BFGS/ }).click();
  await expect(page.getByRole('listitem', { name: /^Entrant / })).toHaveCount(4);

  await page.getByRole('button', { name: /^Remove RMSProp/ }).click();
  await page.getByRole('button', { name: 'Chosen', exact: true }).click();
  const adam = page.getByRole('listitem', { name: /^Entrant 3: Adam/ });
  await adam.getByLabel('Learning rate η', { exact: true }).fill('0.05');
  await adam.getByLabel('Learning rate η', { exact: true }).press('Tab');
  await choosePace(page, /^full speed$/);
  await page.getByRole('button', { name: 'Start the race' }).click();
  await expect(page.getByRole('button', { name: 'Race again' })).toBeVisible();
  await expect(page.getByText('Finished at epoch 400 of 400')).toBeVisible();
  await expect(page.getByText(/^Exact: the network has only these two parameters\./)).toBeVisible();
  await expect(page.getByText(/This is the result of one seed/)).toBeVisible();

  // With both columns standardised the least-squares line has their correlation, here 0.997, as its slope and no intercept to speak of.
  await page.getByRole('button', { name: 'Paths on the loss surface as a table' }).click();
  const paths = page.getByRole('region', { name: 'Paths on the loss surface', exact: true });
  for (const name of ['SGD 0.01', 'Momentum 0.01', 'Adam 0.05']) {
    const last = paths.getByRole('row', { name: new RegExp(`^${name} 400 `) });
    // The surface of the end comes a moment after the end.
    await expect(last).toBeVisible();
    const [, weight, bias] = await last.getByRole('cell').allTextContents();
    expect(Math.abs(Number(weight) - 0.997)).toBeLessThan(0.05);
    expect(Math.abs(Number(bias!.replace('−', '-').replace(/ × 10⁻.*/, 'e-5')))).toBeLessThan(0.05);
  }
  await page.getByRole('button', { name: 'Train this one: Momentum 0.01' }).click();
  await expect(page).toHaveURL(/#\/training$/);
  await expect(page.getByRole('button', { name: 'Evaluate the model' })).toBeVisible();
  await expect(page.getByText(/Momentum, /).first()).toBeVisible();
});

test('each entrant gets a learning rate that a test found, or all the same one, and the race says which', async ({
  page,
}) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await setNumber(page, 'Epochs', '20');
  await page.getByRole('link', { name: 'Race' }).click();
  await expect(page.getByText('rate to be found by a test at the start')).toHaveCount(4);
  await choosePace(page, /^full speed$/);
  await page.getByRole('button', { name: 'Start the race' }).click();
  await expect(page.getByText('Finished at epoch 20 of 20')).toBeVisible();
  await expect(page.getByText(/Each learning rate was found in the same way/)).toBeVisible();
  await page.getByRole('button', { name: 'Change entrants' }).click();
  await expect(page.getByText(/^rate found by a test: [\d.]+$/)).toHaveCount(4);
  await page.getByRole('button', { name: 'Same for all' }).click();
  await page.getByLabel('Learning rate η', { exact: true }).fill('0.02');
  await page.getByLabel('Learning rate η', { exact: true }).press('Tab');
  await expect(page.getByRole('listitem', { name: /^Entrant \d: .* 0\.02$/ })).toHaveCount(4);
  await page.getByRole('button', { name: 'Start the race' }).click();
  await expect(page.getByText(/All have the same learning rate/)).toBeVisible();
  await expect(page.getByText('Finished at epoch 20 of 20')).toBeVisible();
});

test('keys steer a race, and a second window sees the same one', async ({ page }) => {
  await openTable(page, iris);
  await chooseTarget(page, 'species');
  await openStage(page, 'Model');
  await page.getByRole('link', { name: 'Race' }).click();
  await choosePace(page, /^1 epoch/);
  await page.getByRole('button', { name: 'Start the race' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.getByRole('heading', { name: 'Race' }).click();
  await page.keyboard.press(' ');
  await expect(page.getByText(/^Paused at epoch \d+ of/)).toBeVisible();
  const paused = Number(/\d+/.exec((await page.getByText(/^Paused at epoch/).textContent()) ?? '')?.[0]);
  await page.keyboard.press('e');
  await expect(page.getByText(`Paused at epoch ${paused + 1} of`)).toBeVisible();

  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(other.getByText(`Paused at epoch ${paused + 1} of`)).toBeVisible();
  await expect(
    other.getByText(/^The plane in which the paths differ most \(PCA\): it holds [\d.]+%/),
  ).toBeVisible();
  await other.getByRole('button', { name: 'Stop (S)' }).click();
  await expect(page.getByText(/^Stopped at epoch/)).toBeVisible();
});
