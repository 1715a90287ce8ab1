// The charts beside the curves of a run: every step, the parameters over them, the loss against one parameter and over two. Their numbers
// are the engine's.
import { engineClient } from '../harness/engineClient.ts';
import { expect, test } from '../harness/fixtures.ts';

test('every step of a line is listed with the engine’s numbers, and drawn on the loss against its weight and over both parameters', async ({
  page,
  host,
}) => {
  const { client, close } = await engineClient(page, host.origin);
  await client.dataset.openExample({ file: 'cars.csv' });
  const line = { hidden: [], batchSize: 'full' as const, epochs: 40, patience: 0, seed: 10 };
  const { spec } = await client.spec.propose({
    targets: ['Miles_per_Gallon'],
    features: ['Weight_in_lbs'],
    ...line,
  });
  const optimizer = { type: 'sgd', learningRate: 0.1, weightDecay: 0 } as const;
  const training = { ...spec.training, optimizer, schedule: { type: 'constant' } as const };
  await client.spec.set({ revision: Number.MAX_SAFE_INTEGER, spec: { ...spec, training } });
  await client.training.pace({ epochsPerSecond: 0.25 });
  await client.training.start({});
  await client.training.pause();
  await client.training.step({ unit: 'batch', times: 3 });
  await page.getByRole('link', { name: /^Training/ }).click();
  await expect(page.getByText('Paused at epoch 3 of 40')).toBeVisible();

  const chart = page.getByRole('group', { name: 'Chart', exact: true });
  await chart.getByRole('button', { name: 'Steps' }).click();
  const steps = page.getByRole('region', { name: 'Every step' }).getByRole('row');
  await expect(steps).toHaveCount(5);
  const [w, b] = [
    { layer: 0, tensor: 'weight', unit: 0, input: 0 } as const,
    { layer: 0, tensor: 'bias', unit: 0, input: null } as const,
  ];
  const { points } = await client.insight.path({ parameters: [w, b], slopes: true });
  const shown = (value: number | null | undefined) => String(Number(value!.toPrecision(4))).replace('-', '−');
  for (const { step, values, slopes, loss } of points) {
    const row = steps.nth(4 - step);
    await expect(row.getByRole('rowheader')).toHaveText(String(step));
    await expect(row.getByRole('cell').first()).toHaveText(shown(values[0]));
    await expect(row.getByRole('cell').nth(2)).toHaveText(shown(loss));
    await expect(row.getByRole('cell').nth(3)).toHaveText(shown(slopes![0]));
  }

  await chart.getByRole('button', { name: 'Loss against a parameter' }).click();
  const last = points.at(-1)!;
  const now = `Now w = ${shown(last.values[0])}: loss ${shown(last.loss)}, slope ${shown(last.slopes![0])}.`;
  await expect(page.getByText(now)).toBeVisible();
  await expect(
    page.getByText(`next step ${shown(Number((-0.1 * last.slopes![0]!).toPrecision(3)))}`),
  ).toBeVisible();
  const curve = page.getByRole('slider', { name: /^Loss against w: read its points/ });
  await curve.press('ArrowRight');
  await expect(curve).toHaveAttribute('aria-valuetext', /^w = −[\d.]+: loss [\d.]+$/);

  await chart.getByRole('button', { name: 'Parameters' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: /^w / })).toContainText(shown(last.values[0]));
  await chart.getByRole('button', { name: 'Loss surface' }).click();
  await expect(page.getByText('The network has only these two parameters.')).toBeVisible();
  await page.getByRole('button', { name: 'Loss over two parameters as a table' }).click();
  await expect(
    page.getByRole('table', { name: 'Loss over two parameters, table' }).getByRole('row'),
  ).toHaveCount(5);
  close();
});
